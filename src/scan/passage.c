#include "scan/passage.h"

#include <stdlib.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/search.h"
#include "base/unicode.h"

enum {
    PASSAGE_SIZE = 1 << 16,    /* bytes, unless a sentence or record has more */
    PASSAGE_SIZE_MAX = 1 << 30 /* tokens have 32-bit numbers */
};

void passage_init(struct passage *passage, const gaz_input_options *input, gaz_offsets offsets) {
    *passage = (struct passage){0};
    passage->text_reader.field = input->fields[0];
    passage->text_reader.lenient = input->columns.lenient != 0;
    passage->text_reader.reader = (struct reader){
        .split = {.input = input->format, .paragraphs = input->paragraphs != 0},
        .separator = input->columns.separator,
        .encoding = input->encoding,
        .counts_offsets = true,
        .counts_lines = true,
        .grows = true,
        .block_size = PASSAGE_SIZE,
        .block_most = PASSAGE_SIZE_MAX,
    };
    passage->text_reader.reader.unit.unit = offsets ? offsets : GAZ_OFFSETS_BYTE;
    passage->tagger.rows = input->format == GAZ_FORMAT_CONLL;
    passage_open_text(passage, "", 0);
}

void passage_free(struct passage *passage) {
    text_reader_free(&passage->text_reader);
    document_tagger_free(&passage->tagger);
    free(passage->name);
}

/* ---- One after the other ---- */

static void begin(struct passage *passage, char *name) {
    free(passage->name);
    passage->name = name;
    passage->is_there = passage->is_cut = false;
    passage->sentences = 0;
    passage->tagger.document.sentence_count = 0;
    text_reader_begin(&passage->text_reader);
}

gaz_status passage_open(struct passage *passage, const char *path, gaz_error *error) {
    char *name = strdup(path);
    if (!name) return error_memory(error);
    begin(passage, name);
    return reader_open(&passage->text_reader.reader, name, error);
}

void passage_open_text(struct passage *passage, const char *text, size_t size) {
    begin(passage, NULL);
    reader_open_text(&passage->text_reader.reader, text, size);
}

static void set_text(struct passage *passage) {
    passage->is_cut = false;
    passage->units_at = passage->units = passage->lines_at = passage->lines = 0;
}

gaz_status passage_next(struct passage *passage, gaz_error *error) {
    passage->sentences += passage_document(passage)->sentence_count;
    passage->tagger.document.sentence_count = 0;
    set_text(passage);
    return text_reader_next(&passage->is_there, &passage->text, &passage->text_reader, error);
}

gaz_status passage_extend(bool *found, struct passage *passage, gaz_error *error) {
    set_text(passage);
    return text_reader_extend(found, &passage->text, &passage->text_reader, error);
}

gaz_status passage_save(struct passage_copy *copy, const struct passage *passage, gaz_error *error) {
    *copy = (struct passage_copy){malloc(passage->text.size + 1), passage->text, passage->sentences};
    if (!copy->bytes) return error_memory(error);
    memcpy(copy->bytes, passage->text.bytes, passage->text.size);
    copy->text.bytes = copy->bytes;
    return GAZ_OK;
}

void passage_restore(struct passage *passage, const struct passage_copy *copy) {
    passage->text = copy->text;
    passage->sentences = copy->sentences;
    passage->tagger.document.sentence_count = 0;
    passage->is_there = true;
    set_text(passage);
}

/* ---- Tokens and sentences ---- */

size_t passage_sentence(const struct passage *passage, uint64_t token) {
    const gaz_document *document = passage_document(passage);
    size_t i;
    SEARCH_FIRST(i, document->sentence_count, document->sentence_ends[i] > token);
    return i;
}

uint64_t passage_sentence_begin(const struct passage *passage, size_t sentence) {
    return document_sentence_begin(passage_document(passage), sentence);
}

uint64_t passage_token(const struct passage *passage, uint64_t at) {
    const gaz_document *document = passage_document(passage);
    size_t i;
    SEARCH_FIRST(i, document->token_count, document->tokens[i].end > at);
    return i;
}

/* ---- Positions ---- */

static gaz_format input_of(const struct passage *passage) {
    return passage->text_reader.reader.split.input;
}

uint64_t passage_line(struct passage *passage, uint64_t begin) {
    const char *text = passage_document(passage)->text;
    if (input_of(passage) == GAZ_FORMAT_JSONL) return passage->text.line;
    if (input_of(passage) == GAZ_FORMAT_CONLL)
        return passage->sentences + passage_sentence(passage, passage_token(passage, begin)) + 1;
    if (begin < passage->lines_at) passage->lines_at = passage->lines = 0;
    passage->lines += bytes_count_lines(text + passage->lines_at, begin - passage->lines_at);
    passage->lines_at = begin;
    return passage->text.line + passage->lines;
}

/* Units of the document before a byte. Counts from the byte of the last call, which is mostly near. */
static uint64_t units_before(struct passage *passage, uint64_t at) {
    const char *text = passage_document(passage)->text;
    struct offset_unit unit = passage->text_reader.reader.unit;
    uint64_t count = passage->units;
    if (at < passage->units_at)
        count -= offset_unit_count(unit, text + at, passage->units_at - at);
    else
        count += offset_unit_count(unit, text + passage->units_at, at - passage->units_at);
    if (at < passage_document(passage)->size && ((unsigned char)text[at] & 0xC0) == 0x80) return count;
    passage->units_at = at; /* not inside a character */
    passage->units = count;
    return count;
}

struct offset_range passage_extent(struct passage *passage, uint64_t near, uint64_t begin, uint64_t end) {
    uint64_t offset = passage->text.offset;
    if (input_of(passage) != GAZ_FORMAT_CONLL)
        return (struct offset_range){offset + units_before(passage, begin), offset + units_before(passage, end)};
    uint64_t first = passage_sentence_begin(passage, passage_sentence(passage, passage_token(passage, near)));
    uint64_t from = passage_token(passage, begin);
    uint64_t to = end > begin ? passage_token(passage, end - 1) + 1 : from;
    return (struct offset_range){from - first, to - first};
}

/* Goes on over `*count` units of the text; what is left of them is beyond its end. False: the last ends inside a
 * character. */
static bool skip_units(uint64_t *at, uint64_t *count, const struct passage *passage) {
    const struct text *text = &passage->text;
    gaz_offsets unit = passage->text_reader.reader.unit.unit;
    if (unit == GAZ_OFFSETS_BYTE) {
        uint64_t bytes = *count < text->size - *at ? *count : text->size - *at;
        *at += bytes;
        *count -= bytes;
        return true;
    }
    while (*count && *at < text->size) {
        uint32_t code;
        unsigned length = unicode_decode(&code, text->bytes + *at, text->size - *at);
        unsigned width = unit == GAZ_OFFSETS_UTF16 && length == 4 ? 2 : 1;
        if (width > *count) return false;
        *count -= width;
        *at += length ? length : 1;
    }
    return true;
}

static enum passage_position find_units(uint64_t *begin_at, uint64_t *end_at, const struct passage *passage,
                                        uint64_t begin, uint64_t end) {
    if (begin < passage->text.offset) return POSITION_BEFORE;
    uint64_t count = begin - passage->text.offset;
    uint64_t length = end - begin;
    *begin_at = 0;
    if (!skip_units(begin_at, &count, passage)) return POSITION_INVALID;
    if (*begin_at == passage->text.size) return POSITION_AFTER;
    *end_at = *begin_at;
    if (!skip_units(end_at, &length, passage)) return POSITION_INVALID;
    return length ? POSITION_REACHES : POSITION_HERE;
}

static enum passage_position find_tokens(uint64_t *begin_at, uint64_t *end_at, const struct passage *passage,
                                         uint64_t line, uint64_t begin, uint64_t end) {
    const gaz_document *document = passage_document(passage);
    if (line <= passage->sentences) return POSITION_BEFORE;
    uint64_t sentence = line - passage->sentences - 1;
    if (sentence >= document->sentence_count) return POSITION_AFTER;
    uint64_t first = passage_sentence_begin(passage, sentence);
    if (end > passage_sentence_end(passage, sentence) - first) return POSITION_REACHES;
    *begin_at = document->tokens[first + begin].begin;
    *end_at = document->tokens[first + end - 1].end;
    return POSITION_HERE;
}

enum passage_position passage_find(uint64_t *begin_at, uint64_t *end_at, const struct passage *passage, uint64_t line,
                                   uint64_t begin, uint64_t end) {
    bool record = input_of(passage) == GAZ_FORMAT_JSONL;
    if (input_of(passage) == GAZ_FORMAT_CONLL) return find_tokens(begin_at, end_at, passage, line, begin, end);
    if (record && line != passage->text.line) return line < passage->text.line ? POSITION_BEFORE : POSITION_AFTER;
    enum passage_position place = find_units(begin_at, end_at, passage, begin, end);
    return record && place == POSITION_AFTER ? POSITION_REACHES : place;
}
