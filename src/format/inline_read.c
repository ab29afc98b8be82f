/* Annotations inside of the text, in every dialect of inline_dialect.h: marks are taken out of the text, or out of the
 * words of its lines. Spans are in the order in which they open. */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/unicode.h"
#include "format/conll_layout.h"
#include "format/inline_dialect.h"
#include "format/markup_reference.h"
#include "format/read.h"
#include "text/rows.h"

enum { MOST_DEPTH = 100 /* of marks in marks */ };

struct inline_span {
    uint64_t begin; /* bytes of the text, or tokens */
    uint64_t end;
    uint64_t line; /* on which it opens */
    struct field name;
    uint32_t type;
    bool closed;
    bool passed; /* it is no annotation, but what holds all of them */
};

struct inline_reader {
    const struct inline_dialect *dialect;
    const char *name; /* for errors */
    gaz_document *document;
    gaz_corpus_report *report;
    bool lenient;
    const char *text; /* of the file, as UTF-8 */
    size_t size;
    size_t position;
    uint64_t line;
    uint64_t count;       /* documents so far */
    struct buffer mended; /* the file as UTF-8, if it is not */
    bool done;
    bool rooted; /* the next element holds all others */

    /* The document at hand. */
    struct buffer body; /* its text, where that stands between the marks */
    struct buffer type; /* scratch */
    struct inline_span *spans;
    size_t span_count;
    size_t span_capacity;
    size_t open[MOST_DEPTH]; /* the numbers of the spans that are open */
    size_t depth;
};

static gaz_status refuse(const struct inline_reader *reader, const char *message, const struct field *quoted,
                         gaz_error *error) {
    char quote[LAYOUT_QUOTE_SIZE];
    gaz_status status = quoted ? error_set(error, GAZ_ERROR_INPUT, reader->name, reader->line, "\"%s\" %s",
                                           layout_quote(quote, quoted->bytes, quoted->size), message)
                               : error_set(error, GAZ_ERROR_INPUT, reader->name, reader->line, "%s", message);
    return error_hint(error, GAZ_HINT_LENIENT, status);
}

/* What becomes of a failed mark: a lenient reader leaves it out. */
static gaz_status forgive(const struct inline_reader *reader, gaz_status status) {
    if (status != GAZ_ERROR_INPUT || !reader->lenient) return status;
    reader->report->skipped_spans++;
    return GAZ_OK;
}

/* ---- Marks ---- */

/* Where the text stands, in bytes or tokens. */
static uint64_t place_of(const struct inline_reader *reader) {
    return reader->dialect->words ? reader->document->token_count : reader->body.size;
}

/* Appends what the reference at `*at` stands for, and moves behind it; or the & itself. */
static bool add_reference(struct buffer *out, const char *text, size_t *at, size_t size) {
    char bytes[4];
    size_t count;
    size_t taken = markup_reference_read(bytes, &count, text + *at, size - *at, true);
    *at += taken ? taken : 1;
    return taken ? buffer_add(out, bytes, count) : buffer_add_byte(out, '&');
}

/* Finds the number of a mark's type: references in it are decoded where the text has some. */
static gaz_status find_type(uint32_t *number, struct inline_reader *reader, const struct inline_mark *mark,
                            gaz_error *error) {
    struct field type = mark->type;
    struct buffer *decoded = &reader->type;
    bool good = true;
    if (type.size == 0 && reader->dialect->nameless)
        type = (struct field){reader->dialect->nameless, strlen(reader->dialect->nameless)};
    else if (type.size == 0)
        type = mark->name;
    decoded->size = 0;
    for (size_t at = 0; at < type.size && good;) {
        if (type.bytes[at] == '&' && !reader->dialect->words)
            good = add_reference(decoded, type.bytes, &at, type.size);
        else
            good = buffer_add_byte(decoded, type.bytes[at++]);
    }
    if (!good) return error_memory(error);
    gaz_status status = document_add_type(number, reader->document, decoded->bytes, decoded->size, error);
    return error_locate(status, reader->name, reader->line, error);
}

static gaz_status open_span(struct inline_reader *reader, const struct inline_mark *mark, gaz_error *error) {
    struct inline_span span = {.begin = place_of(reader), .line = reader->line, .name = mark->name};
    if (reader->depth == MOST_DEPTH) return refuse(reader, "a mark in a hundred others", NULL, error);
    if (reader->depth && reader->dialect->flat)
        return refuse(reader, "a mark in another one, which this format does not have", NULL, error);
    gaz_status status = find_type(&span.type, reader, mark, error);
    if (status != GAZ_OK) return status;
    span.passed = reader->rooted;
    reader->rooted = false;
    if (!array_reserve(&reader->spans, &reader->span_capacity, reader->span_count + 1, sizeof *reader->spans))
        return error_memory(error);
    reader->open[reader->depth++] = reader->span_count;
    reader->spans[reader->span_count++] = span;
    return GAZ_OK;
}

static bool closes(const struct inline_reader *reader, const struct inline_mark *mark, size_t depth) {
    const struct field *name = &reader->spans[reader->open[depth]].name;
    if (name->size != mark->name.size) return false;
    bool caseless = !reader->dialect->closed; /* all marks close in the same way, but for its case */
    return mark->name.size == 0 || (caseless ? strncasecmp(name->bytes, mark->name.bytes, name->size)
                                             : memcmp(name->bytes, mark->name.bytes, name->size)) == 0;
}

static gaz_status refuse_unclosed(struct inline_reader *reader, gaz_error *error) {
    const struct inline_span *span = &reader->spans[reader->open[--reader->depth]];
    const struct string *type = &reader->document->names->types.items[span->type];
    uint64_t line = reader->line;
    reader->line = span->line;
    gaz_status status =
        refuse(reader, "is opened here and not closed", &(struct field){type->bytes, type->size}, error);
    reader->line = line;
    return status;
}

/* Closes the newest of the open spans. One that is closed before what it holds is an error; a lenient reader leaves
 * out what it holds. */
static gaz_status close_span(struct inline_reader *reader, const struct inline_mark *mark, gaz_error *error) {
    size_t depth = reader->depth;
    while (depth > 0 && !closes(reader, mark, depth - 1)) depth--;
    const struct field word = {reader->dialect->close, strlen(reader->dialect->close)};
    if (depth == 0) return refuse(reader, "closes no mark", mark->name.size ? &mark->name : &word, error);
    gaz_status status = GAZ_OK;
    while (reader->depth > depth && status == GAZ_OK) status = forgive(reader, refuse_unclosed(reader, error));
    if (status != GAZ_OK) return status;
    struct inline_span *span = &reader->spans[reader->open[--reader->depth]];
    span->end = place_of(reader);
    span->closed = true;
    return GAZ_OK;
}

static gaz_status close_all(struct inline_reader *reader, gaz_error *error) {
    gaz_status status = GAZ_OK;
    while (reader->depth && status == GAZ_OK) status = forgive(reader, refuse_unclosed(reader, error));
    return status;
}

static gaz_status take_mark(struct inline_reader *reader, const struct inline_mark *mark, gaz_error *error) {
    gaz_status status = GAZ_OK;
    switch (mark->kind) {
    case INLINE_EMPTY:
    case INLINE_OPEN:
        status = open_span(reader, mark, error);
        if (status == GAZ_OK && mark->kind == INLINE_EMPTY) status = close_span(reader, mark, error);
        break;
    case INLINE_CLOSE: status = close_span(reader, mark, error); break;
    case INLINE_GLUED:
        status = refuse(reader, "has a mark in it: blanks have to part them", &mark->before, error);
        break;
    case INLINE_PROLOG: reader->rooted = reader->span_count == 0; break;
    case INLINE_PASSED:
    case INLINE_TEXT: break;
    }
    return forgive(reader, status);
}

/* ---- Text between marks ---- */

static gaz_status read_body(struct inline_reader *reader, gaz_error *error) {
    const char *text = reader->text;
    size_t size = reader->size;
    size_t at = reader->position;
    gaz_status status = GAZ_OK;
    while (at < size && status == GAZ_OK) {
        size_t begin = at;
        bool good = true;
        struct inline_mark mark;
        while (at < size && text[at] != '<' && text[at] != '&') at++;
        reader->line += bytes_count_lines(text + begin, at - begin);
        good = buffer_add(&reader->body, text + begin, at - begin);
        if (good && at < size && text[at] == '&') {
            good = add_reference(&reader->body, text, &at, size);
        } else if (good && at < size) {
            reader->dialect->look(&mark, text + at, text + size, reader->depth > 0);
            status = take_mark(reader, &mark, error);
            if (status == GAZ_OK && mark.kind == INLINE_TEXT) good = buffer_add(&reader->body, text + at, mark.size);
            reader->line += bytes_count_lines(text + at, mark.size);
            at += mark.size;
        }
        if (!good) status = error_memory(error);
    }
    return status == GAZ_OK ? close_all(reader, error) : status;
}

static gaz_status annotate(struct inline_reader *reader, const struct inline_span *from, gaz_error *error) {
    struct document_span span = {.begin = document_number(from->begin),
                                 .end = document_number(from->end),
                                 .type = from->type,
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = -1};
    bool blank = false;
    gaz_status status = document_annotate(&blank, reader->document, &span, error);
    reader->report->blank += blank;
    return status;
}

static gaz_status next_text(bool *found, struct inline_reader *reader, gaz_error *error) {
    if (reader->done) return GAZ_OK;
    *found = reader->done = true;
    gaz_status status = read_body(reader, error);
    if (status == GAZ_OK && !buffer_reserve(&reader->body, 1)) status = error_memory(error);
    if (status == GAZ_OK) status = document_tokenize(reader->document, reader->body.bytes, reader->body.size, error);
    for (size_t i = 0; i < reader->span_count && status == GAZ_OK; i++)
        if (reader->spans[i].closed && !reader->spans[i].passed) status = annotate(reader, &reader->spans[i], error);
    return error_locate(status, reader->name, 0, error);
}

/* ---- Words and marks ---- */

static gaz_status read_word(struct inline_reader *reader, const char *at, const char *end, gaz_error *error) {
    struct inline_mark mark;
    reader->dialect->look(&mark, at, end, reader->depth > 0);
    if (mark.before.size) {
        gaz_status status = document_append_token(reader->document, mark.before.bytes, mark.before.size, error);
        if (status != GAZ_OK) return status;
    }
    return take_mark(reader, &mark, error);
}

static gaz_status read_line(struct inline_reader *reader, const struct rows_line *line, gaz_error *error) {
    const char *end = line->bytes + line->size;
    gaz_status status = GAZ_OK;
    for (const char *at = line->bytes; at < end && status == GAZ_OK;) {
        const char *word = at;
        while (at < end && !byte_is_blank(*at)) at++;
        if (at > word)
            status = read_word(reader, word, at, error);
        else
            at++;
    }
    if (status == GAZ_OK) status = close_all(reader, error);
    return status == GAZ_OK ? document_end_sentence(reader->document, error) : status;
}

static gaz_status add_words_span(struct inline_reader *reader, const struct inline_span *from, gaz_error *error) {
    struct document_span span = {.token_begin = document_number(from->begin),
                                 .token_end = document_number(from->end),
                                 .type = from->type,
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = -1};
    if (from->begin < from->end) return document_add_span(reader->document, &span, error);
    reader->report->blank++;
    return GAZ_OK;
}

/* Whether something but blanks is left. */
static bool has_more(const struct inline_reader *reader) {
    size_t at = reader->position;
    while (at < reader->size && byte_is_blank(reader->text[at])) at++;
    return at < reader->size;
}

/* Reads the lines of the next document, up to an empty one. */
static gaz_status next_lines(bool *found, struct inline_reader *reader, gaz_error *error) {
    struct rows_line line;
    gaz_document *document = reader->document;
    gaz_status status = GAZ_OK;
    reader->span_count = 0;
    while (status == GAZ_OK && rows_next_line(&line, &reader->position, reader->text, reader->size)) {
        bool ends = document->token_count && rows_classify_plain(line.bytes, line.size) == ROW_BLANK;
        reader->report->crlf_lines += line.crlf;
        if (!ends) status = read_line(reader, &line, error);
        reader->line++;
        if (ends) break;
        if (document->made.size > DOCUMENT_SIZE_MAX) return document_too_large(reader->name, error);
    }
    *found = status == GAZ_OK && document->token_count > 0;
    if (!*found) return status;
    status = document_end_text(document, error);
    for (size_t i = 0; i < reader->span_count && status == GAZ_OK; i++)
        if (reader->spans[i].closed) status = add_words_span(reader, &reader->spans[i], error);
    document_find_span_bytes(document);
    reader->count++;
    document->number = reader->count > 1 || has_more(reader) ? reader->count : 0;
    return status;
}

/* ---- All of it ---- */

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    struct inline_reader *state = calloc(1, sizeof *state);
    if (!state) return error_memory(error);
    reader->state = state;
    const struct corpus_source *source = reader->source;
    state->dialect = inline_dialect_of(source->format->number);
    state->name = source->name;
    state->document = &reader->document;
    state->report = reader->report;
    state->lenient = reader->options->columns.lenient != 0;
    state->text = source->text;
    state->size = source->size;
    state->line = 1;
    if (!unicode_is_valid(source->text, source->size)) {
        if (!unicode_mend(&state->mended, source->text, source->size)) return error_memory(error);
        state->text = state->mended.bytes;
        state->size = state->mended.size;
    }
    state->position = byte_order_mark(state->text, state->size);
    return GAZ_OK;
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    struct inline_reader *state = reader->state;
    return (state->dialect->words ? next_lines : next_text)(found, state, error);
}

static void end(struct document_reader *reader) {
    struct inline_reader *state = reader->state;
    if (!state) return;
    buffer_free(&state->mended);
    buffer_free(&state->body);
    buffer_free(&state->type);
    free(state->spans);
    free(state);
}

/* ---- The rows ---- */

/* Where nobody else calls files so, what they hold need not be looked at: a text may be without marks. */
static gaz_status find_named(bool *there, const char *path, const char *ending) {
    *there = file_is_named(path, ending) && !file_is_folder(path);
    return GAZ_OK;
}

static const char *const enamex_endings[] = {".enamex", NULL};
static const char *const opennlp_endings[] = {".opennlp", NULL};
static const char *const brackets_endings[] = {".brackets", NULL};

static gaz_status find_enamex(bool *there, const char *path, gaz_error *error) {
    (void)error;
    return find_named(there, path, enamex_endings[0]);
}

static gaz_status find_opennlp(bool *there, const char *path, gaz_error *error) {
    (void)error;
    return find_named(there, path, opennlp_endings[0]);
}

static gaz_status find_brackets(bool *there, const char *path, gaz_error *error) {
    (void)error;
    return find_named(there, path, brackets_endings[0]);
}

const struct format_reader enamex_reader = {.words = true,
                                            .endings = enamex_endings,
                                            .find = find_enamex,
                                            .recognize = inline_is_enamex,
                                            .begin = begin,
                                            .next = next,
                                            .end = end};
const struct format_reader inline_xml_reader = {.words = true, .begin = begin, .next = next, .end = end};
const struct format_reader opennlp_reader = {.endings = opennlp_endings,
                                             .find = find_opennlp,
                                             .recognize = inline_is_opennlp,
                                             .begin = begin,
                                             .next = next,
                                             .end = end};
const struct format_reader brackets_reader = {
    .endings = brackets_endings, .find = find_brackets, .begin = begin, .next = next, .end = end};
