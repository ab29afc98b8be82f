#include "serve/webhook.h"

#include <stdio.h>
#include <string.h>

#include "base/json_string.h"
#include "serve/annotated_task.h"
#include "serve/keeper.h"
#include "serve/label_studio.h"

/* What is told of. */
struct event {
    struct request *request;
    struct json_members members; /* of the body */
    struct label_config config;
    gaz_offsets offsets;
    char source[48]; /* "label-studio-7" */
};

/* ---- Numbers ---- */

enum { DIGITS = 20 };

/* Finds the number that an object has under a name, as it is written. False: there is none. */
static bool find_number(struct json_member *number, const struct json_member *object, const char *name) {
    static const char digits[] = "0123456789";
    if (!json_last_member_in(number, object, name, strlen(name))) return false;
    size_t count = 0;
    while (count < number->value_size && memchr(digits, number->value[count], sizeof digits - 1)) count++;
    return count == number->value_size && count <= DIGITS;
}

static bool is_same(const struct json_member *left, const struct json_member *right) {
    return left->value_size == right->value_size && memcmp(left->value, right->value, left->value_size) == 0;
}

static bool fail_missing(const struct event *event, const char *what) {
    request_fail(event->request, HTTP_BAD_REQUEST, "the body has no %s", what);
    return false;
}

static bool fail(const struct event *event, gaz_status status, const gaz_error *error) {
    if (status != GAZ_OK) request_fail_error(event->request, error);
    return status == GAZ_OK;
}

/* ---- Annotations ---- */

static bool forget(struct event *event, const char *id) {
    gaz_error error;
    return fail(event, keeper_remove_document(event->request->server->keeper, event->source, id, &error), &error);
}

/* The task that an annotation belongs to, among one or several. */
static bool find_task(struct json_member *task, const struct event *event, const struct json_member *annotation) {
    struct json_member tasks;
    struct json_member wanted;
    struct json_member id;
    if (!json_last_member(&tasks, &event->members, "task", 4)) return false;
    *task = tasks;
    if (tasks.value[0] == '{') return true;
    if (tasks.value[0] != '[' || !find_number(&wanted, annotation, "task")) return false;
    for (size_t at = 0; json_next_element(&task->value, &task->value_size, &at, tasks.value, tasks.value_size);)
        if (find_number(&id, task, "id") && is_same(&id, &wanted)) return true;
    return false;
}

static bool keep(struct event *event, const struct json_member *object, const char *id) {
    struct annotated_task annotated = {0};
    struct json_member task;
    struct json_member cancelled;
    gaz_error error;
    if (json_last_member_in(&cancelled, object, "was_cancelled", 13) && cancelled.value[0] == 't')
        return forget(event, id);
    if (!find_task(&task, event, object)) return fail_missing(event, "\"task\" of the annotation");
    gaz_status status = annotated_task_read(&annotated, &event->config, &task, object, event->offsets, &error);
    if (status == GAZ_OK)
        status = keeper_add_document(event->request->server->keeper, event->source, id, annotated.document, &error);
    annotated_task_free(&annotated);
    return fail(event, status, &error);
}

/* What is done with an annotation, by its id. False: it has been answered. */
typedef bool act(struct event *event, const struct json_member *object, const char *id);

static bool drop(struct event *event, const struct json_member *object, const char *id) {
    (void)object;
    return forget(event, id);
}

static bool act_on(struct event *event, act *action, const struct json_member *object) {
    char id[sizeof "annotation-" + DIGITS];
    struct json_member number;
    if (!find_number(&number, object, "id")) return fail_missing(event, "id of the annotation");
    (void)snprintf(id, sizeof id, "annotation-%.*s", (int)number.value_size, number.value);
    return action(event, object, id);
}

/* Acts on one annotation, or on each of several. */
static bool act_on_all(struct event *event, act *action) {
    struct json_member found;
    struct json_member item = {0};
    if (!json_last_member(&found, &event->members, "annotation", 10) &&
        !json_last_member(&found, &event->members, "annotations", 11))
        return fail_missing(event, "\"annotation\"; a webhook is to send its payload");
    if (found.value[0] != '[') return act_on(event, action, &found);
    for (size_t at = 0; json_next_element(&item.value, &item.value_size, &at, found.value, found.value_size);)
        if (!act_on(event, action, &item)) return false;
    return true;
}

/* ---- Events ---- */

static const struct action {
    const char *name;
    act *act;
} actions[] = {{"ANNOTATION_CREATED", keep},
               {"ANNOTATION_UPDATED", keep},
               {"ANNOTATIONS_CREATED", keep}, /* at once, by an action on several tasks */
               {"ANNOTATION_DELETED", drop},
               {"ANNOTATIONS_DELETED", drop}};

/* NULL: the event is of no other interest. */
static act *find_action(const struct json_member *name) {
    for (size_t i = 0; name->value[0] == '"' && i < sizeof actions / sizeof *actions; i++)
        if (json_stands_for(name->value + 1, name->value_size - 2, actions[i].name, strlen(actions[i].name)))
            return actions[i].act;
    return NULL;
}

/* Finds the project, and for what is kept its configuration. False: it has been answered. */
static bool read_project(struct event *event, act *action) {
    struct json_member project;
    struct json_member id;
    struct json_member xml;
    if (!json_last_member(&project, &event->members, "project", 7) || !find_number(&id, &project, "id"))
        return fail_missing(event, "\"project\" with an id");
    (void)snprintf(event->source, sizeof event->source, "label-studio-%.*s", (int)id.value_size, id.value);
    if (action == drop) return true;
    bool there = json_last_member_in(&xml, &project, "label_config", 12);
    return label_studio_read_config(&event->config, event->request, there ? &xml : NULL);
}

static bool take(struct event *event) {
    struct json_member name;
    if (!json_last_member(&name, &event->members, "action", 6)) return fail_missing(event, "\"action\"");
    act *action = find_action(&name);
    if (!action || !keeper_has_corpus(event->request->server->keeper)) return true;
    return read_project(event, action) && act_on_all(event, action);
}

void webhook_answer(struct request *request) {
    struct event event = {.request = request};
    struct request_options options;
    bool good = request_read_options(&options, request, GAZ_OFFSETS_DEFAULT);
    event.offsets = options.offsets;
    if (good && request_read_object(&event.members, request) && take(&event)) {
        request_send_json(request,
                          buffer_add_text(&request->exchange->answer, "{\"result\": {}, \"status\": \"ok\"}\n"));
        if (request->exchange->status == HTTP_OK) request->exchange->status = HTTP_CREATED;
    }
    json_members_free(&event.members);
    label_config_free(&event.config);
}
