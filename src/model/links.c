/* What leads from state to state: the table of steps, failure links, and the filter before them. */
#include <stdlib.h>

#include "base/error.h"
#include "model/automaton_parts.h"
#include "model/model.h"

/* The automaton so far, as the matcher will see it. */
static struct automaton view(const struct automaton_parts *parts) {
    return (struct automaton){.header = &parts->header,
                              .fingerprints = parts->fingerprints,
                              .levels = parts->levels,
                              .states = parts->states,
                              .steps = parts->steps,
                              .first_pair = parts->header.token_count + 1};
}

/* Entries of one token: the first states of level 1. */
static uint32_t lone_tokens(const struct automaton_parts *parts) {
    return parts->header.longest ? parts->levels[2].output : 0;
}

/* Where the states of level 2 end. */
static uint32_t pairs_end(const struct automaton_parts *parts) {
    return parts->header.longest >= 2 ? parts->levels[3].state : parts->header.token_count + 1;
}

/* ---- Steps ---- */

static uint32_t sketch_of(const struct automaton_parts *parts, uint32_t token) {
    uint32_t begin = parts->token_offsets[token];
    return sketch(parts->token_bytes + begin, parts->token_offsets[token + 1] - begin);
}

/* The hash of the step that leads into a state of level 2 or deeper. */
static uint64_t hash_of(const struct automaton_parts *parts, const struct image_state *state) {
    uint64_t fingerprint = parts->fingerprints[state_token(*state)];
    uint32_t parent = state_parent(*state);
    if (parent > parts->header.token_count) return step_hash(parent, fingerprint);
    return pair_hash(fingerprint, parts->fingerprints[parent]);
}

static void add_step(struct automaton_parts *parts, uint64_t hash, uint32_t state) {
    uint32_t place = step_place(hash, parts->header.step_count);
    while (parts->steps[place])
        if (++place == parts->header.step_count) place = 0;
    parts->steps[place] = state | step_tag(hash);
}

static gaz_status make_steps(struct automaton_parts *parts, gaz_error *error) {
    uint32_t alone = lone_tokens(parts);
    uint32_t first_pair = parts->header.token_count + 1;
    uint64_t count = (uint64_t)alone + (parts->header.state_count - first_pair);
    parts->header.step_count = (uint32_t)(count * 10 / 7 + 16);
    parts->steps = calloc(parts->header.step_count, sizeof *parts->steps);
    if (!parts->steps) return error_memory(error);
    for (uint32_t token = 1; token <= alone; token++) add_step(parts, parts->fingerprints[token], token);
    for (uint32_t state = first_pair; state < parts->header.state_count; state++) {
        const struct image_state *record = &parts->states[state - first_pair];
        add_step(parts, hash_of(parts, record), state);
        if (state_parent(*record) >= first_pair)
            state_add_child(&parts->states[state_parent(*record) - first_pair], sketch_of(parts, state_token(*record)));
    }
    return GAZ_OK;
}

/* ---- Links ---- */

/* Aho and Corasick's failure link of a state whose parent has its own. */
static uint32_t find_fail(const struct automaton_parts *parts, const struct automaton *automaton,
                          struct image_state state) {
    uint32_t token = state_token(state);
    uint32_t known_by = sketch_of(parts, token);
    uint64_t fingerprint = automaton->fingerprints[token];
    uint32_t from = state_parent(state);
    while (from >= automaton->first_pair) {
        from = state_fail(automaton_state(automaton, from));
        uint32_t found = 0;
        if (from < automaton->first_pair)
            found = automaton_step_pair(automaton, fingerprint, automaton->fingerprints[from]);
        else if (state_may_lead(automaton_state(automaton, from), known_by))
            found = automaton_step(automaton, from, fingerprint);
        if (found) return found;
    }
    return token;
}

/* In order of depth; a state without an entry of its own has its link's. */
static void link_states(struct automaton_parts *parts) {
    struct automaton automaton = view(parts);
    for (uint32_t level = 2; level <= parts->header.longest; level++) {
        for (uint32_t state = automaton.levels[level].state; state < automaton.levels[level + 1].state; state++) {
            struct image_state *record = &parts->states[state - automaton.first_pair];
            uint32_t fail = find_fail(parts, &automaton, *record);
            uint32_t output =
                automaton_is_output(&automaton, state, level) ? state : automaton_output(&automaton, fail);
            record->links |= (uint64_t)fail << STATE_BITS | output;
        }
    }
}

/* ---- Filter ---- */

/* A small filter is in a near cache anyway, and may be thin; a large one costs more than what it lets through. */
enum { FILTER_WORDS_SMALL = 1 << 16, BITS_PER_KEY = 8, BITS_PER_KEY_SMALL = 32 };

static uint32_t filter_size(uint64_t keys) {
    uint32_t words = FILTER_WORDS_MIN;
    while (words < FILTER_WORDS_SMALL && (uint64_t)words * 32 < keys * BITS_PER_KEY_SMALL) words *= 2;
    while (words < FILTER_WORDS_MAX && (uint64_t)words * 32 < keys * BITS_PER_KEY) words *= 2;
    return words;
}

static gaz_status make_filter(struct automaton_parts *parts, gaz_error *error) {
    uint32_t alone = lone_tokens(parts);
    uint32_t first_pair = parts->header.token_count + 1;
    uint32_t end = pairs_end(parts);
    uint32_t words = filter_size((uint64_t)alone + (end - first_pair));
    parts->header.filter_words = words;
    parts->filter = calloc(words, sizeof *parts->filter);
    if (!parts->filter) return error_memory(error);
    unsigned shift = filter_shift(words);
    for (uint32_t token = 1; token <= alone; token++) filter_add(parts->filter, shift, sketch_of(parts, token));
    for (uint32_t state = first_pair; state < end; state++) {
        struct image_state pair = parts->states[state - first_pair];
        filter_add(parts->filter, shift,
                   filter_pair(sketch_of(parts, state_token(pair)), sketch_of(parts, state_parent(pair))));
    }
    return GAZ_OK;
}

gaz_status links_build(struct automaton_parts *parts, gaz_error *error) {
    gaz_status status = make_steps(parts, error);
    if (status != GAZ_OK) return status;
    link_states(parts);
    return make_filter(parts, error);
}
