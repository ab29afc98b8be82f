/* The taggers of a model: made when needed, kept for the next call, and never used by two threads. All of it needs the
 * GIL, which is the pool's lock. */
#include "model.h"

#include <string.h>

enum { MOST_IDLE = 32 };

static void pooled_free(struct pooled *pooled) {
    gaz_tagger_free(pooled->tagger);
    span_list_free(&pooled->spans);
    strings_close(&pooled->key.types);
    PyMem_Free(pooled);
}

/* Runs no Python code, which could change the pool. */
static bool keys_equal(const struct tagger_key *one, const struct tagger_key *other) {
    if (one->tokenized != other->tokenized || one->paragraphs != other->paragraphs || one->markup != other->markup ||
        one->all != other->all || one->senses != other->senses || one->abbreviations != other->abbreviations ||
        one->min_score != other->min_score || one->types.count != other->types.count)
        return false;
    for (size_t i = 0; i < one->types.count; i++)
        if (strcmp(one->types.names[i], other->types.names[i]) != 0) return false;
    return true;
}

static struct pooled *pooled_new(const struct model *model, const struct tagger_key *key) {
    struct pooled *pooled = PyMem_Calloc(1, sizeof *pooled);
    if (!pooled) {
        PyErr_NoMemory();
        return NULL;
    }
    pooled->key = *key;
    if (strings_open(&pooled->key.types, key->types.owner, "types") < 0) {
        PyMem_Free(pooled);
        return NULL;
    }
    gaz_error error;
    gaz_tagger_options options;
    gaz_tagger_options_init(&options);
    options.input.format = key->tokenized ? GAZ_FORMAT_TOKENIZED : GAZ_FORMAT_TEXT;
    if (key->markup) options.input.format = key->markup;
    options.input.paragraphs = key->paragraphs;
    options.match.all = key->all;
    options.match.senses = key->senses;
    options.match.abbreviations = key->abbreviations;
    options.match.min_score = key->min_score;
    options.match.types = pooled->key.types.names;
    options.match.type_count = pooled->key.types.count;
    if (gaz_tagger_new(&pooled->tagger, model->model, &options, &error) == GAZ_OK) return pooled;
    pooled->tagger = NULL;
    pooled_free(pooled);
    error_raise(&error);
    return NULL;
}

struct pooled *model_take(struct model *model, const struct tagger_key *key) {
    for (struct pooled **link = &model->idle; *link; link = &(*link)->next) {
        struct pooled *pooled = *link;
        if (!keys_equal(&pooled->key, key)) continue;
        *link = pooled->next;
        return pooled;
    }
    return pooled_new(model, key);
}

static void drop_idle(struct model *model, size_t kept) {
    struct pooled **link = &model->idle;
    while (*link && kept--) link = &(*link)->next;
    while (*link) {
        struct pooled *pooled = *link;
        *link = pooled->next;
        pooled_free(pooled);
    }
}

void model_give(struct model *model, struct pooled *pooled) {
    enum { KEPT_SPANS = 1 << 16 };
    if (pooled->spans.capacity > KEPT_SPANS) span_list_free(&pooled->spans);
    pooled->spans.count = 0;
    pooled->next = model->idle;
    model->idle = pooled;
    drop_idle(model, MOST_IDLE);
}

int crew_take(struct crew *crew, struct model *model, const struct tagger_key *key, size_t count) {
    crew->pooled = PyMem_Calloc(count, sizeof(struct pooled *));
    crew->taggers = PyMem_Calloc(count, sizeof(gaz_tagger *));
    if (!crew->pooled || !crew->taggers) {
        PyErr_NoMemory();
        return -1;
    }
    while (crew->count < count) {
        struct pooled *pooled = model_take(model, key);
        if (!pooled) return -1;
        crew->taggers[crew->count] = pooled->tagger;
        crew->pooled[crew->count++] = pooled;
    }
    return 0;
}

void crew_give(struct crew *crew, struct model *model, bool lost) {
    for (size_t i = 0; i < crew->count && !lost; i++) model_give(model, crew->pooled[i]);
    PyMem_Free(crew->pooled);
    PyMem_Free(crew->taggers);
    *crew = (struct crew){0};
}

int model_enter(struct model *model) {
    if (model->closed) {
        PyErr_SetString(PyExc_ValueError, "the model is closed");
        return -1;
    }
    model->users++;
    return 0;
}

void model_leave(struct model *model) {
    if (--model->users || !model->closed) return;
    drop_idle(model, 0);
    gaz_model_close(model->model);
    model->model = NULL;
}
