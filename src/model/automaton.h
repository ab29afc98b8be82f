/* One side of the model while it is built: the arrays that go into the file. */
#ifndef MODEL_AUTOMATON_H
#define MODEL_AUTOMATON_H

#include "model/builder.h"

struct automaton {
    struct format_side about;
    uint32_t *token_offsets;
    char *token_bytes;
    size_t token_size;
    uint64_t *fingerprints;
    struct format_level *levels;
    struct format_state *states; /* from level 2 on */
    size_t state_capacity;
    uint32_t *outputs; /* entries, by the builder's numbers */
    uint32_t *steps;
    uint32_t *filter;
};

/* Settles which surfaces win and builds all arrays. Uses the side up. */
gaz_status automaton_build(struct automaton *automaton, const struct builder *builder, struct builder_side *side,
                           gaz_error *error);

void automaton_free(struct automaton *automaton);

/* Steps of automaton_build. */

/* vocabulary.c: numbers the tokens, rewrites the side's tokens, fills token_* and fingerprints. */
gaz_status vocabulary_build(struct automaton *automaton, struct builder_side *side, gaz_error *error);

/* trie.c: levels, states (without links) and outputs; of surfaces with the same tokens the strongest claim stays. */
gaz_status trie_build(struct automaton *automaton, const struct builder *builder, const struct builder_side *side,
                      gaz_error *error);

/* links.c: the table of steps, the states' links, the filter. */
gaz_status links_build(struct automaton *automaton, gaz_error *error);

#endif
