#include "serve/learner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "lexicon/lexicon.h"

struct learner {
    struct learner_options options;
    struct kept_lists *lists;
    struct kept_documents *documents;
    struct history *history;
    struct slot *slot;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    bool stopped;
    bool at_work;
    bool due;           /* whatever has changed */
    uint64_t harvested; /* changes that the last round has had */
};

/* What a round came to. */
struct round {
    time_t begin;
    uint64_t documents;
    uint64_t entries; /* kept in the lists */
    struct learner_facts before;
    struct learner_facts after;
    bool taken;
    const char *objection; /* NULL: none */
    gaz_error error;       /* GAZ_OK: there was none */
};

enum { NICE = 10 };

const char *learner_objection(const struct learner_facts *before, const struct learner_facts *after) {
    const gaz_estimate *old = &before->estimate;
    double least = old->f1 - 0.02;
    if (after->annotations < before->annotations / 2)
        return "the corpora have less than half of the annotations that the lists were harvested from";
    if (!old->judged) return NULL;
    if (!after->estimate.judged)
        return "the corpora are too small to judge lists in the place of those that were judged";
    if (old->f1_range.high > 0 && old->f1_range.low < least) least = old->f1_range.low;
    return after->estimate.f1 < least ? "the F1 on held-out text is lower, by more than noise" : NULL;
}

/* ---- History ---- */

static void put_judged(struct json_writer *json, const struct round *round) {
    const gaz_estimate *estimate = &round->after.estimate;
    json_put_flag(json, "judged", estimate->judged);
    if (estimate->judged) {
        json_put_decimal(json, "precision", estimate->precision);
        json_put_decimal(json, "recall", estimate->recall);
        json_put_decimal(json, "f1", estimate->f1);
        json_put_decimal(json, "f1_low", estimate->f1_range.low);
        json_put_decimal(json, "f1_high", estimate->f1_range.high);
    }
    if (round->before.estimate.judged) json_put_decimal(json, "f1_before", round->before.estimate.f1);
}

static bool write_round(struct buffer *out, const struct round *round, const char *version) {
    struct json_writer json = {.out = out};
    char time[32];
    struct tm parts;
    (void)strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&round->begin, &parts));
    json_put_open(&json, NULL, "{");
    json_put_text(&json, "time", time);
    json_put_number(&json, "documents", round->documents);
    json_put_number(&json, "annotations", round->after.annotations);
    json_put_number(&json, "entries", round->entries);
    put_judged(&json, round);
    json_put_flag(&json, "taken", round->taken);
    json_put_text(&json, "reason", round->objection);
    json_put_text(&json, "model_version", version);
    if (round->error.status != GAZ_OK) json_put_text(&json, "error", round->error.message);
    json_put_close(&json, "}");
    return !json.failed;
}

static void tell_error(const struct learner *learner, const char *what, const gaz_error *error) {
    char line[1400];
    if (error->line)
        (void)snprintf(line, sizeof line, "%s: %s:%llu: %s", what, error->file, (unsigned long long)error->line,
                       error->message);
    else
        (void)snprintf(line, sizeof line, "%s: %s%s%s", what, error->file, *error->file ? ": " : "", error->message);
    learner->options.tell(line);
}

static void tell_objection(const struct learner *learner, const char *objection) {
    char line[256];
    (void)snprintf(line, sizeof line, "what was learnt is not taken: %s", objection);
    learner->options.tell(line);
}

static void note(struct learner *learner, const struct round *round) {
    struct buffer line = {0};
    gaz_error error;
    struct served *served = served_take(learner->slot);
    gaz_status status = write_round(&line, round, served->version)
                            ? history_add(learner->history, line.bytes, line.size, &error)
                            : error_memory(&error);
    served_give_back(served);
    buffer_free(&line);
    if (round->error.status != GAZ_OK) tell_error(learner, "nothing was learnt", &round->error);
    if (round->objection) tell_objection(learner, round->objection);
    if (status != GAZ_OK) tell_error(learner, "the history lacks a harvest", &error);
}

/* ---- A round ---- */

static bool is_stopped(struct learner *learner) {
    pthread_mutex_lock(&learner->lock);
    bool stopped = learner->stopped;
    pthread_mutex_unlock(&learner->lock);
    return stopped;
}

/* The annotations that the entries of lists were harvested from. */
static uint64_t count_annotations(const gaz_lexicon *lexicon) {
    uint64_t count = 0;
    for (size_t i = 0; i < lexicon->entry_count; i++) count += lexicon->entries[i].annotated;
    return count;
}

static gaz_status harvest(struct round *round, gaz_lexicon *lexicon, const struct learner *learner, gaz_error *error) {
    char **paths;
    size_t count;
    gaz_harvest_options options;
    gaz_corpus_report report = {0};
    gaz_lexicon_counts counts;
    gaz_harvest_options_init(&options);
    options.growth = 1; /* as gaz harvest does: the lists stay such as gaz grow can use */
    gaz_lexicon_get_estimate(&round->before.estimate, lexicon);
    round->before.annotations = count_annotations(lexicon);
    gaz_status status = kept_documents_find(&paths, &count, learner->documents, error);
    if (status != GAZ_OK) return status;
    if (count == 0) status = error_set(error, GAZ_ERROR_INPUT, NULL, 0, "no documents are there");
    if (status == GAZ_OK)
        status = gaz_lexicon_harvest(lexicon, (const char *const *)paths, count, &options, &report, error);
    file_paths_free(paths);
    round->documents = report.documents;
    round->after.annotations = report.entities;
    if (status != GAZ_OK) return status;
    gaz_lexicon_get_estimate(&round->after.estimate, lexicon);
    gaz_lexicon_get_counts(&counts, lexicon);
    round->entries = counts.kept;
    round->objection = learner_objection(&round->before, &round->after);
    return GAZ_OK;
}

/* False: it was given up. */
static bool run_round(struct round *round, struct learner *learner) {
    gaz_lexicon *lexicon = NULL;
    round->begin = time(NULL);
    gaz_status status = kept_lists_begin_harvest(&lexicon, learner->lists, &round->error);
    if (status == GAZ_OK) status = harvest(round, lexicon, learner, &round->error);
    bool given_up = is_stopped(learner);
    round->taken = status == GAZ_OK && !given_up && !round->objection;
    gaz_status ended =
        kept_lists_end_harvest(learner->lists, round->taken ? lexicon : NULL, status == GAZ_OK ? &round->error : NULL);
    gaz_lexicon_free(lexicon);
    if (status == GAZ_OK) status = ended;
    round->taken = round->taken && status == GAZ_OK;
    if (status == GAZ_OK) round->error.status = GAZ_OK;
    return !given_up;
}

/* ---- The thread ---- */

static uint64_t count_changes(const struct learner *learner) {
    struct kept_counts counts;
    kept_documents_count(&counts, learner->documents);
    return counts.changes;
}

/* Waits until a round is due, not before `*earliest`. False: it is stopped. */
static bool wait_for_work(struct learner *learner, const struct timespec *earliest) {
    pthread_mutex_lock(&learner->lock);
    bool early = true;
    while (!learner->stopped) {
        bool worth = learner->due || count_changes(learner) - learner->harvested >= learner->options.documents;
        if (worth && !early) break;
        if (!worth)
            pthread_cond_wait(&learner->changed, &learner->lock);
        else
            early = pthread_cond_timedwait(&learner->changed, &learner->lock, earliest) != ETIMEDOUT;
    }
    learner->at_work = !learner->stopped;
    learner->due = false;
    if (learner->at_work) learner->harvested = count_changes(learner);
    bool at_work = learner->at_work;
    pthread_mutex_unlock(&learner->lock);
    return at_work;
}

static void *run(void *context) {
    struct learner *learner = context;
    struct timespec earliest = {0};
    (void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE); /* of this thread: requests go first */
    while (wait_for_work(learner, &earliest)) {
        struct round round = {0};
        (void)clock_gettime(CLOCK_MONOTONIC, &earliest);
        earliest.tv_sec += learner->options.seconds;
        if (run_round(&round, learner)) {
            if (round.error.status == GAZ_OK)
                (void)kept_documents_settle(learner->documents, learner->harvested, &round.error);
            note(learner, &round);
        }
        pthread_mutex_lock(&learner->lock);
        learner->at_work = false;
        pthread_mutex_unlock(&learner->lock);
    }
    return NULL;
}

/* ---- Beginning and end ---- */

static void free_learner(struct learner *learner) {
    pthread_cond_destroy(&learner->changed);
    pthread_mutex_destroy(&learner->lock);
    free(learner);
}

gaz_status learner_start(struct learner **learner, const struct learner_options *options, struct kept_lists *lists,
                         struct kept_documents *documents, struct history *history, struct slot *slot,
                         gaz_error *error) {
    pthread_condattr_t attributes;
    struct learner *started = calloc(1, sizeof *started);
    *learner = NULL;
    if (!started) return error_memory(error);
    *started = (struct learner){.options = *options,
                                .lists = lists,
                                .documents = documents,
                                .history = history,
                                .slot = slot,
                                .due = options->due};
    pthread_mutex_init(&started->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&started->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    int number = pthread_create(&started->thread, NULL, run, started);
    if (number != 0) {
        free_learner(started);
        return error_system(error, NULL, number, "cannot start a thread");
    }
    *learner = started;
    return GAZ_OK;
}

void learner_stop(struct learner *learner) {
    if (!learner) return;
    pthread_mutex_lock(&learner->lock);
    learner->stopped = true;
    pthread_cond_signal(&learner->changed);
    pthread_mutex_unlock(&learner->lock);
    pthread_join(learner->thread, NULL);
    free_learner(learner);
}

void learner_wake(struct learner *learner) {
    if (!learner) return;
    pthread_mutex_lock(&learner->lock);
    pthread_cond_signal(&learner->changed);
    pthread_mutex_unlock(&learner->lock);
}

bool learner_is_at_work(uint64_t *queued, struct learner *learner) {
    uint64_t changes = count_changes(learner);
    pthread_mutex_lock(&learner->lock);
    bool at_work = learner->at_work;
    *queued = changes > learner->harvested ? changes - learner->harvested : learner->due;
    pthread_mutex_unlock(&learner->lock);
    return at_work;
}
