/* doccano's JSONL: text, label [[begin, end, type], ...]; spaCy's training pairs hold the same triples. */
#include "format/write.h"

static bool add_triples(struct buffer *out, const struct document *document, const struct document_style *style) {
    struct ruler ruler = document_ruler(document, style);
    bool good = buffer_add_byte(out, '[');
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct extent extent = ruler_measure(&ruler, span->begin, span->end);
        const char *type = document_type(document, span);
        good = buffer_add_text(out, i ? ", [" : "[") && buffer_add_number(out, extent.begin) &&
               buffer_add_text(out, ", ") && buffer_add_number(out, extent.end) && buffer_add_text(out, ", ") &&
               document_add_string(out, type, strlen(type)) && buffer_add_byte(out, ']');
    }
    return good && buffer_add_byte(out, ']');
}

bool write_doccano(struct buffer *out, const struct document *document, const struct document_style *style) {
    static const char *const own[] = {"text", "label", "labels", "entities", "relations", NULL};
    return buffer_add_text(out, "{\"text\": ") && document_add_string(out, document->text, document->size) &&
           buffer_add_text(out, ", \"label\": ") && add_triples(out, document, style) &&
           document_add_fields(out, document, own) && buffer_add_text(out, "}\n");
}

bool write_spacy(struct buffer *out, const struct document *document, const struct document_style *style) {
    return buffer_add_byte(out, '[') && document_add_string(out, document->text, document->size) &&
           buffer_add_text(out, ", {\"entities\": ") && add_triples(out, document, style) &&
           buffer_add_text(out, "}]\n");
}
