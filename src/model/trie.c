/* The states, level by level: the surfaces that go on are sorted by (state reached, next token from the end), and each
 * group of equal ones is a state. */
#include <stdlib.h>

#include "base/error.h"
#include "base/sort.h"
#include "model/automaton.h"

struct trie {
    struct automaton *automaton;
    const struct builder_side *side;
    const struct builder *builder;
    struct sort_item *open; /* the surfaces that go on: key = the state reached, item = surface */
    struct sort_item *scratch;
    size_t open_count;
    size_t level_capacity;
    size_t output_capacity;
    uint32_t state_count;
};

static unsigned bits_of(uint64_t number) {
    return number ? 64 - (unsigned)__builtin_clzll(number) : 0;
}

/* A key while a level is made: the state reached, then the token that leads on, then whether the surface goes on
 * behind it, so that those that end there come first. */
static uint64_t make_key(uint64_t state, unsigned token_bits, uint32_t token, bool goes_on) {
    return (state << token_bits | token) << 1 | goes_on;
}

enum { AHEAD = 8, FAR_AHEAD = 16 };

/* Gives the surfaces their keys for a level and sorts them. */
static void sort_level(struct trie *trie, unsigned token_bits, uint32_t level) {
    const struct builder_side *side = trie->side;
    for (size_t i = 0; i < trie->open_count; i++) { /* the surfaces lie in no order: what comes is asked for in time */
        struct sort_item *open = &trie->open[i];
        if (i + FAR_AHEAD < trie->open_count) __builtin_prefetch(&side->surfaces[open[FAR_AHEAD].item]);
        if (i + AHEAD < trie->open_count) {
            const struct builder_surface *later = &side->surfaces[open[AHEAD].item];
            __builtin_prefetch(&side->tokens[later->first + later->count - level]);
        }
        const struct builder_surface *surface = &side->surfaces[open->item];
        uint32_t token = side->tokens[surface->first + surface->count - level];
        open->key = make_key(open->key, token_bits, token, surface->count > level);
    }
    sort_items(trie->open, trie->scratch, trie->open_count);
}

#define NO_WINNER UINT32_MAX

static bool wins(const struct builder *builder, uint32_t left, uint32_t right) {
    uint32_t claim = builder->entries[left].claim;
    uint32_t other = builder->entries[right].claim;
    return builder->is_stronger ? builder->is_stronger(builder->context, claim, other) : claim < other;
}

/* The group of surfaces that begins at `begin`: returns its end; `*winner` is the entry that ends there, if any. */
static size_t find_group(uint32_t *winner, const struct trie *trie, size_t begin) {
    size_t end = begin;
    *winner = NO_WINNER;
    for (; end < trie->open_count && trie->open[end].key >> 1 == trie->open[begin].key >> 1; end++) {
        if (trie->open[end].key & 1) continue;
        uint32_t entry = trie->side->surfaces[trie->open[end].item].entry;
        if (*winner == NO_WINNER || wins(trie->builder, entry, *winner)) *winner = entry;
    }
    return end;
}

static gaz_status reserve_level(struct trie *trie, uint32_t level, size_t groups, size_t winners, gaz_error *error) {
    struct automaton *automaton = trie->automaton;
    if (trie->state_count + (uint64_t)groups >= STATE_LIMIT)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the automaton needs over 268 million states");
    size_t records = level > 1 ? trie->state_count - automaton->about.token_count - 1 + groups : 0;
    bool good =
        array_reserve(&automaton->levels, &trie->level_capacity, (size_t)level + 2, sizeof *automaton->levels) &&
        array_reserve(&automaton->outputs, &trie->output_capacity, automaton->about.output_count + winners + 1,
                      sizeof *automaton->outputs) &&
        array_reserve(&automaton->states, &automaton->state_capacity, records + 1, sizeof *automaton->states);
    return good ? GAZ_OK : error_memory(error);
}

/* Tells who won the tokens of the surfaces that end here: the first ones of [begin, end). */
static void tell_winner(const struct trie *trie, size_t begin, size_t end, uint32_t winner) {
    const struct builder_side *side = trie->side;
    const struct builder_entry *entries = trie->builder->entries;
    if (!side->winners) return;
    for (size_t i = begin; i < end && !(trie->open[i].key & 1); i++)
        side->winners[entries[side->surfaces[trie->open[i].item].entry].claim] = entries[winner].claim;
}

/* Makes the level's states: those at which an entry begins come first. Level 1 has a number per token already, of
 * which the vocabulary has put those first. */
static gaz_status build_level(struct trie *trie, uint32_t level, gaz_error *error) {
    struct automaton *automaton = trie->automaton;
    unsigned token_bits = bits_of(automaton->about.token_count);
    sort_level(trie, token_bits, level);
    size_t groups = 0;
    size_t winners = 0;
    for (size_t i = 0; i < trie->open_count; groups++) {
        uint64_t key = trie->open[i].key;
        winners += (key & 1) == 0;
        while (i < trie->open_count && trie->open[i].key >> 1 == key >> 1) i++;
    }
    gaz_status status = reserve_level(trie, level, groups, winners, error);
    if (status != GAZ_OK) return status;
    uint32_t first = level == 1 ? 1 : trie->state_count;
    uint32_t with_output = first;
    uint32_t without = first + (uint32_t)winners;
    automaton->levels[level] = (struct format_level){first, automaton->about.output_count};
    size_t kept = 0;
    for (size_t begin = 0, end; begin < trie->open_count; begin = end) {
        uint32_t winner;
        end = find_group(&winner, trie, begin);
        uint64_t key = trie->open[begin].key >> 1;
        uint32_t token = (uint32_t)(key & (((uint64_t)1 << token_bits) - 1));
        uint32_t state = level == 1 ? token : winner != NO_WINNER ? with_output++ : without++;
        tell_winner(trie, begin, end, winner);
        if (winner != NO_WINNER) automaton->outputs[automaton->about.output_count++] = winner;
        if (level > 1)
            automaton->states[state - automaton->about.token_count - 1] =
                (struct format_state){key >> token_bits << STATE_BITS | token, 0};
        for (size_t i = begin; i < end; i++)
            if (trie->open[i].key & 1) trie->open[kept++] = (struct sort_item){state, trie->open[i].item};
    }
    trie->open_count = kept;
    if (level > 1) trie->state_count = without;
    automaton->about.longest = level;
    return GAZ_OK;
}

gaz_status trie_build(struct automaton *automaton, const struct builder *builder, const struct builder_side *side,
                      gaz_error *error) {
    struct trie trie = {.automaton = automaton, .builder = builder, .side = side, .open_count = side->surface_count};
    trie.open = malloc((side->surface_count + 1) * sizeof *trie.open);
    trie.scratch = malloc((side->surface_count + 1) * sizeof *trie.scratch);
    gaz_status status = trie.open && trie.scratch ? reserve_level(&trie, 1, 0, 0, error) : error_memory(error);
    for (size_t i = 0; i < side->surface_count && status == GAZ_OK; i++)
        trie.open[i] = (struct sort_item){0, (uint32_t)i};
    trie.state_count = automaton->about.token_count + 1;
    for (uint32_t level = 1; status == GAZ_OK && trie.open_count; level++) status = build_level(&trie, level, error);
    if (status == GAZ_OK) {
        automaton->about.state_count = trie.state_count;
        automaton->levels[0] = (struct format_level){0, 0};
        automaton->levels[automaton->about.longest + 1] =
            (struct format_level){trie.state_count, automaton->about.output_count};
    }
    free(trie.open);
    free(trie.scratch);
    return status;
}
