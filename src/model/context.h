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

#include "base/hash.h"
#include "model/format.h"
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
    return (uint64_t)2 * CONTEXT_ROWS * context_columns(type_count) + SHAPE_PUNCTUATION * SHAPE_PUNCTUATION +
           CONTEXT_SIZES;
}

/* A number of tokens as an index below CONTEXT_SIZES. */
static inline uint32_t context_size(uint32_t token_count) {
    return token_count < CONTEXT_SIZES ? token_count - 1 : CONTEXT_SIZES - 1;
}

static inline uint32_t *context_add_row(uint32_t *features, uint32_t row, uint32_t type_count,
                                        const struct surroundings *around) {
    uint32_t first = row * context_columns(type_count);
    features[0] = first + around->type;
    features[1] = first + type_count + context_size(around->token_count);
    features[2] = first + type_count + CONTEXT_SIZES + around->shapes;
    return features + 3;
}

/* The numbers of the weights that count. Returns how many there are, at most CONTEXT_FEATURES. */
static inline uint32_t context_features(uint32_t features[CONTEXT_FEATURES], uint32_t type_count,
                                        const struct surroundings *around) {
    uint32_t *end = features;
    end = context_add_row(end, around->left.shape, type_count, around);
    end = context_add_row(end, SHAPE_END + around->left.word, type_count, around);
    end = context_add_row(end, CONTEXT_ROWS + around->right.shape, type_count, around);
    end = context_add_row(end, CONTEXT_ROWS + SHAPE_END + around->right.word, type_count, around);
    uint32_t pairs = 2 * CONTEXT_ROWS * context_columns(type_count);
    *end++ = pairs + shape_plain(around->left.shape) * SHAPE_PUNCTUATION + shape_plain(around->right.shape);
    if (around->shorter) *end++ = pairs + SHAPE_PUNCTUATION * SHAPE_PUNCTUATION + context_size(around->token_count);
    return (uint32_t)(end - features);
}

/* The slot of a word in a table, or the empty one where it would be. A table has an empty slot. */
static inline uint32_t context_word_slot(const struct format_word *words, uint32_t slots, const char *bytes,
                                         size_t size) {
    uint64_t hash = hash_bytes(bytes, size, 0);
    uint32_t slot = (uint32_t)hash & (slots - 1);
    while (words[slot].extends && words[slot].hash != (uint32_t)(hash >> 32)) slot = (slot + 1) & (slots - 1);
    return slot;
}

#endif
