/* What leads from state to state: the table of steps, failure links, and the filter before them. */
#include <stdlib.h>

#include "base/error.h"
#include "model/automaton.h"
#include "model/model.h"

/* The automaton so far, as the matcher will see it. */
static struct side view(const struct automaton *automaton) {
    return (struct side){.about = &automaton->about,
                         .fingerprints = automaton->fingerprints,
                         .levels = automaton->levels,
                         .states = automaton->states,
                         .steps = automaton->steps,
                         .first_pair = automaton->about.token_count + 1};
}

/* Entries of one token: the first states of level 1. */
static uint32_t lone_tokens(const struct automaton *automaton) {
    return automaton->about.longest ? automaton->levels[2].output : 0;
}

/* Where the states of level 2 end. */
static uint32_t pairs_end(const struct automaton *automaton) {
    return automaton->about.longest >= 2 ? automaton->levels[3].state : automaton->about.token_count + 1;
}

/* ---- Steps ---- */

static uint32_t sketch_of(const struct automaton *automaton, uint32_t token) {
    uint32_t begin = automaton->token_offsets[token];
    return sketch(automaton->token_bytes + begin, automaton->token_offsets[token + 1] - begin);
}

/* The hash of the step that leads into a state of level 2 or deeper. */
static uint64_t hash_of(const struct automaton *automaton, const struct format_state *state) {
    uint64_t fingerprint = automaton->fingerprints[state_token(*state)];
    uint32_t parent = state_parent(*state);
    if (parent > automaton->about.token_count) return step_hash(parent, fingerprint);
    return pair_hash(fingerprint, automaton->fingerprints[parent]);
}

static void add_step(struct automaton *automaton, uint64_t hash, uint32_t state) {
    uint32_t place = step_place(hash, automaton->about.step_count);
    while (automaton->steps[place])
        if (++place == automaton->about.step_count) place = 0;
    automaton->steps[place] = state | step_tag(hash);
}

static gaz_status make_steps(struct automaton *automaton, gaz_error *error) {
    uint32_t alone = lone_tokens(automaton);
    uint32_t first_pair = automaton->about.token_count + 1;
    uint64_t count = (uint64_t)alone + (automaton->about.state_count - first_pair);
    automaton->about.step_count = (uint32_t)(count * 10 / 7 + 16);
    automaton->steps = calloc(automaton->about.step_count, sizeof *automaton->steps);
    if (!automaton->steps) return error_memory(error);
    for (uint32_t token = 1; token <= alone; token++) add_step(automaton, automaton->fingerprints[token], token);
    for (uint32_t state = first_pair; state < automaton->about.state_count; state++) {
        const struct format_state *record = &automaton->states[state - first_pair];
        add_step(automaton, hash_of(automaton, record), state);
        if (state_parent(*record) >= first_pair)
            state_add_child(&automaton->states[state_parent(*record) - first_pair],
                            sketch_of(automaton, state_token(*record)));
    }
    return GAZ_OK;
}

/* ---- Links ---- */

/* Aho and Corasick's failure link of a state whose parent has its own. */
static uint32_t find_fail(const struct automaton *automaton, const struct side *side, struct format_state state) {
    uint32_t token = state_token(state);
    uint32_t known_by = sketch_of(automaton, token);
    uint64_t fingerprint = side->fingerprints[token];
    uint32_t from = state_parent(state);
    while (from >= side->first_pair) {
        from = state_fail(side_state(side, from));
        uint32_t found = 0;
        if (from < side->first_pair)
            found = side_step_pair(side, fingerprint, side->fingerprints[from]);
        else if (state_may_lead(side_state(side, from), known_by))
            found = side_step(side, from, fingerprint);
        if (found) return found;
    }
    return token;
}

/* In order of depth; a state without an entry of its own has its link's. */
static void link_states(struct automaton *automaton) {
    struct side side = view(automaton);
    for (uint32_t level = 2; level <= automaton->about.longest; level++) {
        for (uint32_t state = side.levels[level].state; state < side.levels[level + 1].state; state++) {
            struct format_state *record = &automaton->states[state - side.first_pair];
            uint32_t fail = find_fail(automaton, &side, *record);
            uint32_t output = side_is_output(&side, state, level) ? state : side_output(&side, fail);
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

static gaz_status make_filter(struct automaton *automaton, gaz_error *error) {
    uint32_t alone = lone_tokens(automaton);
    uint32_t first_pair = automaton->about.token_count + 1;
    uint32_t end = pairs_end(automaton);
    uint32_t words = filter_size((uint64_t)alone + (end - first_pair));
    automaton->about.filter_words = words;
    automaton->filter = calloc(words, sizeof *automaton->filter);
    if (!automaton->filter) return error_memory(error);
    unsigned shift = filter_shift(words);
    for (uint32_t token = 1; token <= alone; token++) filter_add(automaton->filter, shift, sketch_of(automaton, token));
    for (uint32_t state = first_pair; state < end; state++) {
        struct format_state pair = automaton->states[state - first_pair];
        filter_add(automaton->filter, shift,
                   filter_pair(sketch_of(automaton, state_token(pair)), sketch_of(automaton, state_parent(pair))));
    }
    return GAZ_OK;
}

gaz_status links_build(struct automaton *automaton, gaz_error *error) {
    gaz_status status = make_steps(automaton, error);
    if (status != GAZ_OK) return status;
    link_states(automaton);
    return make_filter(automaton, error);
}
