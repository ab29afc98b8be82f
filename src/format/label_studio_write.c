/* Label Studio tasks with predictions. Region ids are unique in a file. Senses are regions at the same place; of a
 * concept, `meta` has id and name, and both as the note that the tool shows. */
#include "format/label_studio.h"

#include "base/decimal.h"
#include "base/json.h"
#include "format/write.h"

/* Where the writing of a task stands. */
struct task {
    struct buffer *out;
    const gaz_document *document;
    const struct write_style *style;
    uint64_t number;  /* in the ids of regions */
    uint64_t regions; /* so far */
};

/* "European Union (Q458)", or what there is of it. */
static bool add_note(struct buffer *out, const char *id, const char *name) {
    if (!name || !id) return write_string(out, name ? name : id, strlen(name ? name : id));
    return buffer_add_byte(out, '"') && json_add_text(out, name, strlen(name)) && buffer_add_text(out, " (") &&
           json_add_text(out, id, strlen(id)) && buffer_add_text(out, ")\"");
}

static bool add_concept(struct buffer *out, const char *id, const char *name) {
    if (!id && !name) return true;
    return buffer_add_text(out, ", \"meta\": {\"text\": [") && add_note(out, id, name) && buffer_add_byte(out, ']') &&
           write_known(out, "id", id) && write_known(out, "name", name) && buffer_add_byte(out, '}');
}

/* A span as one of its senses. */
static bool add_region(struct task *task, const struct document_span *span, struct offset_range range,
                       uint32_t number) {
    struct buffer *out = task->out;
    const struct write_style *style = task->style;
    struct document_sense sense = document_get_sense(task->document, span, number);
    return buffer_add_text(out, task->regions++ ? ", {\"id\": \"r" : "{\"id\": \"r") &&
           buffer_add_number(out, task->number) && buffer_add_byte(out, '-') && buffer_add_number(out, task->regions) &&
           buffer_add_text(out, "\", \"from_name\": ") &&
           write_string(out, style->from_name, strlen(style->from_name)) && buffer_add_text(out, ", \"to_name\": ") &&
           write_string(out, style->to_name, strlen(style->to_name)) &&
           buffer_add_text(out, ", \"type\": \"labels\"") && write_score(out, sense.score) &&
           add_concept(out, sense.id, sense.name) && buffer_add_text(out, ", \"value\": {") &&
           write_range(out, range, "start", "end") && buffer_add_text(out, ", \"text\": ") &&
           write_string(out, task->document->text + span->begin, span->end - span->begin) &&
           buffer_add_text(out, ", \"labels\": [") && write_type(out, task->document, sense.type) &&
           buffer_add_text(out, "]}}");
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

bool label_studio_add_result(struct buffer *out, const gaz_document *document, const struct write_style *style,
                             uint64_t number) {
    struct offset_counter counter = write_counter(document, style);
    struct task task = {.out = out, .document = document, .style = style, .number = number};
    bool good = add_score(out, document) && buffer_add_text(out, ", \"result\": [");
    for (size_t i = 0; i < document->span_count && good; i++) {
        const struct document_span *span = &document->spans[i];
        struct offset_range range = offset_counter_measure(&counter, span->begin, span->end);
        for (uint32_t sense = 0; sense <= span->sense_count && good; sense++)
            good = write_drain(out, style) && add_region(&task, span, range, sense);
    }
    return good && buffer_add_byte(out, ']');
}

/* In the task's data. */
static const struct format_place place = {.id = "id", .source = "source"};

static bool write(struct buffer *out, const gaz_document *document, const struct write_style *style) {
    const char *const own[] = {style->data_key, NULL};
    return buffer_add_text(out, "{\"data\": {") && write_string(out, style->data_key, strlen(style->data_key)) &&
           buffer_add_text(out, ": ") && write_long_string(out, document->text, document->size, style) &&
           write_fields(out, document, own, &place) &&
           buffer_add_text(out, "}, \"predictions\": [{\"model_version\": ") && write_version(out, document, style) &&
           label_studio_add_result(out, document, style, document->number) && buffer_add_text(out, "}]}");
}

const struct format_writer label_studio_writer = {.ending = "json",
                                                  .before = "[\n",
                                                  .between = ",\n",
                                                  .after = "\n]\n",
                                                  .unit = GAZ_OFFSETS_CODEPOINT,
                                                  .any_unit = true,
                                                  .overlaps = true,
                                                  .fields = true,
                                                  .place = &place,
                                                  .write = write};
