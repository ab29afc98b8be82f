#include "serve/label_studio.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_writer.h"
#include "format/label_studio.h"

/* ---- The configuration ---- */

bool label_studio_read_config(struct label_config *config, struct request *request, const struct json_member *member) {
    const char *xml;
    size_t size;
    gaz_error error;
    *config = (struct label_config){0};
    if (!member || member->value[0] != '"') {
        request_fail(request, HTTP_BAD_REQUEST, "the body has no labelling configuration");
        return false;
    }
    if (!request_decode(&xml, &size, request, member->value, member->value_size)) return false;
    if (label_config_read(config, xml, size, &error) == GAZ_OK) return true;
    char line[32] = "";
    if (error.line) (void)snprintf(line, sizeof line, "line %llu: ", (unsigned long long)error.line);
    if (error.status == GAZ_ERROR_INPUT)
        request_fail(request, HTTP_BAD_REQUEST, "the labelling configuration: %s%s", line, error.message);
    else
        request_fail_error(request, &error);
    return false;
}

/* The same of what suggestions are made for. The regions of HTML are placed by its elements, which nobody here knows.
 */
static bool read_plain_config(struct label_config *config, struct request *request, const struct json_members *members,
                              const char *name) {
    struct json_member member;
    bool there = json_last_member(&member, members, name, strlen(name));
    if (!label_studio_read_config(config, request, there ? &member : NULL)) return false;
    if (config->is_markup)
        request_fail(request, HTTP_BAD_REQUEST, "the labels belong to the HyperText \"%.60s\"; gaz suggests for a Text",
                     config->to_name);
    return !config->is_markup;
}

/* ---- Predictions ---- */

struct predicting {
    struct request *request;
    struct request_options options;
    struct label_config config;
    struct tagging tagging;
    struct write_style style;
    const char **types; /* that are suggested; NULL: all */
    bool nothing;       /* no type of the model is a label of the project */
    uint64_t number;    /* of the prediction at hand, which no other one has: Label Studio adds regions that it asks for
                         * again to those that it has, and one with the id of another takes its place */
};

static bool is_asked(const gaz_match_options *match, const char *type) {
    bool found = match->type_count == 0;
    for (size_t i = 0; i < match->type_count && !found; i++) found = strcmp(match->types[i], type) == 0;
    return found;
}

/* Suggests only what the project has as labels. A region of another label would be stored and drawn, without a colour,
 * and nothing would tell that the project does not know it. A project whose tasks bring labels along may know any.
 * False: out of memory. */
static bool choose_types(struct predicting *predicting) {
    const gaz_model *model = predicting->request->served->model;
    gaz_match_options *match = &predicting->options.match;
    gaz_model_info info;
    size_t count = 0;
    if (predicting->config.is_open) return true;
    gaz_model_get_info(&info, model);
    predicting->types = calloc((size_t)info.types + 1, sizeof *predicting->types);
    if (!predicting->types) return false;
    for (uint32_t i = 0; i < info.types; i++) {
        const char *type = gaz_model_type(model, i);
        if (is_asked(match, type) && strings_have(&predicting->config.labels, type, strlen(type)))
            predicting->types[count++] = type;
    }
    predicting->nothing = count == 0;
    if (count == info.types) return true;
    match->types = predicting->types;
    match->type_count = count;
    predicting->options.usual = false;
    return true;
}

/* Tags the text of a task, if it has one. False: it has been answered. */
static bool add_spans(struct predicting *predicting, const struct json_member *text) {
    struct request *request = predicting->request;
    struct buffer *out = &request->exchange->answer;
    const char *bytes;
    size_t size;
    if (!request_decode(&bytes, &size, request, text->value, text->value_size)) return false;
    const gaz_document *document = request_tag(request, &predicting->tagging, bytes, size);
    if (!document) return false;
    bool good = label_studio_add_result(out, document, &predicting->style, predicting->number);
    if (!good) request_send_json(request, false);
    return good;
}

static bool add_prediction(struct predicting *predicting, const struct json_member *task, bool first) {
    struct request *request = predicting->request;
    struct buffer *out = &request->exchange->answer;
    struct json_member text;
    bool found = false;
    if (task->value[0] != '{') {
        request_fail(request, HTTP_BAD_REQUEST, "a task is not an object");
        return false;
    }
    bool good = (first || buffer_add_text(out, ",\n")) && buffer_add_text(out, "{\"model_version\": \"") &&
                buffer_add_text(out, request->served->version) && buffer_add_byte(out, '"') &&
                label_config_find_text(&found, &text, &predicting->config, task);
    found = found && !predicting->nothing;
    if (good && found && !add_spans(predicting, &text)) return false;
    good = good && buffer_add_text(out, found ? "}" : ", \"result\": []}");
    if (!good) request_send_json(request, false);
    return good;
}

static void answer_tasks(struct predicting *predicting, const struct json_member *tasks) {
    struct request *request = predicting->request;
    struct buffer *out = &request->exchange->answer;
    struct json_member task = {0};
    bool good = buffer_add_text(out, "{\"results\": [");
    bool first = true;
    if (!good) request_send_json(request, false);
    for (size_t at = 0; good && json_next_element(&task.value, &task.value_size, &at, tasks->value, tasks->value_size);
         first = false, predicting->number++)
        good = add_prediction(predicting, &task, first);
    if (good) request_send_json(request, buffer_add_text(out, "]}\n"));
}

static void answer_object(struct predicting *predicting, const struct json_members *members) {
    struct request *request = predicting->request;
    struct json_member tasks;
    if (!json_last_member(&tasks, members, "tasks", 5) || tasks.value[0] != '[') {
        request_fail(request, HTTP_BAD_REQUEST, "the object has no array \"tasks\"");
        return;
    }
    if (!read_plain_config(&predicting->config, request, members, "label_config")) return;
    if (!choose_types(predicting)) {
        request_send_json(request, false);
        return;
    }
    predicting->style = (struct write_style){.unit = {.unit = predicting->options.offsets, .replaced = true},
                                             .from_name = predicting->config.from_name,
                                             .to_name = predicting->config.to_name};
    if (!request_begin_tagging(&predicting->tagging, request, &predicting->options)) return;
    answer_tasks(predicting, &tasks);
    tagging_end(&predicting->tagging);
}

void label_studio_answer_predict(struct request *request) {
    struct predicting predicting = {.request = request, .number = (uint64_t)request->exchange->begin};
    struct json_members members = {0};
    if (request_read_options(&predicting.options, request, GAZ_OFFSETS_CODEPOINT) &&
        request_read_object(&members, request))
        answer_object(&predicting, &members);
    json_members_free(&members);
    label_config_free(&predicting.config);
    free(predicting.types);
}

/* ---- The rest ---- */

void label_studio_answer_setup(struct request *request) {
    struct json_writer json = {.out = &request->exchange->answer};
    struct json_members members = {0};
    struct label_config config = {0};
    if (request_read_object(&members, request) && read_plain_config(&config, request, &members, "schema")) {
        json_put_open(&json, NULL, "{");
        json_put_text(&json, "model_version", request->served->version);
        json_put_close(&json, "}");
        json_put_raw(&json, "\n");
        request_send_json(request, !json.failed);
    }
    json_members_free(&members);
    label_config_free(&config);
}

void label_studio_answer_versions(struct request *request) {
    struct json_writer json = {.out = &request->exchange->answer};
    json_put_open(&json, NULL, "{");
    json_put_open(&json, "versions", "[");
    json_put_text(&json, NULL, request->served->version);
    json_put_close(&json, "]");
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    request_send_json(request, !json.failed);
}
