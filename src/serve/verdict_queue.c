#include "serve/verdict_queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/json_string.h"
#include "base/json_writer.h"

/* A verdict and who waits for it. */
struct waiting {
    struct waiting *next;
    struct request *request;
    struct verdict verdict;
};

struct verdict_queue {
    struct kept_lists *lists;
    struct slot *slot;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t come;
    struct waiting *first;
    struct waiting **last;
    size_t count;
    bool closed;
};

static void free_waiting(struct waiting *waiting) {
    free(waiting->verdict.surface);
    free(waiting->verdict.type);
    free(waiting->verdict.id);
    free(waiting);
}

/* ---- Answers ---- */

static void answer_good(struct request *request, struct slot *slot) {
    struct json_writer json = {.out = &request->exchange->answer};
    struct served *served = served_take(slot);
    json_put_open(&json, NULL, "{");
    json_put_text(&json, "model_version", served->version);
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    served_give_back(served);
    request_send_json(request, !json.failed);
}

static void answer_all(struct verdict_queue *queue, struct waiting *first, const struct verdict *verdicts,
                       const gaz_error *error) {
    size_t number = 0;
    while (first) {
        struct waiting *waiting = first;
        struct request *request = waiting->request;
        first = waiting->next;
        if (error)
            request_fail(request, HTTP_FAILED, "%s", error->message);
        else if (verdicts[number].refused)
            request_fail(request, HTTP_BAD_REQUEST, "neither the lists nor the model have a type %.200s",
                         waiting->verdict.type);
        else
            answer_good(request, queue->slot);
        number++;
        free_waiting(waiting);
        http_resume(request->exchange);
    }
}

static void refuse_all(struct waiting *first) {
    while (first) {
        struct waiting *waiting = first;
        struct request *request = waiting->request;
        first = waiting->next;
        request_fail(request, HTTP_UNAVAILABLE, "the server ends");
        free_waiting(waiting);
        http_resume(request->exchange);
    }
}

/* ---- The thread ---- */

static void give(struct verdict_queue *queue, struct waiting *first, size_t count) {
    gaz_error error;
    struct verdict *verdicts = calloc(count, sizeof *verdicts);
    size_t number = 0;
    for (const struct waiting *at = first; verdicts && at; at = at->next) verdicts[number++] = at->verdict;
    gaz_status status = verdicts ? kept_lists_give(queue->lists, verdicts, count, &error) : error_memory(&error);
    answer_all(queue, first, verdicts, status == GAZ_OK ? NULL : &error);
    free(verdicts);
}

static void *run(void *context) {
    struct verdict_queue *queue = context;
    pthread_mutex_lock(&queue->lock);
    for (;;) {
        while (!queue->first && !queue->closed) pthread_cond_wait(&queue->come, &queue->lock);
        struct waiting *first = queue->first;
        size_t count = queue->count;
        bool closed = queue->closed;
        queue->first = NULL;
        queue->last = &queue->first;
        queue->count = 0;
        pthread_mutex_unlock(&queue->lock);
        if (closed) {
            refuse_all(first);
            return NULL;
        }
        give(queue, first, count);
        pthread_mutex_lock(&queue->lock);
    }
}

/* ---- Requests ---- */

/* Takes a string without control characters, with its blanks as one space each, and none around it. NULL: it has been
 * answered. */
static char *take_text(struct request *request, const struct json_members *members, const char *name, bool escaped) {
    struct json_member member;
    const char *text;
    size_t size;
    if (!json_last_member(&member, members, name, strlen(name)) || *member.value != '"') {
        request_fail(request, HTTP_BAD_REQUEST, "the object has no member \"%s\" with a string", name);
        return NULL;
    }
    if (!request_decode(&text, &size, request, member.value, member.value_size)) return NULL;
    char *taken = malloc(2 * size + 1);
    char *to = taken;
    bool good = true;
    for (size_t i = 0; taken && i < size && good; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool blank = byte == ' ' || (byte >= '\t' && byte <= '\r');
        good = blank || (byte >= ' ' && byte != 0x7f);
        if (blank) {
            if (to > taken && to[-1] != ' ') *to++ = ' ';
            continue;
        }
        if (byte == '\\' && escaped) *to++ = '\\';
        *to++ = (char)byte;
    }
    if (taken && to > taken && to[-1] == ' ') to--;
    if (taken) *to = 0;
    if (taken && good && to > taken) return taken;
    if (!taken)
        request_send_json(request, false);
    else
        request_fail(request, HTTP_BAD_REQUEST, good ? "\"%s\" is empty" : "\"%s\" has a control character", name);
    free(taken);
    return NULL;
}

static bool take_word(bool *keep, struct request *request, const struct json_members *members) {
    char *word = take_text(request, members, "verdict", false);
    if (!word) return false;
    *keep = strcmp(word, "keep") == 0;
    bool good = *keep || strcmp(word, "drop") == 0;
    if (!good) request_fail(request, HTTP_BAD_REQUEST, "a verdict is \"keep\" or \"drop\", not \"%.64s\"", word);
    free(word);
    return good;
}

static bool take_verdict(struct verdict *verdict, struct request *request, const struct json_members *members) {
    struct json_member id;
    bool has_id = json_last_member(&id, members, "id", 2) && *id.value != 'n' &&
                  !(id.value_size == 2 && *id.value == '"'); /* null and "" are none */
    return (verdict->surface = take_text(request, members, "surface", true)) &&
           (verdict->type = take_text(request, members, "type", false)) &&
           (!has_id || (verdict->id = take_text(request, members, "id", false))) &&
           take_word(&verdict->keep, request, members);
}

/* Whoever waits is resumed by another thread, perhaps before this returns. */
static void add(struct verdict_queue *queue, struct waiting *waiting) {
    struct request *request = waiting->request;
    http_wait(request->exchange);
    pthread_mutex_lock(&queue->lock);
    bool closed = queue->closed;
    if (!closed) {
        *queue->last = waiting;
        queue->last = &waiting->next;
        queue->count++;
        pthread_cond_signal(&queue->come);
    }
    pthread_mutex_unlock(&queue->lock);
    if (closed) refuse_all(waiting);
}

void verdict_queue_answer(struct verdict_queue *queue, struct request *request) {
    struct json_members members = {0};
    struct waiting *waiting = calloc(1, sizeof *waiting);
    if (!waiting) {
        request_send_json(request, false);
        return;
    }
    waiting->request = request;
    bool good = request_read_object(&members, request) && take_verdict(&waiting->verdict, request, &members);
    json_members_free(&members);
    if (good)
        add(queue, waiting);
    else
        free_waiting(waiting);
}

/* ---- Beginning and end ---- */

gaz_status verdict_queue_start(struct verdict_queue **queue, struct kept_lists *lists, struct slot *slot,
                               gaz_error *error) {
    struct verdict_queue *started = calloc(1, sizeof *started);
    *queue = NULL;
    if (!started) return error_memory(error);
    started->lists = lists;
    started->slot = slot;
    started->last = &started->first;
    pthread_mutex_init(&started->lock, NULL);
    pthread_cond_init(&started->come, NULL);
    int number = pthread_create(&started->thread, NULL, run, started);
    if (number != 0) {
        pthread_cond_destroy(&started->come);
        pthread_mutex_destroy(&started->lock);
        free(started);
        return error_system(error, NULL, number, "cannot start a thread");
    }
    *queue = started;
    return GAZ_OK;
}

void verdict_queue_stop(struct verdict_queue *queue) {
    if (!queue) return;
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_signal(&queue->come);
    pthread_mutex_unlock(&queue->lock);
    pthread_join(queue->thread, NULL);
}

void verdict_queue_free(struct verdict_queue *queue) {
    if (!queue) return;
    pthread_cond_destroy(&queue->come);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}
