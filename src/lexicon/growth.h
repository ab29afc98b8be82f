/* What a harvest learns about names that the lists lack, so that they can be found in raw text: how often words are
 * parts of names, which sequences of shapes names have, and the weights of a logistic model. */
#ifndef LEXICON_GROWTH_H
#define LEXICON_GROWTH_H

#include <stdbool.h>

#include "base/file_batch.h"
#include "base/strings.h"
#include "gaz.h"

enum {
    GROWTH_TOKENS_MAX = 6,  /* of a name; a run of one script without spaces is one, */
    NAME_TOKENS_MAX = 20,   /* which may have more */
    GROWTH_TYPES_MAX = 256, /* each is learnt by itself, from all names */
    GROWTH_SHAPES_MAX = 1000,
    GROWTH_SURFACE_WEIGHTS = 9
};

/* How often the corpus has a word, whatever its case. */
struct growth_word {
    uint32_t occurrences;
    uint32_t lower;  /* written in lower case */
    uint32_t inside; /* a name; the next two too */
    uint32_t first;
    uint32_t last;
    uint32_t before; /* beside a name; the next too */
    uint32_t after;
};

enum { GROWTH_WORD_COUNTS = sizeof(struct growth_word) / sizeof(uint32_t) };

/* The shapes (enum shape) of a name's tokens, without repeats of some of them: learn/name_shapes.h. */
struct growth_shapes {
    uint8_t items[GROWTH_TOKENS_MAX];
    uint8_t count;
};

struct growth {
    struct strings types;       /* sorted by name */
    struct strings words;       /* case-folded */
    struct growth_word *counts; /* by word */
    size_t count_capacity;
    struct growth_shapes *shapes;
    size_t shape_count;
    size_t shape_capacity;
    struct strings seen;   /* what looks like a name, occurs in the corpus, and is none; in the form of surface.h */
    uint32_t *seen_counts; /* by number in `seen`: occurrences */
    size_t seen_capacity;
    uint64_t *features; /* learn/name_features.h */
    size_t feature_count;
    size_t feature_capacity;
    float *weights; /* by feature: of being a name, and then of being one of each type */
    size_t weight_capacity;
    float surface[GROWTH_SURFACE_WEIGHTS]; /* learn/name_evidence.h; the next too */
    uint32_t most;
};

void growth_free(struct growth *growth);

/* The weights of a feature: 1 + one by type. */
static inline float *growth_weights(const struct growth *growth, size_t feature) {
    return growth->weights + feature * (1 + (size_t)growth->types.count);
}

/* The number of a word, which is added without counts if it is new. */
gaz_status growth_add_word(uint32_t *number, struct growth *growth, const char *bytes, size_t size, gaz_error *error);

/* Adds a surface that the corpus has so many times, and does not annotate. */
gaz_status growth_add_seen(struct growth *growth, const char *bytes, size_t size, uint32_t count, gaz_error *error);

/* Adds a feature and gives the place of its weights, all 0. NULL: out of memory. */
float *growth_add_feature(struct growth *growth, uint64_t feature);

/* Adds shapes. False: out of memory. */
bool growth_add_shapes(struct growth *growth, const struct growth_shapes *shapes);

/* The name of the file beside the lists. */
extern const char growth_file_name[];

/* Puts what was learnt into a folder of lists, with a batch of its files; NULL: removes what an earlier harvest has
 * learnt. */
gaz_status growth_put(struct file_batch *batch, const struct growth *growth, const char *folder, gaz_error *error);

/* Reads it. `*growth` is owned, NULL if the folder has none. */
gaz_status growth_read(struct growth **growth, const char *folder, gaz_error *error);

#endif
