#include "serve/annotated_task.h"

#include <string.h>

#include "base/error.h"
#include "base/json_string.h"

/* Whether a member is that string. */
static bool is_string(const struct json_member *member, const char *text) {
    return member->value[0] == '"' && json_stands_for(member->value + 1, member->value_size - 2, text, strlen(text));
}

static bool add_member(struct buffer *out, const struct json_member *member) {
    return buffer_add(out, member->value, member->value_size);
}

/* The regions of the project's Labels, as they are written. A task may have other Labels, of other texts. */
static bool add_regions(struct buffer *out, const struct json_member *result, const char *from_name) {
    struct json_member item = {0};
    struct json_member name;
    bool good = true;
    bool first = true;
    for (size_t at = 0;
         good && json_next_element(&item.value, &item.value_size, &at, result->value, result->value_size);) {
        if (!json_last_member_in(&name, &item, "from_name", 9) || !is_string(&name, from_name)) continue;
        good = (first || buffer_add_text(out, ", ")) && add_member(out, &item);
        first = false;
    }
    return good;
}

/* Makes a task with the annotation of what is sent. */
static gaz_status make_record(struct annotated_task *annotated, const struct label_config *config,
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
                add_regions(out, &result, config->from_name) && buffer_add_text(out, "]}]}");
    return good ? GAZ_OK : error_memory(error);
}

gaz_status annotated_task_read(struct annotated_task *annotated, const struct label_config *config,
                               const struct json_member *task, const struct json_member *object, gaz_offsets offsets,
                               gaz_error *error) {
    struct document_reader *reader = &annotated->reader;
    bool found = false;
    gaz_status status = make_record(annotated, config, task, object, error);
    if (status != GAZ_OK) return status;
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
    status = document_reader_next(&found, reader, error);
    if (status == GAZ_OK && !found) status = error_set(error, GAZ_ERROR_INPUT, NULL, 0, "no annotation is there");
    if (status != GAZ_OK) {
        if (error) error->line = 0; /* of a file that nobody knows */
        return status;
    }
    reader->document.source = NULL; /* other data of the task might be taken for annotations where this is kept */
    annotated->document = &reader->document;
    return GAZ_OK;
}

void annotated_task_free(struct annotated_task *annotated) {
    document_reader_free(&annotated->reader);
    buffer_free(&annotated->record);
    *annotated = (struct annotated_task){0};
}
