#include "model/automaton.h"

#include <stdlib.h>

gaz_status automaton_build(struct automaton *automaton, const struct builder *builder, struct builder_side *side,
                           gaz_error *error) {
    automaton->about.flags = (side->fold ? SIDE_FOLD : 0u) | (side->compose ? SIDE_COMPOSE : 0u);
    gaz_status status = vocabulary_build(automaton, side, error);
    if (status == GAZ_OK) status = trie_build(automaton, builder, side, error);
    builder_side_free(side);
    return status == GAZ_OK ? links_build(automaton, error) : status;
}

void automaton_free(struct automaton *automaton) {
    free(automaton->token_offsets);
    free(automaton->token_bytes);
    free(automaton->fingerprints);
    free(automaton->levels);
    free(automaton->states);
    free(automaton->outputs);
    free(automaton->steps);
    free(automaton->filter);
    *automaton = (struct automaton){0};
}
