/* gaz's own JSONL with a document a line. An object keeps its other fields as they are written. */
#include "format/write.h"

static bool add_id(struct buffer *out, const struct document_span *span) {
    return !span->id || (buffer_add_text(out, ", \"id\": ") && write_string(out, span->id, strlen(span->id)));
}

static bool add_field(struct buffer *out, const gaz_document *document) {
    return !document->shows_field ||
           (buffer_add_text(out, "\"field\": ") && write_string(out, document->field, strlen(document->field)) &&
            buffer_add_text(out, ", "));
}

/* A comma before each but the first of all, which begins at `first`. */
static bool add_spans(struct buffer *out, size_t first, const gaz_document *document, const struct write_style *style) {
    struct offset_counter counter = write_counter(document, style);
    bool good = true;
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        good = buffer_add_text(out, out->size > first ? ", {" : "{") && add_field(out, document) &&
               write_range(out, offset_counter_measure(&counter, span->begin, span->end), "start", "end") &&
               buffer_add_text(out, ", \"label\": ") && write_type(out, document, span) && add_id(out, span) &&
               write_score(out, span) && buffer_add_text(out, ", \"text\": ") &&
               write_string(out, document->text + span->begin, span->end - span->begin) && buffer_add_byte(out, '}');
    }
    return good;
}

/* The spans of all texts of the object. */
static bool add_all_spans(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    bool good = buffer_add_text(out, "\"spans\": [");
    for (size_t first = out->size; document && good; document = document->next)
        good = add_spans(out, first, document, style);
    return good && buffer_add_byte(out, ']');
}

static bool is_kept(const gaz_document *document, const struct json_member *member) {
    return !json_member_is(member, "spans") && !write_is_foreign(document, member);
}

/* The object's members but the spans that it had, a comma behind each. */
static bool add_members(struct buffer *out, const gaz_document *document) {
    const struct json_members *members = document->source;
    bool good = true;
    for (size_t i = 0; i < members->count && good;) {
        size_t first = i;
        while (i < members->count && is_kept(document, &members->items[i])) i++;
        if (i > first) good = write_members(out, &members->items[first], i - first) && buffer_add(out, ", ", 2);
        i += i < members->count; /* the one that is left out */
    }
    return good;
}

static bool add_plain_text(struct buffer *out, const gaz_document *document) {
    return buffer_add_text(out, "\"text\": ") && write_string(out, document->text, document->size) &&
           buffer_add_text(out, ", ");
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    return buffer_add_byte(out, '{') &&
           (document->source ? add_members(out, document) : add_plain_text(out, document)) &&
           add_all_spans(out, document, style) && buffer_add_text(out, "}\n");
}

const struct format_writer jsonl_writer = {
    .ending = "jsonl", .unit = GAZ_OFFSETS_CODEPOINT, .any_unit = true, .overlaps = true, .write = write};
