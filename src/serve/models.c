#include "serve/models.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"
#include "base/file.h"

/* ---- Versions ---- */

static gaz_status served_open(struct served **served, const char *path, gaz_error *error) {
    gaz_model_info info;
    gaz_model *model;
    *served = NULL;
    gaz_status status = gaz_model_open(&model, path, GAZ_OPEN_COPY, error);
    if (status != GAZ_OK) return status;
    gaz_model_get_info(&info, model);
    struct served *made = info.words.present ? calloc(1, sizeof *made) : NULL;
    if (!made) {
        gaz_model_close(model);
        if (info.words.present) return error_memory(error);
        return error_hint(error, GAZ_HINT_TOKENS_WORDS,
                          error_set(error, GAZ_ERROR_ARGUMENT, path, 0, "the model cannot tag raw text"));
    }
    made->model = model;
    (void)snprintf(made->version, sizeof made->version, "gaz-%s-%016" PRIx64, gaz_version(), info.checksum);
    atomic_init(&made->users, 1);
    pthread_mutex_init(&made->lock, NULL);
    *served = made;
    return GAZ_OK;
}

static void free_idle(struct idle_tagger *idle) {
    gaz_tagger_free(idle->tagger);
    free(idle);
}

void served_give_back(struct served *served) {
    if (!served || atomic_fetch_sub(&served->users, 1) > 1) return;
    while (served->idle) {
        struct idle_tagger *idle = served->idle;
        served->idle = idle->next;
        free_idle(idle);
    }
    pthread_mutex_destroy(&served->lock);
    gaz_model_close(served->model);
    free(served);
}

struct served *served_take(struct slot *slot) {
    pthread_mutex_lock(&slot->lock);
    struct served *served = slot->current;
    atomic_fetch_add(&served->users, 1);
    pthread_mutex_unlock(&slot->lock);
    return served;
}

/* ---- Files ---- */

static int64_t nanoseconds(const struct timespec *time) {
    return (int64_t)time->tv_sec * 1000000000 + time->tv_nsec;
}

static bool look_at(struct file_state *state, const char *path) {
    struct stat about;
    struct timespec now = {0};
    if (stat(path, &about) != 0) return false;
    (void)clock_gettime(CLOCK_REALTIME, &now); /* as files have it */
    *state = (struct file_state){.device = (uint64_t)about.st_dev,
                                 .number = (uint64_t)about.st_ino,
                                 .size = (int64_t)about.st_size,
                                 .changed = nanoseconds(&about.st_ctim)};
    state->settled = nanoseconds(&now) - state->changed >= 1000000000;
    return true;
}

static bool are_same(const struct file_state *left, const struct file_state *right) {
    return left->device == right->device && left->number == right->number && left->size == right->size &&
           left->changed == right->changed;
}

static enum models_news look(struct slot *slot, bool asked, gaz_error *error) {
    struct file_state state;
    struct served *served;
    bool there = look_at(&state, slot->path);
    if (!asked && !there) return MODELS_SAME; /* it may be about to get its name */
    if (!asked && are_same(&state, &slot->state) && (slot->state.settled || !state.settled)) return MODELS_SAME;
    if (there) slot->state = state;
    (void)served_open(&served, slot->path, error);
    if (!served) /* one that is being written is told when it is not */
        return asked || state.settled ? MODELS_FAILED : MODELS_SAME;
    if (strcmp(served->version, slot->current->version) == 0) {
        served_give_back(served);
        return MODELS_SAME;
    }
    pthread_mutex_lock(&slot->lock);
    struct served *old = slot->current;
    slot->current = served;
    pthread_mutex_unlock(&slot->lock);
    served_give_back(old);
    return MODELS_NEW;
}

enum models_news models_look(struct slot *slot, bool asked, gaz_error *error) {
    pthread_mutex_lock(&slot->look);
    enum models_news news = look(slot, asked, error);
    pthread_mutex_unlock(&slot->look);
    return news;
}

gaz_status models_replace(struct slot *slot, const gaz_memory *image, gaz_error *error) {
    gaz_error fault = {.status = GAZ_OK};
    pthread_mutex_lock(&slot->look); /* nobody else is to find the file, and tell it */
    gaz_status status = file_replace(slot->path, image->bytes, image->size, &fault);
    if (status == GAZ_OK && look(slot, true, &fault) == MODELS_FAILED) status = fault.status;
    pthread_mutex_unlock(&slot->look);
    if (status != GAZ_OK && error) *error = fault;
    return status;
}

/* ---- All of them ---- */

gaz_status models_open(struct models *models, const char *const *names, const char *const *paths, size_t count,
                       gaz_error *error) {
    gaz_status status = GAZ_OK;
    *models = (struct models){.slots = calloc(count, sizeof *models->slots)};
    if (!models->slots) return error_memory(error);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        struct slot *slot = &models->slots[i];
        slot->name = names[i];
        slot->path = paths[i];
        (void)look_at(&slot->state, slot->path);
        status = served_open(&slot->current, slot->path, error);
        if (status != GAZ_OK) break;
        pthread_mutex_init(&slot->lock, NULL);
        pthread_mutex_init(&slot->look, NULL);
        models->count++;
    }
    if (status != GAZ_OK) models_close(models);
    return status;
}

void models_close(struct models *models) {
    for (size_t i = 0; i < models->count; i++) {
        served_give_back(models->slots[i].current);
        pthread_mutex_destroy(&models->slots[i].lock);
        pthread_mutex_destroy(&models->slots[i].look);
    }
    free(models->slots);
    *models = (struct models){0};
}

struct slot *models_find(struct models *models, const char *name, size_t size) {
    for (size_t i = 0; i < models->count; i++)
        if (strlen(models->slots[i].name) == size && memcmp(models->slots[i].name, name, size) == 0)
            return &models->slots[i];
    return NULL;
}

/* ---- Taggers ---- */

enum { LARGE = 1 << 20 /* bytes of a text */ };

static struct idle_tagger *take_idle(struct served *served) {
    pthread_mutex_lock(&served->lock);
    struct idle_tagger *idle = served->idle;
    if (idle) served->idle = idle->next;
    pthread_mutex_unlock(&served->lock);
    return idle;
}

gaz_status tagging_begin(struct tagging *tagging, struct served *served, const gaz_match_options *match,
                         gaz_error *error) {
    gaz_tagger_options options;
    *tagging = (struct tagging){.served = served, .usual = match ? NULL : take_idle(served)};
    if (tagging->usual) {
        tagging->tagger = tagging->usual->tagger;
        return GAZ_OK;
    }
    gaz_tagger_options_init(&options);
    if (match) options.match = *match;
    gaz_status status = gaz_tagger_new(&tagging->tagger, served->model, &options, error);
    if (status != GAZ_OK || match) return status;
    tagging->usual = malloc(sizeof *tagging->usual);
    if (tagging->usual) *tagging->usual = (struct idle_tagger){.tagger = tagging->tagger};
    return GAZ_OK;
}

void tagging_end(struct tagging *tagging) {
    struct served *served = tagging->served;
    struct idle_tagger *usual = tagging->usual;
    if (!usual) {
        gaz_tagger_free(tagging->tagger);
    } else if (tagging->large) {
        free_idle(usual);
    } else {
        pthread_mutex_lock(&served->lock);
        usual->next = served->idle;
        served->idle = usual;
        pthread_mutex_unlock(&served->lock);
    }
    *tagging = (struct tagging){0};
}

gaz_status tagging_text(const gaz_document **document, struct tagging *tagging, const char *text, size_t size,
                        gaz_error *error) {
    tagging->large = tagging->large || size > LARGE;
    return gaz_tagger_document(document, tagging->tagger, text, size, error);
}
