/* Pages with spans as <mark data-type="..."> elements. The document is the page without them. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "format/markup_marks.h"
#include "format/markup_reference.h"
#include "format/markup_scan.h"
#include "format/markup_show.h"
#include "format/read.h"

struct inline_page {
    bool done;
    struct markup_marks marks;
    struct markup markup;
    const char *page; /* with the marks; borrowed from the source */
    bool xml;
    struct strings spans; /* those in pieces: number, type and id */
    size_t *firsts;       /* by their numbers: the first piece's place in the document's spans, plus 1 */
    size_t first_capacity;
    struct buffer type; /* as they are read */
    struct buffer id;
};

/* Whether it is XML, which is to say so by its name or a declaration; a page of HTML may have one, too. */
static bool is_xml(const char *path, const char *text, size_t size) {
    if (file_is_named(path, ".xml")) return true;
    size_t at = byte_order_mark(text, size);
    if (size - at < 5 || memcmp(text + at, "<?xml", 5) != 0) return false;
    struct markup_scan scan = {.source = text, .size = size, .at = at};
    for (;;) {
        struct markup_token token = markup_scan_next(&scan);
        size_t length = token.text.end - token.text.begin;
        if (token.kind == MARKUP_OPEN) return !markup_is_name(text + token.text.begin, length, "html");
        if (token.kind == MARKUP_END) return true;
    }
}

/* ---- Spans ---- */

/* The value of an attribute, with references decoded. */
static bool decode(struct buffer *out, const struct inline_page *page, struct markup_range range) {
    out->size = 0;
    bool good = true;
    for (size_t at = range.begin; at < range.end && good;) {
        char bytes[4];
        size_t size;
        size_t taken = 0;
        if (page->page[at] == '&')
            taken = markup_reference_read(bytes, &size, page->page + at, range.end - at, page->xml);
        good = taken ? buffer_add(out, bytes, size) : buffer_add_byte(out, page->page[at]);
        at += taken ? taken : 1;
    }
    return good;
}

static float read_score(const struct inline_page *page, struct markup_range range) {
    char text[32];
    size_t size = range.end - range.begin;
    if (size == 0 || size >= sizeof text) return -1;
    memcpy(text, page->page + range.begin, size);
    text[size] = 0;
    char *end;
    double score = strtod(text, &end);
    return *end || !(score >= 0 && score <= 1) ? -1 : (float)score;
}

/* Finds the place of the span whose piece this is; a new one is that of the document's next span, plus 1. */
static gaz_status find_first(size_t **first, struct inline_page *page, const struct markup_mark *mark,
                             gaz_error *error) {
    struct buffer key = {0};
    uint32_t number;
    uint32_t known = page->spans.count;
    bool good = buffer_add(&key, page->page + mark->span.begin, mark->span.end - mark->span.begin) &&
                buffer_add_byte(&key, 0) && buffer_add(&key, page->type.bytes, page->type.size) &&
                buffer_add_byte(&key, 0) && buffer_add(&key, page->id.bytes, page->id.size);
    gaz_status status = good ? strings_add(&number, &page->spans, key.bytes, key.size, error) : error_memory(error);
    buffer_free(&key);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&page->firsts, &page->first_capacity, (size_t)number + 1, sizeof *page->firsts))
        return error_memory(error);
    if (number == known) page->firsts[number] = 0;
    *first = &page->firsts[number];
    return GAZ_OK;
}

static gaz_status make_span(struct document_span *span, struct inline_page *page, gaz_document *document,
                            const struct markup_mark *mark, gaz_error *error) {
    struct markup_range text = markup_find_text(&page->markup, mark->source);
    *span = (struct document_span){.begin = document_number(text.begin),
                                   .end = document_number(text.end),
                                   .entry = DOCUMENT_NO_ENTRY,
                                   .score = read_score(page, mark->score)};
    if (!decode(&page->type, page, mark->type) || !decode(&page->id, page, mark->id)) return error_memory(error);
    gaz_status status = document_add_type(&span->type, document, page->type.bytes, page->type.size, error);
    return status == GAZ_OK ? document_add_id(&span->id, document, page->id.bytes, page->id.size, error) : status;
}

/* Adds a piece to the list of all, in which those of one span become one. */
static gaz_status add_mark(struct document_span *spans, size_t *count, struct inline_page *page, gaz_document *document,
                           const struct markup_mark *mark, gaz_error *error) {
    struct document_span span;
    size_t *first = NULL;
    gaz_status status = make_span(&span, page, document, mark, error);
    if (status == GAZ_OK && mark->span.begin < mark->span.end) status = find_first(&first, page, mark, error);
    if (status != GAZ_OK) return status;
    if (first && *first) {
        struct document_span *whole = &spans[*first - 1];
        if (span.begin < span.end && span.end > whole->end) whole->end = span.end;
        return GAZ_OK;
    }
    spans[(*count)++] = span;
    if (first) *first = *count;
    return GAZ_OK;
}

static gaz_status add_spans(struct inline_page *page, struct document_reader *reader, gaz_error *error) {
    const struct markup_marks *marks = &page->marks;
    gaz_document *document = &reader->document;
    bool lenient = reader->options->columns.lenient != 0;
    struct document_span *spans = calloc(marks->count + 1, sizeof *spans);
    size_t count = 0;
    gaz_status status = spans ? GAZ_OK : error_memory(error);
    for (size_t i = 0; i < marks->count && status == GAZ_OK; i++) {
        status = add_mark(spans, &count, page, document, &marks->items[i], error);
        if (status != GAZ_ERROR_INPUT) continue;
        if (!lenient) {
            status = error_locate(status, reader->source->name, marks->items[i].line, error);
            status = error_hint(error, GAZ_HINT_LENIENT, status);
            break;
        }
        reader->report->skipped_spans++;
        status = GAZ_OK;
    }
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        bool blank = true;
        if (spans[i].begin < spans[i].end) status = document_annotate(&blank, document, &spans[i], error);
        if (status == GAZ_OK) reader->report->blank += blank;
    }
    free(spans);
    return status;
}

/* ---- The page ---- */

static gaz_status read_page(struct inline_page *page, struct document_reader *reader, gaz_error *error) {
    gaz_document *document = &reader->document;
    struct markup_marks *marks = &page->marks;
    const char *name = reader->source->name;
    page->page = reader->source->text;
    page->xml = is_xml(reader->source->path, page->page, reader->source->size);
    if (!markup_marks_take(marks, page->page, reader->source->size, page->xml)) return error_memory(error);
    gaz_status status = markup_show(&page->markup, marks->source.bytes, marks->source.size, page->xml, name, error);
    if (status != GAZ_OK) return status;
    if (marks->open && !reader->options->columns.lenient)
        return error_hint(error, GAZ_HINT_LENIENT,
                          error_set(error, GAZ_ERROR_INPUT, name, 0, "a mark is not closed; its span has no end"));
    reader->report->skipped_spans += marks->open;
    status = document_tokenize(document, page->markup.text.bytes, page->markup.text.size, error);
    document->markup = &page->markup;
    return status == GAZ_OK ? add_spans(page, reader, error) : error_locate(status, name, 0, error);
}

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    reader->state = calloc(1, sizeof(struct inline_page));
    return reader->state ? GAZ_OK : error_memory(error);
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    struct inline_page *page = reader->state;
    if (page->done) return GAZ_OK;
    page->done = *found = true;
    return read_page(page, reader, error);
}

static void end(struct document_reader *reader) {
    struct inline_page *page = reader->state;
    if (!page) return;
    markup_marks_free(&page->marks);
    markup_free(&page->markup);
    strings_free(&page->spans);
    free(page->firsts);
    buffer_free(&page->type);
    buffer_free(&page->id);
    free(page);
}

/* Markup with a mark that has a type. A page may begin with text: then only marks with quotes count, which stand in no
 * JSON. */
static bool recognize(const char *text, size_t size) {
    static const char mark[] = "<mark data-type=\"";
    size_t at = byte_order_mark(text, size);
    while (at < size && markup_is_blank(text[at])) at++;
    bool markup = at < size && text[at] == '<';
    return memmem(text + at, size - at, mark, sizeof mark - 1 - markup) != NULL;
}

const struct format_reader html_inline_reader = {
    .words = true, .recognize = recognize, .begin = begin, .next = next, .end = end};
