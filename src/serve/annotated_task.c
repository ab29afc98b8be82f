#include "serve/annotated_task.h"

#include <string.h>

#include "base/error.h"
#include "base/json_string.h"
#include "format/markup_show.h"

/* Whether a member is that string. */
static bool is_string(const struct json_member *member, const char *text) {
    return member->value[0] == '"' && json_stands_for(member->value + 1, member->value_size - 2, text, strlen(text));
}

static bool add_member(struct buffer *out, const struct json_member *member) {
    return buffer_add(out, member->value, member->value_size);
}

/* The regions of the project's Labels, as they are written. A task may have other Labels, of other texts. */
static bool add_regions(bool *marked, struct buffer *out, const struct json_member *result, const char *from_name) {
    struct json_member item = {0};
    struct json_member name;
    bool good = true;
    for (size_t at = 0;
         good && json_next_element(&item.value, &item.value_size, &at, result->value, result->value_size);) {
        if (!json_last_member_in(&name, &item, "from_name", 9) || !is_string(&name, from_name)) continue;
        good = (!*marked || buffer_add_text(out, ", ")) && add_member(out, &item);
        *marked = true;
    }
    return good;
}

/* Makes a task with the annotation of what is sent. `*marked`: it has regions. */
static gaz_status make_record(bool *marked, struct annotated_task *annotated, const struct label_config *config,
                              const struct json_member *task, const struct json_member *object, gaz_error *error) {
    struct buffer *out = &annotated->record;
    struct json_member data;
    struct json_member result;
    if (!json_last_member_in(&data, task, "data", 4) || data.value[0] != '{')
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "the task has no object \"data\"");
    if (!json_last_member_in(&result, object, "result", 6) || result.value[0] != '[')
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "the annotation has no array \"result\"");
    bool good = buffer_add_text(out, "{\"data\": ") && add_member(out, &data) &&
                buffer_add_text(out, ", \"annotations\": [{\"result\": [") &&
                add_regions(marked, out, &result, config->from_name) && buffer_add_text(out, "]}]}");
    return good ? GAZ_OK : error_memory(error);
}

/* Reads it as a file of Label Studio's. */
static gaz_status read_record(struct annotated_task *annotated, const struct label_config *config, gaz_offsets offsets,
                              gaz_error *error) {
    struct document_reader *reader = &annotated->reader;
    bool found = false;
    gaz_corpus_options_init(&annotated->options);
    annotated->options.format = GAZ_FORMAT_LABEL_STUDIO;
    annotated->options.field = config->key;
    annotated->options.offsets = offsets;
    annotated->source = (struct corpus_source){.name = "",
                                               .format = format_of(GAZ_FORMAT_LABEL_STUDIO),
                                               .text = annotated->record.bytes,
                                               .size = annotated->record.size};
    *reader = (struct document_reader){
        .source = &annotated->source, .options = &annotated->options, .report = &annotated->report};
    gaz_status status = document_reader_next(&found, reader, error);
    if (status == GAZ_OK && !found) status = error_set(error, GAZ_ERROR_INPUT, NULL, 0, "no annotation is there");
    if (status != GAZ_OK) {
        if (error) error->line = 0; /* of a file that nobody knows */
        return status;
    }
    reader->document.source = NULL; /* other data of the task might be taken for annotations where this is kept */
    annotated->document = &reader->document;
    return GAZ_OK;
}

/* A person has looked, and found nothing. Without regions a file does not say whether its text is HTML, and the reader
 * guesses; the configuration says it. */
static gaz_status read_text(struct annotated_task *annotated, const struct label_config *config,
                            const struct json_member *task, gaz_error *error) {
    struct json_member value;
    struct buffer text = {0};
    struct markup shown = {.source = NULL};
    bool found;
    if (!label_config_find_text(&found, &value, config, task)) return error_memory(error);
    if (!found)
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "the task has no text in the field \"%.100s\"", config->key);
    bool good = json_decode(&text, value.value + 1, value.value_size - 2);
    gaz_status status = good ? gaz_document_new(&annotated->unmarked, error) : error_memory(error);
    if (status == GAZ_OK && config->is_markup) status = markup_show(&shown, text.bytes, text.size, false, NULL, error);
    const struct buffer *whole = config->is_markup ? &shown.text : &text;
    if (status == GAZ_OK) status = gaz_document_set_text(annotated->unmarked, NULL, whole->bytes, whole->size, error);
    if (status == GAZ_OK) annotated->document = annotated->unmarked;
    buffer_free(&text);
    markup_free(&shown);
    return status;
}

gaz_status annotated_task_read(struct annotated_task *annotated, const struct label_config *config,
                               const struct json_member *task, const struct json_member *object, gaz_offsets offsets,
                               gaz_error *error) {
    bool marked = false;
    gaz_status status = make_record(&marked, annotated, config, task, object, error);
    if (status != GAZ_OK) return status;
    return marked ? read_record(annotated, config, offsets, error) : read_text(annotated, config, task, error);
}

void annotated_task_free(struct annotated_task *annotated) {
    document_reader_free(&annotated->reader);
    gaz_document_free(annotated->unmarked);
    buffer_free(&annotated->record);
    *annotated = (struct annotated_task){0};
}
