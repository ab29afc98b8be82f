/* gaz's own JSONL with a document a line. An object keeps its other fields as they are written. */
#include "base/json.h"
#include "format/write.h"

static bool add_spans(struct buffer *out, const struct document *document, const struct document_style *style) {
    struct ruler ruler = document_ruler(document, style);
    bool good = buffer_add_text(out, "\"spans\": [");
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        const char *type = document_type(document, span);
        good = buffer_add_text(out, i ? ", {" : "{") &&
               document_add_extent(out, ruler_measure(&ruler, span->begin, span->end), "start", "end") &&
               buffer_add_text(out, ", \"label\": ") && document_add_string(out, type, strlen(type)) &&
               buffer_add_text(out, ", \"score\": ") && buffer_add_decimal(out, (double)span->score) &&
               buffer_add_text(out, ", \"text\": ") &&
               document_add_string(out, document->text + span->begin, span->end - span->begin) &&
               buffer_add_byte(out, '}');
    }
    return good && buffer_add_byte(out, ']');
}

/* The object's members but the spans that it had, a comma behind each. */
static bool add_members(struct buffer *out, const struct document *document) {
    struct json_member member;
    size_t at = 0;
    bool good = true;
    while (good && json_next_member(&member, &at, document->source, document->source_size))
        good = json_member_is(&member, "spans") ||
               (buffer_add(out, member.name, member.name_size) && buffer_add_text(out, ": ") &&
                buffer_add(out, member.value, member.value_size) && buffer_add_text(out, ", "));
    return good;
}

static bool add_text(struct buffer *out, const struct document *document) {
    return buffer_add_text(out, "\"text\": ") && document_add_string(out, document->text, document->size) &&
           buffer_add_text(out, ", ");
}

bool write_jsonl_document(struct buffer *out, const struct document *document, const struct document_style *style) {
    return buffer_add_byte(out, '{') && (document->source ? add_members(out, document) : add_text(out, document)) &&
           add_spans(out, document, style) && buffer_add_text(out, "}\n");
}
