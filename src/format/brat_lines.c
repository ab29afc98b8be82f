#include "format/brat_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/fields.h"
#include "document/suggestion.h"
#include "format/brat_types.h"
#include "format/conll_layout.h"
#include "text/rows.h"

struct line {
    const char *bytes;
    size_t size;
    uint64_t number;
};

static gaz_status refuse(const struct brat_lines *brat, const struct line *line, const char *message,
                         gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, brat->name, line->number, "%s", message);
}

/* ---- A span: T1, TAB, TYPE begin end[;begin end...], TAB, text ---- */

/* Reads "begin end;begin end" up to `end`. */
static gaz_status read_pieces(struct brat_lines *brat, const struct line *line, const char *at, const char *end,
                              gaz_error *error) {
    for (brat->piece_count = 0;; at++) {
        struct brat_piece piece = {0};
        if (!array_reserve(&brat->pieces, &brat->piece_capacity, brat->piece_count + 1, sizeof *brat->pieces))
            return error_memory(error);
        bool good = decimal_read_whole(&piece.begin, &at, end) && at < end && *at == ' ';
        at++;
        good = good && decimal_read_whole(&piece.end, &at, end) && (at == end || *at == ';');
        if (!good) return refuse(brat, line, "no span: expected T1, TAB, TYPE BEGIN END, TAB and its text", error);
        if (piece.begin > piece.end) return refuse(brat, line, "the span begins after its end", error);
        if (brat->piece_count && brat->pieces[brat->piece_count - 1].end > piece.begin)
            return refuse(brat, line, "the span's pieces are not in their order in the text", error);
        brat->pieces[brat->piece_count++] = piece;
        if (at == end) return GAZ_OK;
    }
}

/* Finds the pieces' bytes, and joins them, as far as a copy of that size can be one of them and not much longer. */
static gaz_status find_pieces(struct brat_lines *brat, const struct line *line, size_t copy_size, gaz_error *error) {
    enum { MOST = 64 /* bytes of a piece that a message needs */ };
    bool fits = true;
    brat->slice.size = 0;
    if (!buffer_reserve(&brat->slice, 1)) return error_memory(error);
    for (size_t i = 0; i < brat->piece_count; i++) {
        struct brat_piece *piece = &brat->pieces[i];
        if (piece->end > brat->offsets.count)
            return error_set(error, GAZ_ERROR_INPUT, brat->name, line->number,
                             "the span ends at %llu, beyond the text of %llu code points",
                             (unsigned long long)piece->end, (unsigned long long)brat->offsets.count);
        offset_index_find(&piece->first, &brat->offsets, piece->begin);
        offset_index_find(&piece->last, &brat->offsets, piece->end);
        size_t size = piece->last - piece->first;
        fits = fits && offset_slices_fit(brat->slice.size + size, copy_size);
        if ((i && !buffer_add_byte(&brat->slice, ' ')) ||
            !buffer_add(&brat->slice, brat->text->bytes + piece->first, fits || size < MOST ? size : MOST))
            return error_memory(error);
    }
    return GAZ_OK;
}

/* Whether nothing but blanks parts the pieces. */
static bool is_joined(const struct brat_lines *brat) {
    for (size_t i = 1; i < brat->piece_count; i++) {
        size_t begin = brat->pieces[i - 1].last;
        if (!offset_slices_agree(brat->text->bytes + begin, brat->pieces[i].first - begin, "", 0)) return false;
    }
    return true;
}

/* Notes which span of the document a key like "T1" means. */
static gaz_status set_key(struct brat_lines *brat, const char *key, size_t size, size_t span, gaz_error *error) {
    uint32_t number;
    gaz_status status = strings_add(&number, &brat->keys, key, size, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&brat->spans, &brat->span_capacity, (size_t)number + 1, sizeof *brat->spans))
        return error_memory(error);
    brat->spans[number] = span;
    return GAZ_OK;
}

static gaz_status add_span(struct brat_lines *brat, const struct line *line, const char *type, size_t type_size,
                           gaz_error *error) {
    struct document_span span = {.begin = document_number(brat->pieces[0].first),
                                 .end = document_number(brat->pieces[brat->piece_count - 1].last),
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = -1};
    size_t key_size = (size_t)(type - line->bytes) - 1;
    bool blank;
    if (!is_joined(brat)) {
        brat->report->discontinuous++;
        return set_key(brat, line->bytes, key_size, BRAT_NO_SPAN, error);
    }
    brat->slice.size = 0;
    if (!brat_type_read(&brat->slice, type, type_size)) return error_memory(error);
    gaz_status status = document_add_type(&span.type, brat->document, brat->slice.bytes, brat->slice.size, error);
    if (status == GAZ_ERROR_INPUT) return refuse(brat, line, "a type with a control character in it", error);
    if (status == GAZ_OK) status = document_annotate(&blank, brat->document, &span, error);
    if (status != GAZ_OK) return status;
    brat->report->blank += blank;
    size_t number = blank ? BRAT_NO_SPAN : brat->document->span_count - 1;
    return set_key(brat, line->bytes, key_size, number, error);
}

static gaz_status read_span(struct brat_lines *brat, const struct line *line, gaz_error *error) {
    const char *end = line->bytes + line->size;
    const char *type = memchr(line->bytes, '\t', line->size);
    const char *copy = type ? memchr(type + 1, '\t', (size_t)(end - type - 1)) : NULL;
    const char *numbers = copy ? memchr(type + 1, ' ', (size_t)(copy - type - 1)) : NULL;
    if (!numbers || ++type == numbers)
        return refuse(brat, line, "no span: expected T1, TAB, TYPE BEGIN END, TAB and its text", error);
    size_t copy_size = (size_t)(end - copy - 1);
    gaz_status status = read_pieces(brat, line, numbers + 1, copy, error);
    if (status == GAZ_OK) status = find_pieces(brat, line, copy_size, error);
    if (status != GAZ_OK) return status;
    size_t slice_size = 0;
    for (size_t i = 0; i < brat->piece_count; i++) slice_size += brat->pieces[i].last - brat->pieces[i].first;
    if (!offset_slices_fit(slice_size, copy_size) ||
        !offset_slices_agree(brat->slice.bytes, brat->slice.size, copy + 1, copy_size)) {
        char quote[LAYOUT_QUOTE_SIZE];
        char slice_quote[LAYOUT_QUOTE_SIZE];
        return error_set(error, GAZ_ERROR_INPUT, brat->name, line->number,
                         "the span is \"%s\" by its offsets and \"%s\" by its text; does the .txt file belong to it?",
                         layout_quote(slice_quote, brat->slice.bytes, brat->slice.size),
                         layout_quote(quote, copy + 1, copy_size));
    }
    return add_span(brat, line, type, (size_t)(numbers - type), error);
}

/* ---- A concept: N1, TAB, Reference T1 SOURCE:ID, TAB, name ---- */

/* The next piece of a line up to a blank or TAB, and what follows that; empty at the end. */
static struct field next_word(const char **at, const char *end) {
    const char *begin = *at;
    while (*at < end && **at != ' ' && **at != '\t') ++*at;
    struct field word = {begin, (size_t)(*at - begin)};
    *at += *at < end;
    return word;
}

/* An id as gaz has it: without the source that it was written with because it has none, and what that allows. */
static gaz_status add_id(const char **id, struct brat_lines *brat, const struct field *field, gaz_error *error) {
    static const char own[] = "gaz:";
    struct buffer *slice = &brat->slice;
    const char *end = field->bytes + field->size;
    const char *at = field->bytes;
    if (field->size < sizeof own || memcmp(field->bytes, own, sizeof own - 1) != 0)
        return document_add_id(id, brat->document, field->bytes, field->size, error);
    slice->size = 0;
    for (at += sizeof own - 1; at < end; at++) {
        bool escape = end - at >= 3 && (memcmp(at, "%20", 3) == 0 || memcmp(at, "%25", 3) == 0);
        if (!buffer_add_byte(slice, escape ? (at[2] == '0' ? ' ' : '%') : *at)) return error_memory(error);
        if (escape) at += 2;
    }
    return document_add_id(id, brat->document, slice->bytes, slice->size, error);
}

/* Gives a span of the document its concept; one that has one already gets a second sense. */
static gaz_status add_concept(struct brat_lines *brat, size_t number, const char *id, const char *name,
                              gaz_error *error) {
    struct document_span *span = &brat->document->spans[number];
    struct document_span sense = *span;
    sense.id = id;
    sense.name = name;
    if (span->id) return document_add_span(brat->document, &sense, error);
    *span = sense;
    return GAZ_OK;
}

/* References to what is no span, or none that is there, are left alone. */
static gaz_status read_reference(struct brat_lines *brat, const struct line *line, gaz_error *error) {
    const char *at = line->bytes;
    const char *end = at + line->size;
    (void)next_word(&at, end);
    (void)next_word(&at, end);
    struct field key = next_word(&at, end);
    struct field concept = next_word(&at, end);
    const char *id;
    const char *name;
    uint32_t number;
    if (concept.size == 0)
        return refuse(brat, line, "no concept: expected N1, TAB, Reference T1 SOURCE:ID, TAB and its name", error);
    if (!strings_find(&number, &brat->keys, key.bytes, key.size) || brat->spans[number] == BRAT_NO_SPAN) return GAZ_OK;
    gaz_status status = add_id(&id, brat, &concept, error);
    if (status == GAZ_OK) status = document_add_id(&name, brat->document, at, (size_t)(end - at), error);
    if (status == GAZ_ERROR_INPUT) return refuse(brat, line, "an id or name with a control character in it", error);
    return status == GAZ_OK ? add_concept(brat, brat->spans[number], id, name, error) : status;
}

/* ---- A note: #1, TAB, AnnotatorNotes T1, TAB, text ---- */

/* Takes what gaz's own notes say, "gaz SCORE" and on the first one a number; a person has written any other. */
static gaz_status read_note(struct brat_lines *brat, const struct line *line, gaz_error *error) {
    (void)error;
    const char *at = line->bytes;
    const char *end = at + line->size;
    for (int i = 0; i < 3; i++) (void)next_word(&at, end);
    struct field author = next_word(&at, end);
    struct field score = next_word(&at, end);
    struct field number = next_word(&at, end);
    double fraction;
    uint64_t found = 0;
    bool own = field_is(&author, "gaz") && decimal_read(&fraction, score.bytes, score.size) && at == end &&
               (number.size == 0 || suggestion_read(&found, number.bytes, number.size));
    if (!own)
        brat->touched = true;
    else if (found)
        brat->document->suggestion = found;
    return GAZ_OK;
}

/* ---- All lines ---- */

/* Whether a line is there of which gaz writes none: a relation, an event, an attribute. */
static bool has_others(const struct buffer *bytes) {
    struct rows_line row;
    size_t position = byte_order_mark(bytes->bytes, bytes->size);
    while (rows_next_line(&row, &position, bytes->bytes, bytes->size))
        if (row.size && !strchr("TN#", row.bytes[0])) return true;
    return false;
}

/* Reads the lines whose first letter is that. */
static gaz_status read_lines(struct brat_lines *brat, const struct buffer *bytes, char letter,
                             gaz_status (*read)(struct brat_lines *brat, const struct line *line, gaz_error *error),
                             gaz_error *error) {
    struct rows_line row;
    size_t position = byte_order_mark(bytes->bytes, bytes->size);
    gaz_status status = GAZ_OK;
    for (uint64_t number = 1; status == GAZ_OK && rows_next_line(&row, &position, bytes->bytes, bytes->size);
         number++) {
        const struct line line = {row.bytes, row.size, number};
        if (row.size && row.bytes[0] == letter) status = read(brat, &line, error);
        if (status != GAZ_ERROR_INPUT) continue;
        if (!brat->lenient) return error_hint(error, GAZ_HINT_LENIENT, status);
        brat->report->skipped_spans++;
        status = GAZ_OK;
    }
    return status;
}

gaz_status brat_lines_read(struct brat_lines *brat, const struct buffer *bytes, gaz_error *error) {
    strings_free(&brat->keys);
    if (!offset_index_init(&brat->offsets, brat->text->bytes, brat->text->size, GAZ_OFFSETS_CODEPOINT))
        return error_memory(error);
    gaz_status status = read_lines(brat, bytes, 'T', read_span, error);
    if (status == GAZ_OK) status = read_lines(brat, bytes, 'N', read_reference, error);
    brat->touched = has_others(bytes);
    if (status == GAZ_OK) status = read_lines(brat, bytes, '#', read_note, error);
    if (brat->touched) brat->document->suggestion = 0;
    return status;
}

void brat_lines_free(struct brat_lines *brat) {
    offset_index_free(&brat->offsets);
    free(brat->pieces);
    buffer_free(&brat->slice);
    strings_free(&brat->keys);
    free(brat->spans);
}
