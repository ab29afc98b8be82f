/* Candidates for names: runs of tokens whose shapes are those of some name of the corpus. */
#ifndef LEARN_NAME_SHAPES_H
#define LEARN_NAME_SHAPES_H

#include "lexicon/growth.h"
#include "text/shape.h"

/* A tree of sequences of shapes. All zero until name_shapes_make. */
struct name_shapes {
    struct name_shapes_node {
        uint16_t next[SHAPE_END]; /* node; 0 = none */
        uint16_t number;          /* 1 + number of the sequence that ends here; 0 = none does */
    } * nodes;
    size_t count;
    size_t capacity;
    bool *plain; /* by sequence: nothing in it is written otherwise than usual words are */
};

/* Whether a shape that is repeated counts once. */
static inline bool name_shape_repeats(enum shape shape) {
    return shape == SHAPE_LOWER || shape == SHAPE_CAPITALIZED || shape == SHAPE_CAPITALS || shape == SHAPE_CASELESS;
}

/* Appends the shape of the next token. False: there are too many. */
static inline bool name_shapes_append(struct growth_shapes *shapes, enum shape shape) {
    if (shapes->count && shapes->items[shapes->count - 1] == shape && name_shape_repeats(shape)) return true;
    if (shapes->count == GROWTH_TOKENS_MAX) return false;
    shapes->items[shapes->count++] = (uint8_t)shape;
    return true;
}

/* False: out of memory. */
bool name_shapes_make(struct name_shapes *shapes, const struct growth *growth);
void name_shapes_free(struct name_shapes *shapes);

/* A walk from a token on. All zero is before it. */
struct name_walk {
    uint16_t node;
    uint8_t last;   /* enum shape */
    uint8_t script; /* of the last token */
    uint8_t words;  /* a run of one script without spaces is one */
    uint8_t tokens;
};

/* Goes on to the next token; `script` as in struct name_token. False: no name has such shapes. */
static inline bool name_walk_next(struct name_walk *walk, const struct name_shapes *shapes, enum shape shape,
                                  uint8_t script) {
    walk->words = (uint8_t)(walk->words + (!script || script != walk->script));
    walk->script = script;
    if (walk->words > GROWTH_TOKENS_MAX || walk->tokens++ == NAME_TOKENS_MAX) return false;
    if (shape == (enum shape)walk->last && name_shape_repeats(shape)) return true;
    walk->node = shapes->nodes[walk->node].next[shape];
    walk->last = (uint8_t)shape;
    return walk->node != 0;
}

#endif
