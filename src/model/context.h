/* What surrounds a match, as numbers that a linear model weighs. Harvesting trains the weights, the model file holds
 * them, the matcher adds them up; all three go by the layout here.
 *
 * The log odds that a match is right are the entry's own part plus the weights of these features:
 *
 *   left neighbour   its shape, and how often such a word belongs to the entity behind it;
 *                    each with the type, the number of tokens, and the shape of the match
 *   right neighbour  the same
 *   both             their shapes together
 *   shorter          that a longer entry begins at the same token and was rejected, with the number of tokens */
#ifndef MODEL_CONTEXT_H
#define MODEL_CONTEXT_H

#include <stdbool.h>

#include "model/image.h"
#include "text/fingerprint.h"
#include "text/shape.h"

/* How often a word that stands beside an entity is a part of it: none (there is no word), unknown, never, and from rare
 * to mostly, each by how often it was seen. */
enum word_class {
    WORD_NONE,
    WORD_UNKNOWN,
    WORD_NEVER,
    WORD_OFTEN, /* + 3 * (how often: 0 under 5 %, 1 under 20 %, 2 under 50 %, 3) + (seen: 0 under 3, 1 under 10, 2) */
    WORD_CLASS_END = WORD_OFTEN + 12
};

enum {
    CONTEXT_SIZES = 4,
    CONTEXT_ROWS = SHAPE_END + WORD_CLASS_END,
    CONTEXT_PAIRS = SHAPE_PUNCTUATION * SHAPE_PUNCTUATION, /* shapes of both neighbours */
    CONTEXT_FEATURES = 14,
    CONTEXT_TYPES_MAX = 1 << 20
};

/* A token beside a match. */
struct neighbour {
    enum shape shape;
    enum word_class word;
};

struct surroundings {
    struct neighbour left;
    struct neighbour right;
    uint32_t type;
    uint32_t token_count;
    enum shapes shapes; /* of the match */
    bool shorter;
};

/* Columns of a row: types, numbers of tokens, shapes of matches. */
static inline uint32_t context_columns(uint32_t type_count) {
    return type_count + CONTEXT_SIZES + SHAPES_END;
}

static inline uint64_t context_weight_count(uint32_t type_count) {
    return (uint64_t)2 * CONTEXT_ROWS * context_columns(type_count) + CONTEXT_PAIRS + CONTEXT_SIZES;
}

/* A number of tokens as an index below CONTEXT_SIZES. */
static inline uint32_t context_size(uint32_t token_count) {
    return token_count < CONTEXT_SIZES ? token_count - 1 : CONTEXT_SIZES - 1;
}

/* Where the features stand in the weights: the first of a row of columns, four of them, and two single ones. */
struct context_places {
    uint64_t rows[4]; /* left shape, left word, right shape, right word */
    uint64_t pair;
    uint64_t shorter;
};

static inline struct context_places context_find(uint32_t type_count, const struct surroundings *around) {
    uint64_t columns = context_columns(type_count);
    uint64_t pairs = columns * 2 * CONTEXT_ROWS;
    uint64_t shapes = (uint64_t)shape_plain(around->left.shape) * SHAPE_PUNCTUATION + shape_plain(around->right.shape);
    return (struct context_places){.rows = {columns * around->left.shape, columns * (SHAPE_END + around->left.word),
                                            columns * (CONTEXT_ROWS + around->right.shape),
                                            columns * (CONTEXT_ROWS + SHAPE_END + around->right.word)},
                                   .pair = pairs + shapes,
                                   .shorter = pairs + CONTEXT_PAIRS + context_size(around->token_count)};
}

/* The numbers of the weights that count. Returns how many there are. */
static inline uint32_t context_features(uint32_t features[CONTEXT_FEATURES], uint32_t type_count,
                                        const struct surroundings *around) {
    struct context_places places = context_find(type_count, around);
    uint32_t size = type_count + context_size(around->token_count);
    uint32_t shapes = type_count + CONTEXT_SIZES + around->shapes;
    uint32_t count = 0;
    for (int row = 0; row < 4; row++) {
        features[count++] = (uint32_t)places.rows[row] + around->type;
        features[count++] = (uint32_t)places.rows[row] + size;
        features[count++] = (uint32_t)places.rows[row] + shapes;
    }
    features[count++] = (uint32_t)places.pair;
    if (around->shorter) features[count++] = (uint32_t)places.shorter;
    return count;
}

/* The sum of these weights. */
static inline float context_log_odds(const float *weights, uint32_t type_count, const struct surroundings *around) {
    struct context_places places = context_find(type_count, around);
    uint32_t size = type_count + context_size(around->token_count);
    uint32_t shapes = type_count + CONTEXT_SIZES + around->shapes;
    float log_odds = weights[places.pair];
    for (int row = 0; row < 4; row++) {
        const float *first = weights + places.rows[row];
        log_odds += first[around->type] + first[size] + first[shapes];
    }
    return around->shorter ? log_odds + weights[places.shorter] : log_odds;
}

/* The hash of a word; `keys` are made from CONTEXT_SEED. `inside` as in fingerprint_in_text. */
enum { CONTEXT_SEED = 1 };

static inline uint64_t context_word_hash(const struct fingerprint_keys *keys, const char *bytes, size_t size,
                                         bool inside) {
    return fingerprint_in_text(keys, bytes, size, inside);
}

/* The slot of a word in a table, or the empty one where it would be. A table has an empty slot. Two words with one hash
 * would be taken for one another: a score would be a little off, no more. */
static inline uint32_t context_word_slot(const struct image_word *words, uint32_t slots, uint64_t hash) {
    uint32_t slot = (uint32_t)hash & (slots - 1);
    while (words[slot].shape && words[slot].hash != (uint32_t)(hash >> 32)) slot = (slot + 1) & (slots - 1);
    return slot;
}

#endif
