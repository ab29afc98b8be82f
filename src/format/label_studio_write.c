/* Label Studio tasks with predictions. Region ids are unique in a file. */
#include "format/write.h"

#include "base/decimal.h"

static bool add_region(struct buffer *out, const gaz_document *document, const struct write_style *style, size_t number,
                       struct offset_range range) {
    const struct document_span *span = &document->spans[number];
    return buffer_add_text(out, "{\"id\": \"r") && buffer_add_number(out, document->number) &&
           buffer_add_byte(out, '-') && buffer_add_number(out, number + 1) &&
           buffer_add_text(out, "\", \"from_name\": ") &&
           write_string(out, style->from_name, strlen(style->from_name)) && buffer_add_text(out, ", \"to_name\": ") &&
           write_string(out, style->to_name, strlen(style->to_name)) &&
           buffer_add_text(out, ", \"type\": \"labels\"") && write_score(out, span->score) &&
           buffer_add_text(out, ", \"value\": {") && write_range(out, range, "start", "end") &&
           buffer_add_text(out, ", \"text\": ") &&
           write_string(out, document->text + span->begin, span->end - span->begin) &&
           buffer_add_text(out, ", \"labels\": [") && write_type(out, document, span) && buffer_add_text(out, "]}}");
}

/* The mean score of the spans, by which tasks can be sorted; a task without scores has none. */
static bool add_score(struct buffer *out, const gaz_document *document) {
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < document->span_count; i++) {
        if (document->spans[i].score < 0) continue;
        sum += (double)document->spans[i].score;
        count++;
    }
    return count == 0 || (buffer_add_text(out, ", \"score\": ") && decimal_add_fraction(out, sum / (double)count));
}

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    static const char *const own[] = {"text", NULL};
    struct offset_counter counter = write_counter(document, style);
    bool good = buffer_add_text(out, "{\"data\": {\"text\": ") && write_string(out, document->text, document->size) &&
                write_fields(out, document, own) &&
                buffer_add_text(out, "}, \"predictions\": [{\"model_version\": \"gaz\"") && add_score(out, document) &&
                buffer_add_text(out, ", \"result\": [");
    for (size_t i = 0; i < document->span_count && good; i++) {
        struct offset_range range = offset_counter_measure(&counter, document->spans[i].begin, document->spans[i].end);
        good = buffer_add_text(out, i ? ", " : "") && add_region(out, document, style, i, range);
    }
    return good && buffer_add_text(out, "]}]}");
}

const struct format_writer label_studio_writer = {.ending = "json",
                                                  .before = "[\n",
                                                  .between = ",\n",
                                                  .after = "\n]\n",
                                                  .unit = GAZ_OFFSETS_CODEPOINT,
                                                  .any_unit = true,
                                                  .overlaps = true,
                                                  .write = write};
