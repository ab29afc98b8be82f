/* An automaton while it is built: the arrays that go into the file, and what they are made from. */
#ifndef MODEL_AUTOMATON_PARTS_H
#define MODEL_AUTOMATON_PARTS_H

#include "model/builder.h"
#include "text/digits.h"

struct automaton_parts {
    struct image_automaton header;
    struct image_token *tokens;
    char *token_bytes;
    size_t token_size;
    struct image_record *records;
    uint8_t *displacements;
    struct image_deep *deep;
    uint32_t *filters[FILTER_END];
    struct digits_table *beside_digits[DIGITS_SIDES]; /* of masks; NULL: no pattern is told by that side */
    uint32_t *outputs;                                /* entries, by the builder's numbers, with OUTPUT_MORE */
};

/* A state: some last tokens of a surface. Flat ones have one to three tokens, `second` and `third` are 0 if there are
 * less. Of deep ones `first` is the first token, `second` the state of the rest, and `third` is how many there are. */
struct state {
    uint32_t first;
    uint32_t second;
    uint32_t third;
    uint32_t run; /* 1 + where its entries stand; 0: none has these tokens */
};

/* States and what they are made from. They lie in the order in which they were come across; what goes into the file
 * must not depend on that. */
struct states {
    uint64_t *fingerprints; /* by token */
    uint32_t *sketches;     /* by token */
    uint32_t *vocabulary;   /* by token: its number in the builder's vocabulary */
    struct state *items;    /* 0 is none; flat ones first, deep ones by level */
    uint32_t count;
    size_t capacity;
    uint32_t deep;   /* the first deep one */
    uint32_t *slots; /* open addressing */
    uint64_t mask;
    uint32_t *levels; /* from 4 on: where each begins; the next one's begin ends it */
    size_t level_capacity;
    uint32_t longest; /* tokens */
    uint32_t *runs;   /* entries, by the builder's numbers, with OUTPUT_MORE */
    uint32_t run_count;
    uint32_t *fails;   /* by deep state: the state, of three tokens or more; 0: none */
    uint32_t *shorter; /* the same: a deep one with a run */
};

/* Settles which surfaces win and builds all arrays. Uses the tokenization up. */
gaz_status automaton_parts_build(struct automaton_parts *parts, const struct builder *builder,
                                 struct builder_tokenization *tokenization, gaz_error *error);

void automaton_parts_free(struct automaton_parts *parts);

/* digits_build.c: fills beside_digits from the tokens, which are masks. */
gaz_status digits_build(struct automaton_parts *parts, const struct builder_tokenization *tokenization,
                        gaz_error *error);

/* Steps of automaton_parts_build. Two of them may find that the seed will not do: *another becomes true. */

/* vocabulary.c: numbers the tokens, rewrites the tokenization's, fills tokens, fingerprints and sketches. */
gaz_status vocabulary_build(struct automaton_parts *parts, struct states *states, bool *another,
                            struct builder_tokenization *tokenization, gaz_error *error);

/* Gives the tokenization its own tokens back. */
void vocabulary_undo(const struct states *states, struct builder_tokenization *tokenization);

/* states.c: finds them, by hashing each last part of a surface once. Of surfaces with the same tokens the strongest
 * claim stays. */
gaz_status states_build(struct states *states, const struct builder *builder,
                        const struct builder_tokenization *tokenization, gaz_error *error);

/* The state of these tokens, or 0. */
uint32_t states_find_flat(const struct states *states, uint32_t first, uint32_t second, uint32_t third);

/* The deep state that a token makes of one of three tokens or more, or 0. */
uint32_t states_find_deep(const struct states *states, uint32_t token, uint32_t parent);

/* links.c: failure links of deep states. */
gaz_status links_build(struct states *states, gaz_error *error);

/* table.c: records and displacements. `*record_of` (owned by the caller) is the record of a flat state; `*state_of` the
 * state of a record, 0 = none. */
gaz_status table_build(struct automaton_parts *parts, uint32_t **record_of, uint32_t **state_of, bool *another,
                       const struct states *states, gaz_error *error);

/* deep.c: deep states. `*deep_at` (owned by the caller) is the state of a slot, 0 = none. */
gaz_status deep_build(struct automaton_parts *parts, uint32_t **deep_at, bool *another, const struct states *states,
                      const uint32_t *record_of, gaz_error *error);

/* filter_build.c */
gaz_status filters_build(struct automaton_parts *parts, const struct states *states, gaz_error *error);

/* Whether over `most` slots in a row are in use, the first one following the last: a search in vain would look at all
 * of them. */
static inline bool slots_row_over(const uint32_t *used, uint32_t slots, uint32_t most) {
    uint32_t row = 0;
    for (uint64_t i = 0; i < 2 * (uint64_t)slots; i++) {
        row = used[i < slots ? i : i - slots] ? row + 1 : 0;
        if (row > most) return true;
    }
    return false;
}

/* How many tokens a flat state has. */
static inline unsigned state_size(const struct state *state) {
    return state->third ? 3 : state->second ? 2 : 1;
}

#endif
