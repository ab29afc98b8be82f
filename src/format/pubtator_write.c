/* PubTator: the first line of a text is the title, the rest the abstract, each on a line of its own. The ids of one
 * type that a span has share a row. */
#include "base/error.h"
#include "format/pubtator_ids.h"
#include "format/write.h"

/* Appends a piece of the text with a blank for each control character, line ends among them: as many code points. */
static bool add_line(struct buffer *out, const char *text, uint64_t size) {
    size_t begin = out->size;
    if (!write_text(out, text, size, true)) return false;
    for (size_t i = begin; i < out->size; i++)
        if ((unsigned char)out->bytes[i] < ' ') out->bytes[i] = ' ';
    return true;
}

/* What the rows begin with: the document's title and its number. Without a title it is its number in the output. */
static bool add_name(struct buffer *out, const gaz_document *document, uint64_t number) {
    const char *title = document_title(document);
    uint64_t own = document_title_number(document);
    if (!*title) return buffer_add_number(out, own ? own : number);
    return buffer_add_text(out, title) && (own == 0 || (buffer_add_byte(out, '-') && buffer_add_number(out, own)));
}

static bool add_passages(struct buffer *out, const gaz_document *document, uint64_t number) {
    const char *text = document->text;
    const char *end = text + document->size;
    const char *newline = document->size ? memchr(text, '\n', document->size) : NULL;
    const char *stop = newline ? newline : end;
    const char *rest = newline ? newline + 1 : end;
    if (newline && stop > text && stop[-1] == '\r') stop--;
    while (end > rest && (end[-1] == '\n' || end[-1] == '\r')) end--;
    return add_name(out, document, number) && buffer_add_text(out, "|t|") &&
           add_line(out, text, (uint64_t)(stop - text)) && buffer_add_byte(out, '\n') &&
           add_name(out, document, number) && buffer_add_text(out, "|a|") &&
           add_line(out, rest, (uint64_t)(end - rest)) && buffer_add_byte(out, '\n');
}

static bool add_row(struct buffer *out, const gaz_document *document, uint64_t number, const struct document_span *span,
                    struct offset_range range, uint32_t first, uint32_t end) {
    const struct string *type = &document->names->types.items[document_get_sense(document, span, first).type];
    return add_name(out, document, number) && buffer_add_byte(out, '\t') && buffer_add_number(out, range.begin) &&
           buffer_add_byte(out, '\t') && buffer_add_number(out, range.end) && buffer_add_byte(out, '\t') &&
           add_line(out, document->text + span->begin, span->end - span->begin) && buffer_add_byte(out, '\t') &&
           buffer_add(out, type->bytes, type->size) && buffer_add_byte(out, '\t') &&
           pubtator_ids_add(out, document, span, first, end) && buffer_add_byte(out, '\n');
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    struct offset_counter counter = write_counter(document, style);
    bool good = add_passages(out, document, style->number);
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct offset_range range = offset_counter_measure(&counter, span->begin, span->end);
        for (uint32_t first = 0, end; first <= span->sense_count && good; first = end) {
            end = pubtator_ids_end(document, span, first);
            good = write_drain(out, style) && add_row(out, document, style->number, span, range, first, end);
        }
    }
    return good && buffer_add_byte(out, '\n');
}

/* ---- What cannot be written ---- */

static gaz_status check_name(const gaz_document *document, gaz_error *error) {
    for (const char *at = document_title(document); *at; at++)
        if (*at == '|' || (unsigned char)*at < ' ')
            return error_set(error, GAZ_ERROR_INPUT, document_title(document), 0,
                             "PubTator has no document with a bar or a control character in its name; rename it");
    return GAZ_OK;
}

static gaz_status check_ids(struct buffer *column, const gaz_document *document, const struct document_span *span,
                            gaz_error *error) {
    for (uint32_t first = 0, end; first <= span->sense_count; first = end) {
        end = pubtator_ids_end(document, span, first);
        column->size = 0;
        if (!pubtator_ids_add(column, document, span, first, end)) return error_memory(error);
        if (!pubtator_ids_fit(column, document, span, first, end))
            return error_set(error, GAZ_ERROR_INPUT, document_title(document), 0,
                             "PubTator would have other ids than \"%.*s\": theirs have no |, + or blanks at the ends",
                             (int)(column->size < 100 ? column->size : 100), column->bytes);
    }
    return GAZ_OK;
}

static gaz_status check(const gaz_document *document, gaz_error *error) {
    struct buffer column = {0};
    gaz_status status = check_name(document, error);
    for (size_t i = 0; i < document->span_count && status == GAZ_OK; i++)
        if (document->spans[i].id || document->spans[i].sense_count)
            status = check_ids(&column, document, &document->spans[i], error);
    buffer_free(&column);
    return status;
}

const struct format_writer pubtator_writer = {.ending = "pubtator",
                                              .unit = GAZ_OFFSETS_CODEPOINT,
                                              .overlaps = true,
                                              .newlines = true,
                                              .write = write,
                                              .check = check};
