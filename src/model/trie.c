#include <stdlib.h>

#include "base/error.h"
#include "model/automaton.h"

/* The k-th token (from 0) of a surface read from its end. */
static uint32_t token_back(const struct builder_side *side, const struct builder_surface *surface, uint32_t k) {
    return side->tokens[surface->first + surface->count - 1 - k];
}

/* How many tokens two surfaces share at their ends. */
static uint32_t shared_end(const struct builder_side *side, const struct builder_surface *left,
                           const struct builder_surface *right) {
    uint32_t limit = left->count < right->count ? left->count : right->count;
    uint32_t k = 0;
    while (k < limit && token_back(side, left, k) == token_back(side, right, k)) k++;
    return k;
}

/* A surface whose states are not all made: level by level the shorter ones leave. */
struct open_surface {
    uint32_t number;
    uint32_t shared; /* tokens at the end that the surface before it has too */
    uint32_t state;  /* behind the tokens read so far */
};

static gaz_status allocate(struct automaton *automaton, uint64_t states, size_t outputs, gaz_error *error) {
    if (states >= UINT32_MAX / 2)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the automaton needs over 2 billion states");
    automaton->about.state_count = (uint32_t)states;
    automaton->first_child = calloc(states + 1, sizeof *automaton->first_child);
    automaton->token = calloc(states, sizeof *automaton->token);
    automaton->parent = calloc(states, sizeof *automaton->parent);
    automaton->fail = calloc(states, sizeof *automaton->fail);
    automaton->output = calloc(states, sizeof *automaton->output);
    automaton->outputs = calloc(outputs + 1, sizeof *automaton->outputs);
    bool good = automaton->first_child && automaton->token && automaton->parent && automaton->fail &&
                automaton->output && automaton->outputs;
    return good ? GAZ_OK : error_memory(error);
}

/* One level of states: the surfaces in order, a new state where one differs from the one before it. Returns how many
 * surfaces go on. */
static size_t build_level(struct automaton *automaton, const struct builder_side *side, struct open_surface *open,
                          size_t count, uint32_t level, uint32_t *state) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct builder_surface *surface = &side->surfaces[open[i].number];
        struct open_surface next = open[i];
        if (next.shared < level) {
            uint32_t made = (*state)++;
            if (automaton->first_child[next.state] == 0) automaton->first_child[next.state] = made;
            automaton->parent[made] = next.state;
            automaton->token[made] = token_back(side, surface, level - 1);
            next.state = made;
        } else {
            next.state = *state - 1;
        }
        if (surface->count == level) {
            uint32_t output = automaton->about.output_count++;
            automaton->outputs[output] = (struct format_output){surface->entry, next.state, level};
            automaton->output[next.state] = output + 1;
        } else {
            open[kept++] = next;
        }
    }
    return kept;
}

/* Aho and Corasick's failure links, in order of depth; states without an output of their own take their link's. */
static void link_failures(struct automaton *automaton) {
    const uint32_t *first_child = automaton->first_child;
    const uint32_t *token = automaton->token;
    for (uint32_t state = 1; state < automaton->about.state_count; state++) {
        uint32_t parent = automaton->parent[state];
        uint32_t fail = parent;
        uint32_t found = 0;
        while (fail != 0 && found == 0) {
            fail = automaton->fail[fail];
            uint32_t low = first_child[fail];
            uint32_t high = first_child[fail + 1];
            while (low < high) {
                uint32_t middle = low + (high - low) / 2;
                if (token[middle] < token[state])
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low < first_child[fail + 1] && token[low] == token[state]) found = low;
        }
        automaton->fail[state] = found;
        if (automaton->output[state] == 0) automaton->output[state] = automaton->output[found];
    }
}

gaz_status trie_build(struct automaton *automaton, const struct builder_side *side, gaz_error *error) {
    size_t count = side->surface_count;
    struct open_surface *open = malloc((count + 1) * sizeof *open);
    if (!open) return error_memory(error);
    uint64_t states = 1;
    for (size_t i = 0; i < count; i++) {
        const struct builder_surface *surface = &side->surfaces[i];
        uint32_t shared = i ? shared_end(side, surface - 1, surface) : 0;
        open[i] = (struct open_surface){(uint32_t)i, shared, 0};
        states += surface->count - shared;
        if (surface->count > automaton->about.longest) automaton->about.longest = surface->count;
    }
    gaz_status status = allocate(automaton, states, count, error);
    if (status == GAZ_OK) {
        uint32_t state = 1;
        size_t left = count;
        for (uint32_t level = 1; left; level++) left = build_level(automaton, side, open, left, level, &state);
        automaton->first_child[states] = (uint32_t)states;
        for (uint64_t i = states; i-- > 0;) /* a state without children has an empty range */
            if (automaton->first_child[i] == 0) automaton->first_child[i] = automaton->first_child[i + 1];
        link_failures(automaton);
    }
    free(open);
    return status;
}
