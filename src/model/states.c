/* The states of an automaton. Each surface leads to the flat state of its last three tokens (of all it has, if these
 * are less), found by hashing them at once; the longer ones go on from there, token by token, level by level. */
#include <stdlib.h>

#include "base/ask.h"
#include "base/error.h"
#include "model/automaton_parts.h"

/* A surface that goes on, and the state that it has come to. */
struct walker {
    uint32_t surface;
    uint32_t state;
};

struct maker {
    struct states *states;
    const struct builder *builder;
    const struct builder_tokenization *tokenization;
    uint32_t *hashes;       /* of the state that each surface or walker comes to next */
    struct walker *walkers; /* surfaces of four tokens and more */
    size_t walker_count;
    uint32_t *ends; /* by surface: the state of all its tokens */
};

enum { NEAR = 6, FAR = 12 /* how far ahead states and their slots are asked for */ };

/* ---- Hashing ---- */

static uint64_t mix(uint64_t hash) {
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

static uint32_t flat_hash(uint32_t first, uint32_t second, uint32_t third) {
    return (uint32_t)mix(mix((uint64_t)first << 32 | second) + third * UINT64_C(0x9E3779B97F4A7C15));
}

static uint32_t deep_state_hash(uint32_t token, uint32_t parent) {
    return (uint32_t)mix(((uint64_t)parent << 32 | token) + UINT64_C(0x9E3779B97F4A7C15));
}

/* Flat states come first: one with these members is never a deep one with the same. */
static bool is_state(const struct states *states, uint32_t number, const struct state *wanted, bool deep) {
    const struct state *state = &states->items[number];
    return (number >= states->deep) == deep && state->first == wanted->first && state->second == wanted->second &&
           (deep || state->third == wanted->third);
}

static uint64_t find_slot(const struct states *states, const struct state *wanted, bool deep, uint32_t hash) {
    uint64_t slot = hash & states->mask;
    while (states->slots[slot] && !is_state(states, states->slots[slot], wanted, deep))
        slot = (slot + 1) & states->mask;
    return slot;
}

uint32_t states_find_flat(const struct states *states, uint32_t first, uint32_t second, uint32_t third) {
    const struct state wanted = {first, second, third, 0};
    return states->slots[find_slot(states, &wanted, false, flat_hash(first, second, third))];
}

uint32_t states_find_deep(const struct states *states, uint32_t token, uint32_t parent) {
    const struct state wanted = {token, parent, 0, 0};
    return states->slots[find_slot(states, &wanted, true, deep_state_hash(token, parent))];
}

/* Makes room for `more` states. */
static gaz_status reserve(struct states *states, size_t more, gaz_error *error) {
    uint64_t wanted = states->count + (uint64_t)more;
    if (wanted >= STATE_DEEP)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the automaton needs over 2 billion states");
    if (!array_reserve(&states->items, &states->capacity, wanted, sizeof *states->items)) return error_memory(error);
    uint64_t slots = states->slots ? states->mask + 1 : 64;
    if (states->slots && slots >= wanted + wanted / 3) return GAZ_OK;
    while (slots < wanted + wanted / 3) slots *= 2;
    free(states->slots);
    states->mask = slots - 1;
    states->slots = calloc(slots, sizeof *states->slots);
    if (!states->slots) return error_memory(error);
    uint32_t deep = states->deep;
    for (uint32_t i = 1; i < states->count; i++) { /* all distinct */
        const struct state *state = &states->items[i];
        uint64_t slot = (i < deep ? flat_hash(state->first, state->second, state->third)
                                  : deep_state_hash(state->first, state->second)) &
                        states->mask;
        while (states->slots[slot]) slot = (slot + 1) & states->mask;
        states->slots[slot] = i;
    }
    return GAZ_OK;
}

/* The number of a state, which is added if it is new. There is room. */
static uint32_t add_state(struct states *states, struct state state, bool deep, uint32_t hash) {
    uint64_t slot = find_slot(states, &state, deep, hash);
    if (states->slots[slot]) return states->slots[slot];
    states->items[states->count] = state;
    return states->slots[slot] = states->count++;
}

/* What comes soon is asked for: states lie in no order. */
ASKS_AHEAD ask_ahead(const struct maker *maker, size_t at, size_t count) {
    const struct states *states = maker->states;
    if (at + FAR < count) __builtin_prefetch(&states->slots[maker->hashes[at + FAR] & states->mask]);
    if (at + NEAR < count) __builtin_prefetch(&states->items[states->slots[maker->hashes[at + NEAR] & states->mask]]);
}

/* ---- Flat states ---- */

/* The state that a surface's last three tokens make. */
static struct state flat_of(const struct builder_tokenization *tokenization, size_t surface, uint32_t count) {
    const uint32_t *end = tokenization->tokens + tokenization->surfaces[surface].end;
    if (count >= 3) return (struct state){end[-3], end[-2], end[-1], 0};
    if (count == 2) return (struct state){end[-2], end[-1], 0, 0};
    return (struct state){end[-1], 0, 0, 0};
}

static gaz_status add_flat_states(struct maker *maker, gaz_error *error) {
    const struct builder_tokenization *tokenization = maker->tokenization;
    size_t count = tokenization->surface_count;
    gaz_status status = reserve(maker->states, count + 1, error);
    if (status != GAZ_OK) return status;
    maker->states->count = 1;
    maker->states->deep = UINT32_MAX; /* not known yet */
    size_t long_ones = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t tokens = builder_surface_count(tokenization, i);
        struct state state = flat_of(tokenization, i, tokens);
        maker->hashes[i] = flat_hash(state.first, state.second, state.third);
        long_ones += tokens > 3;
    }
    maker->walkers = malloc((long_ones + 1) * sizeof *maker->walkers);
    if (!maker->walkers) return error_memory(error);
    for (size_t i = 0; i < count; i++) {
        uint32_t tokens = builder_surface_count(tokenization, i);
        ask_ahead(maker, i, count);
        uint32_t state = add_state(maker->states, flat_of(tokenization, i, tokens), false, maker->hashes[i]);
        maker->ends[i] = state;
        if (tokens > maker->states->longest) maker->states->longest = tokens;
        if (tokens > 3) maker->walkers[maker->walker_count++] = (struct walker){(uint32_t)i, state};
    }
    maker->states->deep = maker->states->count;
    return GAZ_OK;
}

/* ---- Deep states ---- */

/* Takes all walkers one token further. */
static gaz_status add_level(struct maker *maker, uint32_t level, gaz_error *error) {
    const struct builder_tokenization *tokenization = maker->tokenization;
    struct states *states = maker->states;
    size_t count = maker->walker_count;
    size_t kept = 0;
    gaz_status status = reserve(states, count, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&states->levels, &states->level_capacity, (size_t)level + 2, sizeof *states->levels))
        return error_memory(error);
    states->levels[level] = states->levels[level + 1] = states->count;
    for (size_t i = 0; i < count; i++) {
        uint32_t token = tokenization->tokens[tokenization->surfaces[maker->walkers[i].surface].end - level];
        maker->hashes[i] = deep_state_hash(token, maker->walkers[i].state);
    }
    for (size_t i = 0; i < count; i++) {
        struct walker walker = maker->walkers[i];
        uint32_t token = tokenization->tokens[tokenization->surfaces[walker.surface].end - level];
        ask_ahead(maker, i, count);
        walker.state = add_state(states, (struct state){token, walker.state, level, 0}, true, maker->hashes[i]);
        maker->ends[walker.surface] = walker.state;
        if (builder_surface_count(tokenization, walker.surface) > level) maker->walkers[kept++] = walker;
    }
    states->levels[level + 1] = states->count;
    maker->walker_count = kept;
    return GAZ_OK;
}

/* ---- Runs ---- */

static bool is_stronger(const struct builder *builder, uint32_t left, uint32_t right) {
    uint32_t claim = builder->entries[left].claim;
    uint32_t other = builder->entries[right].claim;
    return builder->is_stronger ? builder->is_stronger(builder->context, claim, other) : claim < other;
}

static int compare_strength(const void *left, const void *right, void *builder) {
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    if (a == b) return 0;
    return is_stronger(builder, a, b) ? -1 : 1;
}

/* The id of an entry's concept, up to an LF. */
static const char *id_of(const struct builder *builder, uint32_t entry) {
    uint32_t concept = entry < builder->concept_count ? builder->entry_concepts[entry] : 0;
    return concept ? builder->concepts.items[concept - 1].bytes : "\n";
}

/* By what the senses are: type and id. */
static int compare_senses(const struct builder *builder, uint32_t left, uint32_t right) {
    uint32_t type = builder->entries[left].type;
    uint32_t other = builder->entries[right].type;
    if (type != other) return type < other ? -1 : 1;
    const char *a = id_of(builder, left);
    const char *b = id_of(builder, right);
    while (*a == *b && *a != '\n') {
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

/* An entry of a run, and its rank in it. */
struct ranked {
    uint32_t entry;
    uint32_t rank;
};

static int compare_ranked(const void *left, const void *right, void *builder) {
    const struct ranked *a = left;
    const struct ranked *b = right;
    int order = compare_senses(builder, a->entry, b->entry);
    return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static bool is_exact(const struct builder *builder, uint32_t entry) {
    return (builder->entries[entry].flags & ENTRY_EXACT_CASE) != 0;
}

/* Takes out of a run, ranked, what is a sense of it again. Returns how many are left. `room` holds the run. */
static uint32_t drop_repeated(uint32_t *run, uint32_t count, struct ranked *room, const struct builder *builder) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!is_exact(builder, run[i])) room[kept++] = (struct ranked){run[i], i};
    qsort_r(room, kept, sizeof *room, compare_ranked, (void *)(uintptr_t)builder);
    for (uint32_t i = 1; i < kept; i++)
        if (compare_senses(builder, room[i].entry, room[i - 1].entry) == 0) run[room[i].rank] = UINT32_MAX;
    kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (run[i] != UINT32_MAX) run[kept++] = run[i];
    return kept;
}

/* Ranks the entries of each state, which `counts` has by state, and makes them runs, one behind the other. */
static gaz_status rank_runs(struct states *states, const uint32_t *counts, const struct builder *builder,
                            gaz_error *error) {
    uint32_t most = 0;
    for (uint32_t i = 1; i < states->count; i++)
        if (counts[i] > most) most = counts[i];
    struct ranked *room = malloc(((size_t)most + 1) * sizeof *room);
    if (!room) return error_memory(error);
    uint32_t end = 0;
    for (uint32_t i = 1; i < states->count; i++) {
        if (counts[i] == 0) continue;
        uint32_t *run = &states->runs[states->items[i].run - 1];
        uint32_t count = counts[i];
        if (count > 1) {
            qsort_r(run, count, sizeof *run, compare_strength, (void *)(uintptr_t)builder);
            count = drop_repeated(run, count, room, builder);
        }
        memmove(&states->runs[end], run, count * sizeof *run);
        states->items[i].run = end + 1;
        end += count;
        for (uint32_t k = end - count; k + 1 < end; k++) states->runs[k] |= OUTPUT_MORE;
    }
    states->run_count = end;
    free(room);
    return GAZ_OK;
}

/* All entries of each state are its run, the strongest first. */
static gaz_status rank_senses(struct maker *maker, gaz_error *error) {
    struct states *states = maker->states;
    const struct builder_tokenization *tokenization = maker->tokenization;
    uint32_t *counts = calloc((size_t)states->count + 1, sizeof *counts);
    if (!counts) return error_memory(error);
    for (size_t i = 0; i < tokenization->surface_count; i++) counts[maker->ends[i]]++;
    uint32_t end = 0;
    for (uint32_t i = 1; i < states->count; i++) {
        states->items[i].run = counts[i] ? end + 1 : 0;
        end += counts[i];
        counts[i] = 0;
    }
    for (size_t i = 0; i < tokenization->surface_count; i++) {
        uint32_t state = maker->ends[i];
        states->runs[states->items[state].run - 1 + counts[state]++] = tokenization->surfaces[i].entry;
    }
    gaz_status status = rank_runs(states, counts, maker->builder, error);
    free(counts);
    return status;
}

/* The entry of each state is its run, unless some have several. */
static gaz_status make_runs(struct maker *maker, gaz_error *error) {
    struct states *states = maker->states;
    const struct builder_tokenization *tokenization = maker->tokenization;
    bool ranked = false;
    for (size_t i = 0; i < tokenization->surface_count; i++) {
        if (i + FAR < tokenization->surface_count) __builtin_prefetch(&states->items[maker->ends[i + FAR]]);
        uint32_t *run = &states->items[maker->ends[i]].run;
        ranked = ranked || *run;
        if (*run == 0) *run = ++states->run_count;
        states->runs[*run - 1] = tokenization->surfaces[i].entry;
    }
    return ranked ? rank_senses(maker, error) : GAZ_OK;
}

/* Tells which claim won the tokens of each. */
static void tell_winners(const struct maker *maker) {
    const struct states *states = maker->states;
    const struct builder_tokenization *tokenization = maker->tokenization;
    const struct builder_entry *entries = maker->builder->entries;
    for (size_t i = 0; i < tokenization->surface_count; i++) {
        uint32_t winner = states->runs[states->items[maker->ends[i]].run - 1] & ~OUTPUT_MORE;
        tokenization->winners[entries[tokenization->surfaces[i].entry].claim] = entries[winner].claim;
    }
}

gaz_status states_build(struct states *states, const struct builder *builder,
                        const struct builder_tokenization *tokenization, gaz_error *error) {
    size_t count = tokenization->surface_count + 1;
    struct maker maker = {.states = states, .builder = builder, .tokenization = tokenization};
    maker.hashes = malloc(count * sizeof *maker.hashes);
    maker.ends = malloc(count * sizeof *maker.ends);
    states->runs = malloc(count * sizeof *states->runs);
    gaz_status status =
        maker.hashes && maker.ends && states->runs ? add_flat_states(&maker, error) : error_memory(error);
    for (uint32_t level = 4; status == GAZ_OK && maker.walker_count; level++) status = add_level(&maker, level, error);
    if (status == GAZ_OK) status = make_runs(&maker, error);
    if (status == GAZ_OK && tokenization->winners) tell_winners(&maker);
    free(maker.hashes);
    free(maker.walkers);
    free(maker.ends);
    return status;
}
