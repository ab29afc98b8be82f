#include "serve/keeper.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/json_writer.h"
#include "serve/learner.h"
#include "serve/verdict_queue.h"

struct keeper {
    struct kept_lists *lists;         /* NULL: there are none */
    struct kept_documents *documents; /* NULL: none are kept */
    struct history *history;          /* of the learner, which is NULL if nothing is learnt */
    struct verdict_queue *verdicts;   /* NULL: there are no lists */
    struct learner *learner;
    pthread_mutex_t lock; /* of the learner */
};

/* ---- Beginning and end ---- */

static gaz_status start_learning(struct keeper *keeper, const struct keeper_options *options, bool unfinished,
                                 struct slot *slot, gaz_error *error) {
    const struct learner_options learning = {.seconds = options->seconds,
                                             .documents = options->documents ? options->documents : 1,
                                             .due = unfinished || kept_documents_are_new(keeper->documents),
                                             .tell = options->tell};
    gaz_status status = history_open(&keeper->history, options->corpus, error);
    if (status != GAZ_OK) return status;
    return learner_start(&keeper->learner, &learning, keeper->lists, keeper->documents, keeper->history, slot, error);
}

static gaz_status start(struct keeper *keeper, const struct keeper_options *options, struct slot *slot,
                        gaz_error *error) {
    const struct kept_lists_options lists = {.folder = options->lists, .learn = options->learn, .tell = options->tell};
    bool unfinished = false;
    gaz_status status = GAZ_OK;
    if (options->lists) status = kept_lists_open(&keeper->lists, &unfinished, &lists, slot, error);
    if (status == GAZ_OK && options->corpus)
        status = kept_documents_open(&keeper->documents, options->corpus, options->tell, error);
    if (status == GAZ_OK && options->lists) status = verdict_queue_start(&keeper->verdicts, keeper->lists, slot, error);
    if (status == GAZ_OK && options->learn) status = start_learning(keeper, options, unfinished, slot, error);
    return status;
}

gaz_status keeper_start(struct keeper **keeper, const struct keeper_options *options, struct models *models,
                        gaz_error *error) {
    *keeper = NULL;
    if (options->learn && (!options->lists || !options->corpus))
        return error_argument(error, "learning needs lists and a corpus");
    if (!options->lists && !options->corpus) return GAZ_OK;
    struct keeper *started = calloc(1, sizeof *started);
    if (!started) return error_memory(error);
    pthread_mutex_init(&started->lock, NULL);
    gaz_status status = start(started, options, &models->slots[0], error);
    if (status == GAZ_OK) {
        *keeper = started;
    } else {
        keeper_stop(started);
        keeper_free(started);
    }
    return status;
}

void keeper_stop(struct keeper *keeper) {
    if (!keeper) return;
    verdict_queue_stop(keeper->verdicts);
    pthread_mutex_lock(&keeper->lock);
    struct learner *learner = keeper->learner;
    keeper->learner = NULL;
    pthread_mutex_unlock(&keeper->lock);
    learner_stop(learner);
}

void keeper_free(struct keeper *keeper) {
    if (!keeper) return;
    verdict_queue_free(keeper->verdicts);
    history_free(keeper->history);
    kept_documents_free(keeper->documents);
    kept_lists_free(keeper->lists);
    pthread_mutex_destroy(&keeper->lock);
    free(keeper);
}

/* ---- Documents ---- */

bool keeper_has_corpus(const struct keeper *keeper) {
    return keeper && keeper->documents;
}

static gaz_status wake_after(struct keeper *keeper, gaz_status status) {
    pthread_mutex_lock(&keeper->lock);
    if (status == GAZ_OK) learner_wake(keeper->learner);
    pthread_mutex_unlock(&keeper->lock);
    return status;
}

gaz_status keeper_add_document(struct keeper *keeper, const char *source, const char *id, const gaz_document *document,
                               gaz_error *error) {
    if (!keeper_has_corpus(keeper)) return error_argument(error, "no documents are kept");
    return wake_after(keeper, kept_documents_add(keeper->documents, source, id, document, error));
}

gaz_status keeper_remove_document(struct keeper *keeper, const char *source, const char *id, gaz_error *error) {
    if (!keeper_has_corpus(keeper)) return error_argument(error, "no documents are kept");
    return wake_after(keeper, kept_documents_remove(keeper->documents, source, id, error));
}

/* ---- Requests ---- */

/* Of a server of several models, it is the first one whose lists are kept. */
static struct keeper *keeper_of(const struct request *request) {
    return request->slot == request->server->models->slots ? request->server->keeper : NULL;
}

void keeper_answer_verdict(struct request *request) {
    struct keeper *keeper = keeper_of(request);
    if (keeper && keeper->verdicts)
        verdict_queue_answer(keeper->verdicts, request);
    else
        request_fail(request, HTTP_NOT_FOUND, "the server has no lists of this model; --lists names their folder");
}

static void put_documents(struct json_writer *json, struct keeper *keeper) {
    struct kept_counts counts;
    if (!keeper->documents) return;
    kept_documents_count(&counts, keeper->documents);
    json_put_number(json, "documents", counts.documents);
    json_put_number(json, "annotations", counts.annotations);
}

static void put_learning(struct json_writer *json, struct keeper *keeper) {
    uint64_t queued = 0;
    pthread_mutex_lock(&keeper->lock);
    bool at_work = keeper->learner && learner_is_at_work(&queued, keeper->learner);
    pthread_mutex_unlock(&keeper->lock);
    json_put_flag(json, "learning", keeper->history != NULL);
    json_put_flag(json, "at_work", at_work);
    json_put_number(json, "queued", queued);
    json_put_open(json, "rounds", "[");
    if (keeper->history && !json->failed) json->failed = !history_write(json->out, keeper->history);
    json_put_close(json, "]");
}

void keeper_answer_status(struct request *request) {
    struct keeper *keeper = keeper_of(request);
    struct json_writer json = {.out = &request->exchange->answer};
    gaz_model_info info;
    if (!keeper) {
        request_fail(request, HTTP_NOT_FOUND, "nothing is kept; --corpus and --lists name folders");
        return;
    }
    gaz_model_get_info(&info, request->served->model);
    json_put_open(&json, NULL, "{");
    json_put_text(&json, "model_version", request->served->version);
    json_put_number(&json, "entries", info.entries);
    put_documents(&json, keeper);
    put_learning(&json, keeper);
    json_put_close(&json, "}");
    json_put_raw(&json, "\n");
    request_send_json(request, !json.failed);
}
