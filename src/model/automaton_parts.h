/* An automaton while it is built: the arrays that go into the file. */
#ifndef MODEL_AUTOMATON_PARTS_H
#define MODEL_AUTOMATON_PARTS_H

#include "model/builder.h"

struct automaton_parts {
    struct image_automaton header;
    uint32_t *token_offsets;
    char *token_bytes;
    size_t token_size;
    uint64_t *fingerprints;
    struct image_level *levels;
    struct image_state *states; /* from level 2 on */
    size_t state_capacity;
    uint32_t *outputs; /* entries, by the builder's numbers */
    uint32_t *steps;
    uint32_t *filter;
};

/* Settles which surfaces win and builds all arrays. Uses the tokenization up. */
gaz_status automaton_parts_build(struct automaton_parts *parts, const struct builder *builder,
                                 struct builder_tokenization *tokenization, gaz_error *error);

void automaton_parts_free(struct automaton_parts *parts);

/* Steps of automaton_parts_build. */

/* vocabulary.c: numbers the tokens, rewrites its tokens, fills token_* and fingerprints. */
gaz_status vocabulary_build(struct automaton_parts *parts, struct builder_tokenization *tokenization, gaz_error *error);

/* trie.c: levels, states (without links) and outputs; of surfaces with the same tokens the strongest claim stays. */
gaz_status trie_build(struct automaton_parts *parts, const struct builder *builder,
                      const struct builder_tokenization *tokenization, gaz_error *error);

/* links.c: the table of steps, the states' links, the filter. */
gaz_status links_build(struct automaton_parts *parts, gaz_error *error);

#endif
