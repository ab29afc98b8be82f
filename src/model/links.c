/* Failure links of deep states: to the state of the most tokens among those that its own begin with (Aho and Corasick
 * 1975). */
#include <stdlib.h>

#include "base/error.h"
#include "model/automaton_parts.h"

/* The second token of a state of three tokens or more. */
static uint32_t second_token(const struct states *states, uint32_t state) {
    uint32_t deep = states->deep;
    return state >= deep ? states->items[states->items[state].second].first : states->items[state].second;
}

/* The link of a deep state whose parent has its own. */
static uint32_t find_fail(const struct states *states, uint32_t state) {
    uint32_t deep = states->deep;
    uint32_t token = states->items[state].first;
    uint32_t parent = states->items[state].second;
    for (uint32_t from = parent; from >= deep;) {
        from = states->fails[from - deep];
        uint32_t found = from ? states_find_deep(states, token, from) : 0;
        if (found) return found;
    }
    return states_find_flat(states, token, states->items[parent].first, second_token(states, parent));
}

gaz_status links_build(struct states *states, gaz_error *error) {
    uint32_t deep = states->deep;
    size_t count = states->count - deep;
    if (count == 0) return GAZ_OK;
    states->fails = calloc(count, sizeof *states->fails);
    states->shorter = calloc(count, sizeof *states->shorter);
    if (!states->fails || !states->shorter) return error_memory(error);
    for (uint32_t i = deep; i < states->count; i++) {
        uint32_t fail = find_fail(states, i);
        states->fails[i - deep] = fail;
        states->shorter[i - deep] = fail < deep ? 0 : states->items[fail].run ? fail : states->shorter[fail - deep];
    }
    return GAZ_OK;
}
