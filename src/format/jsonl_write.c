/* gaz's own JSONL with a document a line. An object keeps its other fields as they are written. */
#include "format/write.h"

static bool add_sense(struct buffer *out, const gaz_document *document, const struct document_span *span,
                      uint32_t number) {
    struct document_sense sense = document_get_sense(document, span, number);
    return buffer_add_text(out, "\"label\": ") && write_type(out, document, sense.type) &&
           write_known(out, "id", sense.id) && write_known(out, "name", sense.name) && write_score(out, sense.score);
}

/* All that the span may mean, if that is several things. */
static bool add_senses(struct buffer *out, const gaz_document *document, const struct document_span *span) {
    if (span->sense_count == 0) return true;
    bool good = buffer_add_text(out, ", \"senses\": [");
    for (uint32_t i = 0; i <= span->sense_count && good; i++)
        good = buffer_add_text(out, i ? ", {" : "{") && add_sense(out, document, span, i) && buffer_add_byte(out, '}');
    return good && buffer_add_byte(out, ']');
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
               buffer_add_text(out, ", ") && add_sense(out, document, span, 0) &&
               buffer_add_text(out, ", \"text\": ") &&
               write_string(out, document->text + span->begin, span->end - span->begin) &&
               add_senses(out, document, span) && buffer_add_byte(out, '}');
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
