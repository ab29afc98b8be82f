#include "model/automaton_parts.h"

#include <stdlib.h>

#include "base/ask.h"
#include "base/error.h"

enum { SEEDS_MAX = 1000 }; /* that are tried; for all but lists made to hurt the first one will do */

static void states_free(struct states *states) {
    free(states->fingerprints);
    free(states->sketches);
    free(states->vocabulary);
    free(states->items);
    free(states->slots);
    free(states->levels);
    free(states->runs);
    free(states->fails);
    free(states->shorter);
    *states = (struct states){0};
}

/* Copies a state's run to the outputs. Returns the state's output. */
static uint32_t add_output(struct automaton_parts *parts, const struct states *states, uint32_t state) {
    uint32_t run = states->items[state].run;
    if (run == 0) return 0;
    uint32_t output = parts->header.output_count + 1;
    do parts->outputs[parts->header.output_count++] = states->runs[run - 1];
    while (states->runs[run++ - 1] & OUTPUT_MORE);
    return output;
}

/* What is copied soon: first the state, then its run. */
ASKS_AHEAD ask_ahead(const struct states *states, const uint32_t *state_of, uint32_t at, uint32_t count) {
    enum { NEAR = 16, FAR = 32 };
    if (at + FAR < count) __builtin_prefetch(&states->items[state_of[at + FAR]]);
    if (at + NEAR < count) __builtin_prefetch(&states->runs[states->items[state_of[at + NEAR]].run]);
}

/* Numbers the outputs in the order of the tables: what is found together lies together. */
static gaz_status number_outputs(struct automaton_parts *parts, const struct states *states, const uint32_t *state_of,
                                 const uint32_t *deep_at, gaz_error *error) {
    parts->outputs = malloc(((size_t)states->run_count + 1) * sizeof *parts->outputs);
    if (!parts->outputs) return error_memory(error);
    for (uint32_t i = 0; i < parts->header.record_count; i++) {
        ask_ahead(states, state_of, i, parts->header.record_count);
        if (state_of[i]) parts->records[i].output = add_output(parts, states, state_of[i]);
    }
    for (uint32_t i = 0; i < parts->header.deep_slots; i++)
        if (deep_at[i]) parts->deep[i].output = add_output(parts, states, deep_at[i]);
    return GAZ_OK;
}

static gaz_status lay_out(struct automaton_parts *parts, const struct states *states, bool *another, gaz_error *error) {
    uint32_t *record_of = NULL;
    uint32_t *state_of = NULL;
    uint32_t *deep_at = NULL;
    gaz_status status = table_build(parts, &record_of, &state_of, another, states, error);
    if (status == GAZ_OK && !*another) status = deep_build(parts, &deep_at, another, states, record_of, error);
    if (status == GAZ_OK && !*another) status = number_outputs(parts, states, state_of, deep_at, error);
    free(record_of);
    free(state_of);
    free(deep_at);
    return status;
}

static gaz_status build_with_seed(struct automaton_parts *parts, bool *another, const struct builder *builder,
                                  struct builder_tokenization *tokenization, gaz_error *error) {
    struct states states = {0};
    *another = false;
    gaz_status status = vocabulary_build(parts, &states, another, tokenization, error);
    if (status == GAZ_OK && !*another) {
        status = states_build(&states, builder, tokenization, error);
        parts->header.longest = states.longest;
        if (status == GAZ_OK) status = links_build(&states, error);
        free(states.slots); /* of millions of states, and not needed any more */
        states.slots = NULL;
        if (status == GAZ_OK) status = filters_build(parts, &states, error);
        if (status == GAZ_OK) status = lay_out(parts, &states, another, error);
        if (status == GAZ_OK && *another) vocabulary_undo(&states, tokenization);
    }
    states_free(&states);
    return status;
}

gaz_status automaton_parts_build(struct automaton_parts *parts, const struct builder *builder,
                                 struct builder_tokenization *tokenization, gaz_error *error) {
    bool another = true;
    gaz_status status = GAZ_OK;
    for (uint64_t seed = 1; another && seed <= SEEDS_MAX && status == GAZ_OK; seed++) {
        automaton_parts_free(parts);
        parts->header.flags = tokenization->normalization;
        parts->header.signs = tokenization->signs;
        parts->header.seed = seed;
        status = build_with_seed(parts, &another, builder, tokenization, error);
    }
    builder_tokenization_free(tokenization);
    if (status != GAZ_OK || !another) return status;
    return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the entries' tokens collide under every seed");
}

void automaton_parts_free(struct automaton_parts *parts) {
    free(parts->tokens);
    free(parts->token_bytes);
    free(parts->records);
    free(parts->displacements);
    free(parts->deep);
    for (int i = 0; i < FILTER_END; i++) free(parts->filters[i]);
    for (int i = 0; i < DIGITS_SIDES; i++) free(parts->beside_digits[i]);
    free(parts->outputs);
    *parts = (struct automaton_parts){0};
}
