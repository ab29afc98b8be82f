/* Label Studio tasks with predictions. Region ids are unique in a file. */
#include "format/write.h"

static bool add_region(struct buffer *out, const struct document *document, const struct document_style *style,
                       size_t number, struct extent extent) {
    const struct document_span *span = &document->spans[number];
    const char *type = document_type(document, span);
    return buffer_add_text(out, "{\"id\": \"r") && buffer_add_number(out, document->number) &&
           buffer_add_byte(out, '-') && buffer_add_number(out, number + 1) &&
           buffer_add_text(out, "\", \"from_name\": ") &&
           document_add_string(out, style->from_name, strlen(style->from_name)) &&
           buffer_add_text(out, ", \"to_name\": ") &&
           document_add_string(out, style->to_name, strlen(style->to_name)) &&
           buffer_add_text(out, ", \"type\": \"labels\", \"score\": ") &&
           buffer_add_decimal(out, (double)span->score) && buffer_add_text(out, ", \"value\": {") &&
           document_add_extent(out, extent, "start", "end") && buffer_add_text(out, ", \"text\": ") &&
           document_add_string(out, document->text + span->begin, span->end - span->begin) &&
           buffer_add_text(out, ", \"labels\": [") && document_add_string(out, type, strlen(type)) &&
           buffer_add_text(out, "]}}");
}

/* The mean score of the spans, by which tasks can be sorted; a task without spans has none. */
static bool add_score(struct buffer *out, const struct document *document) {
    double sum = 0;
    for (size_t i = 0; i < document->span_count; i++) sum += (double)document->spans[i].score;
    return document->span_count == 0 ||
           (buffer_add_text(out, ", \"score\": ") && buffer_add_decimal(out, sum / (double)document->span_count));
}

bool write_label_studio(struct buffer *out, const struct document *document, const struct document_style *style) {
    static const char *const own[] = {"text", NULL};
    struct ruler ruler = document_ruler(document, style);
    bool good = buffer_add_text(out, "{\"data\": {\"text\": ") &&
                document_add_string(out, document->text, document->size) && document_add_fields(out, document, own) &&
                buffer_add_text(out, "}, \"predictions\": [{\"model_version\": \"gaz\"") && add_score(out, document) &&
                buffer_add_text(out, ", \"result\": [");
    for (size_t i = 0; i < document->span_count && good; i++) {
        struct extent extent = ruler_measure(&ruler, document->spans[i].begin, document->spans[i].end);
        good = buffer_add_text(out, i ? ", " : "") && add_region(out, document, style, i, extent);
    }
    return good && buffer_add_text(out, "]}]}");
}
