#include "model/automaton_parts.h"

#include <stdlib.h>

gaz_status automaton_parts_build(struct automaton_parts *parts, const struct builder *builder,
                                 struct builder_tokenization *tokenization, gaz_error *error) {
    parts->header.flags = (tokenization->fold ? AUTOMATON_FOLD : 0u) | (tokenization->compose ? AUTOMATON_COMPOSE : 0u);
    gaz_status status = vocabulary_build(parts, tokenization, error);
    if (status == GAZ_OK) status = trie_build(parts, builder, tokenization, error);
    builder_tokenization_free(tokenization);
    return status == GAZ_OK ? links_build(parts, error) : status;
}

void automaton_parts_free(struct automaton_parts *parts) {
    free(parts->token_offsets);
    free(parts->token_bytes);
    free(parts->fingerprints);
    free(parts->levels);
    free(parts->states);
    free(parts->outputs);
    free(parts->steps);
    free(parts->filter);
    *parts = (struct automaton_parts){0};
}
