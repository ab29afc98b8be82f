/* PubTator: documents of a title, an abstract and rows, one behind the other with an empty line between. A text is the
 * title and, after a line end, the abstract. Rows copy the text of their spans, which shows what their offsets count.
 */

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/file_kind.h"
#include "base/unicode.h"
#include "format/conll_layout.h"
#include "format/pubtator_ids.h"
#include "format/read.h"
#include "text/rows.h"

/* An annotation: ID, TAB, begin, TAB, end, TAB, text, TAB, type, TAB, ids. */
struct row {
    uint64_t line;
    uint64_t begin;
    uint64_t end;
    size_t first; /* byte of the text, */
    size_t last;  /* and the one behind the last */
    bool wrong;   /* its place is not that of its text (lenient) */
    struct field copy;
    struct field type;
    struct field ids;
};

struct pubtator {
    const char *name; /* for errors */
    gaz_document *document;
    gaz_corpus_report *report;
    gaz_offsets forced;
    bool lenient;
    const char *text; /* of the file, as UTF-8 */
    size_t size;
    size_t position;
    size_t reported;      /* bytes, to the progress function */
    uint64_t line;        /* number of the newest */
    struct buffer mended; /* the file as UTF-8, if it is not */

    /* The document at hand. */
    struct field id;
    struct buffer id_text; /* with a zero byte behind it */
    uint64_t count;        /* documents so far */
    struct buffer body;
    uint64_t title_line;
    bool has_abstract;
    struct row *rows;
    size_t row_count;
    size_t row_capacity;
    struct offset_index offsets;
};

/* ---- Lines ---- */

static gaz_status refuse(const struct pubtator *pubtator, uint64_t line, const char *message, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, pubtator->name, line, "%s", message);
}

/* Whether a malformed row, or one that does not fit, is left out. */
static bool is_left_out(const struct pubtator *pubtator, gaz_status status) {
    if (status != GAZ_ERROR_INPUT || !pubtator->lenient) return false;
    pubtator->report->skipped_rows++;
    return true;
}

/* Takes ID|t|title, where `kind` is t, or ID|a|abstract apart. */
static bool parse_passage(struct field *id, struct field *text, const struct rows_line *line, char kind) {
    const char *bar = line->size ? memchr(line->bytes, '|', line->size) : NULL;
    const char *end = line->bytes + line->size;
    if (!bar || bar == line->bytes || end - bar < 3 || bar[1] != kind || bar[2] != '|') return false;
    *id = (struct field){line->bytes, (size_t)(bar - line->bytes)};
    *text = (struct field){bar + 3, (size_t)(end - bar - 3)};
    return !memchr(id->bytes, '\t', id->size);
}

static bool has_id(const struct pubtator *pubtator, const struct field *id) {
    return id->size == pubtator->id.size && memcmp(id->bytes, pubtator->id.bytes, id->size) == 0;
}

static gaz_status begin_document(struct pubtator *pubtator, const struct field *id, const struct field *title,
                                 gaz_error *error) {
    pubtator->id = *id;
    pubtator->title_line = pubtator->line;
    bool good = buffer_add(&pubtator->id_text, id->bytes, id->size) && buffer_add_byte(&pubtator->id_text, 0) &&
                buffer_add(&pubtator->body, title->bytes, title->size);
    return good ? GAZ_OK : error_memory(error);
}

/* An empty abstract is none, and no line of the text. */
static gaz_status add_abstract(struct pubtator *pubtator, const struct field *id, const struct field *abstract,
                               gaz_error *error) {
    if (!pubtator->title_line || pubtator->has_abstract || !has_id(pubtator, id))
        return refuse(pubtator, pubtator->line, "an abstract without the title of its document before it", error);
    pubtator->has_abstract = true;
    if (abstract->size == 0) return GAZ_OK;
    bool good = buffer_add_byte(&pubtator->body, '\n') && buffer_add(&pubtator->body, abstract->bytes, abstract->size);
    return good ? GAZ_OK : error_memory(error);
}

static bool parse_offset(uint64_t *offset, const struct field *field) {
    const char *at = field->bytes;
    const char *end = at + field->size;
    return decimal_read_whole(offset, &at, end) && at == end;
}

/* Whether the second column is the name of a relation: "CID", or "Association". */
static bool is_relation(const struct field *field) {
    unsigned char first = field->size ? (unsigned char)field->bytes[0] : 0;
    return (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
}

static gaz_status add_row(struct pubtator *pubtator, const struct rows_line *line, gaz_error *error) {
    enum { ID, BEGIN, END, TEXT, TYPE, IDS, COLUMNS };
    struct field fields[COLUMNS] = {0};
    struct row row = {.line = pubtator->line};
    size_t count = fields_split(fields, COLUMNS, line->bytes, line->size, '\t');
    if (count > END && !has_id(pubtator, &fields[ID]))
        return refuse(pubtator, row.line, "a row that does not begin with the id of the title before it", error);
    if (count > END && is_relation(&fields[BEGIN])) {
        pubtator->report->relations++;
        return GAZ_OK;
    }
    if (count <= TYPE || !parse_offset(&row.begin, &fields[BEGIN]) || !parse_offset(&row.end, &fields[END]))
        return refuse(pubtator, row.line,
                      "expected ID|t|title, ID|a|abstract, or ID, begin, end, text and type with a TAB between two",
                      error);
    row.copy = fields[TEXT];
    row.type = fields[TYPE];
    row.ids = fields[IDS];
    if (!array_reserve(&pubtator->rows, &pubtator->row_capacity, pubtator->row_count + 1, sizeof *pubtator->rows))
        return error_memory(error);
    pubtator->rows[pubtator->row_count++] = row;
    return GAZ_OK;
}

/* Reads the lines of the next document, up to an empty line or the next title. */
static gaz_status read_lines(struct pubtator *pubtator, gaz_error *error) {
    struct rows_line line;
    gaz_status status = GAZ_OK;
    pubtator->id_text.size = pubtator->body.size = pubtator->row_count = 0;
    pubtator->title_line = 0;
    pubtator->has_abstract = false;
    while (status == GAZ_OK) {
        size_t before = pubtator->position;
        struct field id;
        struct field text;
        if (!rows_next_line(&line, &pubtator->position, pubtator->text, pubtator->size)) break;
        bool title = parse_passage(&id, &text, &line, 't');
        bool ends = title || rows_classify_plain(line.bytes, line.size) == ROW_BLANK;
        if (ends && pubtator->title_line) {
            pubtator->position = before;
            break;
        }
        pubtator->line++;
        pubtator->report->crlf_lines += line.crlf;
        if (title) {
            status = begin_document(pubtator, &id, &text, error);
        } else if (parse_passage(&id, &text, &line, 'a')) {
            status = add_abstract(pubtator, &id, &text, error);
        } else if (!ends) {
            status = add_row(pubtator, &line, error);
            if (is_left_out(pubtator, status)) status = GAZ_OK;
        }
    }
    return status;
}

/* ---- Spans ---- */

/* Where a row's span ends in the text, which may not have kept the blanks that it ends in. */
static uint64_t end_in_text(const struct row *row, uint64_t count) {
    const struct field *copy = &row->copy;
    uint64_t blanks = 0;
    while (blanks < copy->size && field_is_blank(copy->bytes[copy->size - 1 - blanks])) blanks++;
    return row->end > count && row->end - count <= blanks ? count : row->end;
}

/* Finds a row's bytes. */
static gaz_status find_place(struct row *row, const struct pubtator *pubtator, gaz_error *error) {
    const struct offset_index *offsets = &pubtator->offsets;
    const char *text = pubtator->body.bytes;
    char quote[LAYOUT_QUOTE_SIZE];
    char slice_quote[LAYOUT_QUOTE_SIZE];
    uint64_t end = end_in_text(row, offsets->count);
    if (row->begin > row->end) return refuse(pubtator, row->line, "the span begins after its end", error);
    bool fits = row->begin <= end && end <= offsets->count && offset_index_find(&row->first, offsets, row->begin) &&
                offset_index_find(&row->last, offsets, end);
    size_t size = fits ? row->last - row->first : 0;
    if (fits && offset_slices_agree(text + row->first, size, row->copy.bytes, row->copy.size)) return GAZ_OK;
    if (row->end > offsets->count)
        return error_hint(error, GAZ_HINT_OFFSETS,
                          error_set(error, GAZ_ERROR_INPUT, pubtator->name, row->line,
                                    "the span ends at %llu, beyond the text of %llu %s", (unsigned long long)row->end,
                                    (unsigned long long)offsets->count, offset_unit_name(offsets->unit)));
    return error_hint(error, GAZ_HINT_OFFSETS,
                      error_set(error, GAZ_ERROR_INPUT, pubtator->name, row->line,
                                "the span is \"%s\" by its offsets and \"%s\" by its text",
                                fits ? layout_quote(slice_quote, text + row->first, size) : "a part of a character",
                                layout_quote(quote, row->copy.bytes, row->copy.size)));
}

/* Finds the places of all rows, with offsets in `unit`; those that do not fit are marked, or an error. */
static gaz_status find_places(struct pubtator *pubtator, gaz_offsets unit, bool lenient, gaz_error *error) {
    gaz_status status = GAZ_OK;
    if (!offset_index_init(&pubtator->offsets, pubtator->body.bytes, pubtator->body.size, unit))
        return error_memory(error);
    for (size_t i = 0; i < pubtator->row_count && status == GAZ_OK; i++) {
        struct row *row = &pubtator->rows[i];
        status = find_place(row, pubtator, error);
        row->wrong = lenient && is_left_out(pubtator, status);
        if (row->wrong) status = GAZ_OK;
    }
    return status;
}

/* The same with the first unit that all rows fit, unless one is forced; else with code points, which the format has. */
static gaz_status fit_places(struct pubtator *pubtator, gaz_error *error) {
    static const gaz_offsets units[] = {GAZ_OFFSETS_CODEPOINT, GAZ_OFFSETS_UTF16, GAZ_OFFSETS_BYTE};
    gaz_offsets forced = pubtator->forced;
    gaz_status status = GAZ_ERROR_INPUT;
    for (size_t i = 0; i < sizeof units / sizeof *units && status == GAZ_ERROR_INPUT && !forced; i++)
        status = find_places(pubtator, units[i], false, NULL);
    if (status == GAZ_ERROR_INPUT)
        status = find_places(pubtator, forced ? forced : GAZ_OFFSETS_CODEPOINT, pubtator->lenient, error);
    return status == GAZ_ERROR_MEMORY ? error_memory(error) : status;
}

/* Adds a span for each concept of the row, or one without: they are gathered as senses. */
static gaz_status add_concepts(struct pubtator *pubtator, struct document_span *span, const struct row *row,
                               gaz_error *error) {
    struct pubtator_ids ids = {.rest = row->ids};
    struct field id;
    gaz_document *document = pubtator->document;
    size_t before = document->span_count;
    bool blank = false;
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && !blank && pubtator_ids_next(&id, &ids)) {
        status = document_add_id(&span->id, document, id.bytes, id.size, error);
        span->joined = ids.joined && document->span_count > before;
        if (status == GAZ_OK && span->id) status = document_annotate(&blank, document, span, error);
    }
    span->id = NULL;
    if (status == GAZ_OK && document->span_count == before) status = document_annotate(&blank, document, span, error);
    pubtator->report->blank += blank;
    return status;
}

static gaz_status add_span(struct pubtator *pubtator, const struct row *row, gaz_error *error) {
    struct document_span span = {.begin = document_number(row->first),
                                 .end = document_number(row->last),
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = -1};
    gaz_status status = document_add_type(&span.type, pubtator->document, row->type.bytes, row->type.size, error);
    if (status == GAZ_OK) status = add_concepts(pubtator, &span, row, error);
    return error_locate(status, pubtator->name, row->line, error);
}

static gaz_status make_document(struct pubtator *pubtator, gaz_error *error) {
    gaz_document *document = pubtator->document;
    if (!buffer_reserve(&pubtator->body, 1)) return error_memory(error);
    gaz_status status = document_tokenize(document, pubtator->body.bytes, pubtator->body.size, error);
    if (status == GAZ_OK) status = fit_places(pubtator, error);
    for (size_t i = 0; i < pubtator->row_count && status == GAZ_OK; i++)
        if (!pubtator->rows[i].wrong) status = add_span(pubtator, &pubtator->rows[i], error);
    if (pubtator->id_text.size > 1) document->id = pubtator->id_text.bytes;
    document->number = ++pubtator->count;
    return error_locate(status, pubtator->name, pubtator->title_line, error);
}

/* ---- All of it ---- */

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    struct pubtator *pubtator = calloc(1, sizeof *pubtator);
    if (!pubtator) return error_memory(error);
    reader->state = pubtator;
    const struct corpus_source *source = reader->source;
    pubtator->name = source->name;
    pubtator->document = &reader->document;
    pubtator->report = reader->report;
    pubtator->forced = reader->options->offsets;
    pubtator->lenient = reader->options->columns.lenient;
    pubtator->text = source->text;
    pubtator->size = source->size;
    if (!unicode_is_valid(source->text, source->size)) {
        if (!unicode_mend(&pubtator->mended, source->text, source->size)) return error_memory(error);
        pubtator->text = pubtator->mended.bytes;
        pubtator->size = pubtator->mended.size;
    }
    pubtator->position = byte_order_mark(pubtator->text, pubtator->size);
    return GAZ_OK;
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    enum { PROGRESS_STEP = 4 << 20 };
    struct pubtator *pubtator = reader->state;
    gaz_status status = read_lines(pubtator, error);
    *found = status == GAZ_OK && pubtator->title_line;
    if (*found) status = make_document(pubtator, error);
    if (reader->progress && pubtator->position - pubtator->reported >= PROGRESS_STEP) {
        pubtator->reported = pubtator->position;
        reader->progress(reader->user, "reading", pubtator->position, pubtator->size);
    }
    return status;
}

static void end(struct document_reader *reader) {
    struct pubtator *pubtator = reader->state;
    if (!pubtator) return;
    buffer_free(&pubtator->mended);
    buffer_free(&pubtator->id_text);
    buffer_free(&pubtator->body);
    free(pubtator->rows);
    offset_index_free(&pubtator->offsets);
    free(pubtator);
}

static const char *const endings[] = {".pubtator", ".txt", NULL};

const struct format_reader pubtator_reader = {
    .words = true, .endings = endings, .recognize = file_is_pubtator, .begin = begin, .next = next, .end = end};
