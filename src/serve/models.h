/* The models that are served. Each has a name, and at each time one version, which whoever is at work with it keeps. */
#ifndef SERVE_MODELS_H
#define SERVE_MODELS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

/* A tagger that nobody uses. */
struct idle_tagger {
    struct idle_tagger *next;
    gaz_tagger *tagger;
};

/* One version of a model. */
struct served {
    gaz_model *model;
    char version[48];  /* "gaz-1.0.0-8e4edf2edb5bc9a8": changes with the model */
    atomic_uint users; /* the slot is one */
    pthread_mutex_t lock;
    struct idle_tagger *idle; /* with the usual options */
};

/* What tells one state of a file from another. */
struct file_state {
    uint64_t device;
    uint64_t number;
    int64_t size;
    int64_t changed; /* nanoseconds since 1970 */
    bool settled;    /* it had been so for a second when it was read: the file will not change unseen */
};

struct slot {
    const char *name;
    const char *path;
    pthread_mutex_t lock; /* of `current` */
    struct served *current;
    pthread_mutex_t look;    /* of what follows: one thread looks at a time */
    struct file_state state; /* of what was read last, well or not */
};

struct models {
    struct slot *slots; /* owned */
    size_t count;
};

/* Opens all of them, as copies. */
gaz_status models_open(struct models *models, const char *const *names, const char *const *paths, size_t count,
                       gaz_error *error);
void models_close(struct models *models);

/* NULL: there is none. */
struct slot *models_find(struct models *models, const char *name, size_t size);

/* The newest version; to be given back. */
struct served *served_take(struct slot *slot);
void served_give_back(struct served *served);

enum models_news { MODELS_SAME, MODELS_NEW, MODELS_FAILED };

/* Reads a model again if its file has changed, or `asked`. Failed: the old version stays, and `error` says why. Any
 * thread may call it; when it returns, what the file was when it was called is served. */
enum models_news models_look(struct slot *slot, bool asked, gaz_error *error);

/* Replaces a model's file by these bytes, as gaz_lexicon_build_bytes makes them, and reads it. Any thread may call it.
 */
gaz_status models_replace(struct slot *slot, const gaz_memory *image, gaz_error *error);

/* A tagger at work. */
struct tagging {
    struct served *served; /* borrowed */
    struct idle_tagger *usual;
    gaz_tagger *tagger;
    bool large; /* it has tagged a large text, and is not kept: nor is the memory that it took */
};

/* `match` NULL: with the usual options. */
gaz_status tagging_begin(struct tagging *tagging, struct served *served, const gaz_match_options *match,
                         gaz_error *error);
void tagging_end(struct tagging *tagging);

/* gaz_tagger_document. The document is borrowed until the next text. */
gaz_status tagging_text(const gaz_document **document, struct tagging *tagging, const char *text, size_t size,
                        gaz_error *error);

#endif
