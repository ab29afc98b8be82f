/* One side of the model while it is built: the arrays that go into the file. */
#ifndef MODEL_AUTOMATON_H
#define MODEL_AUTOMATON_H

#include "model/builder.h"

struct automaton {
    struct format_side about;
    uint32_t *token_offsets;
    char *token_bytes;
    size_t token_size;
    struct format_slot *slots;
    uint32_t *first_child;
    uint32_t *token;
    uint32_t *parent;
    uint32_t *fail;
    uint32_t *output;
    struct format_output *outputs; /* entry numbers are the builder's */
    uint64_t *filter;
};

/* Settles which surfaces win and builds all arrays. */
gaz_status automaton_build(struct automaton *automaton, struct builder_side *side, const struct builder_entry *entries,
                           gaz_error *error);

void automaton_free(struct automaton *automaton);

/* Steps of automaton_build. */

/* vocabulary.c: numbers the tokens as format.h says, rewrites the side's tokens, fills token_* and slots. */
gaz_status vocabulary_build(struct automaton *automaton, struct builder_side *side, gaz_error *error);

/* trie.c: the states, from surfaces that are sorted by their reversed tokens and distinct. */
gaz_status trie_build(struct automaton *automaton, const struct builder_side *side, gaz_error *error);

#endif
