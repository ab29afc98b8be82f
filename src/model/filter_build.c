#include <stdlib.h>

#include "base/error.h"
#include "model/automaton_parts.h"
#include "text/filter.h"
#include "text/keys.h"

/* A small filter is in a near cache anyway, and may be thin; a large one costs more than what it lets through. */
struct room {
    uint32_t words_small; /* up to this size it has */
    uint32_t bits_small;  /* bits a key, else */
    uint32_t bits;
};

static const struct room rooms[FILTER_END] = {
    [FILTER_ONES] = {1 << 16, 16, 8}, [FILTER_PAIRS] = {1 << 16, 16, 4}, [FILTER_ENDS] = {1 << 16, 8, 8}};

static bool make_filter(struct automaton_parts *parts, enum filter_number number, uint64_t keys) {
    if (keys == 0) return true;
    const struct room *room = &rooms[number];
    uint32_t words = FILTER_WORDS_MIN;
    while (words < room->words_small && (uint64_t)words * 32 < keys * room->bits_small) words *= 2;
    while (words < FILTER_WORDS_MAX && (uint64_t)words * 32 < keys * room->bits) words *= 2;
    parts->header.filter_words[number] = words;
    parts->filters[number] = calloc(words, sizeof **parts->filters);
    return parts->filters[number] != NULL;
}

static void add(struct automaton_parts *parts, enum filter_number number, uint32_t key) {
    filter_add(parts->filters[number], filter_shift(parts->header.filter_words[number]), key);
}

/* How many keys each filter gets. Different entries' last two tokens are counted as different. */
static void count_keys(uint64_t *counts, const struct states *states) {
    for (uint32_t i = 1; i < states->deep; i++) {
        const struct state *state = &states->items[i];
        counts[FILTER_ONES] += state_size(state) == 1;
        counts[FILTER_PAIRS] += state_size(state) > 1;
    }
    counts[FILTER_ENDS] = counts[FILTER_PAIRS];
}

gaz_status filters_build(struct automaton_parts *parts, const struct states *states, gaz_error *error) {
    const uint32_t *sketches = states->sketches;
    uint64_t counts[FILTER_END] = {0};
    count_keys(counts, states);
    for (int i = 0; i < FILTER_END; i++)
        if (!make_filter(parts, (enum filter_number)i, counts[i])) return error_memory(error);
    for (uint32_t i = 1; i < states->deep; i++) {
        const struct state *state = &states->items[i];
        unsigned size = state_size(state);
        if (size == 1) {
            add(parts, FILTER_ONES, key_one(sketches[state->first]).hash);
            continue;
        }
        uint32_t first = sketches[state->first];
        uint32_t second = sketches[state->second];
        uint32_t third = sketches[state->third];
        add(parts, FILTER_PAIRS, size == 2 ? key_neighbours(first, second) : key_neighbours(second, third));
        add(parts, FILTER_ENDS, size == 2 ? key_two(first, second).hash : key_three(first, second, third).hash);
    }
    return GAZ_OK;
}
