/* The states, level by level: the surfaces that go on are sorted by (state reached, next token from the end), and each
 * group of equal ones is a state. */
#include <stdlib.h>

#include "base/error.h"
#include "base/sort.h"
#include "model/automaton_parts.h"

struct trie {
    struct automaton_parts *parts;
    const struct builder_tokenization *tokenization;
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
    const struct builder_tokenization *tokenization = trie->tokenization;
    for (size_t i = 0; i < trie->open_count; i++) { /* the surfaces lie in no order: what comes is asked for in time */
        struct sort_item *open = &trie->open[i];
        if (i + FAR_AHEAD < trie->open_count) __builtin_prefetch(&tokenization->surfaces[open[FAR_AHEAD].item]);
        if (i + AHEAD < trie->open_count) {
            const struct builder_surface *later = &tokenization->surfaces[open[AHEAD].item];
            __builtin_prefetch(&tokenization->tokens[later->first + later->count - level]);
        }
        const struct builder_surface *surface = &tokenization->surfaces[open->item];
        uint32_t token = tokenization->tokens[surface->first + surface->count - level];
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
        uint32_t entry = trie->tokenization->surfaces[trie->open[end].item].entry;
        if (*winner == NO_WINNER || wins(trie->builder, entry, *winner)) *winner = entry;
    }
    return end;
}

static gaz_status reserve_level(struct trie *trie, uint32_t level, size_t groups, size_t winners, gaz_error *error) {
    struct automaton_parts *parts = trie->parts;
    if (trie->state_count + (uint64_t)groups >= STATE_LIMIT)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the automaton needs over 268 million states");
    size_t records = level > 1 ? trie->state_count - parts->header.token_count - 1 + groups : 0;
    bool good = array_reserve(&parts->levels, &trie->level_capacity, (size_t)level + 2, sizeof *parts->levels) &&
                array_reserve(&parts->outputs, &trie->output_capacity, parts->header.output_count + winners + 1,
                              sizeof *parts->outputs) &&
                array_reserve(&parts->states, &parts->state_capacity, records + 1, sizeof *parts->states);
    return good ? GAZ_OK : error_memory(error);
}

/* Tells who won the tokens of the surfaces that end here: the first ones of [begin, end). */
static void tell_winner(const struct trie *trie, size_t begin, size_t end, uint32_t winner) {
    const struct builder_tokenization *tokenization = trie->tokenization;
    const struct builder_entry *entries = trie->builder->entries;
    if (!tokenization->winners) return;
    for (size_t i = begin; i < end && !(trie->open[i].key & 1); i++)
        tokenization->winners[entries[tokenization->surfaces[trie->open[i].item].entry].claim] = entries[winner].claim;
}

/* Makes the level's states: those at which an entry begins come first. Level 1 has a number per token already, of
 * which the vocabulary has put those first. */
static gaz_status build_level(struct trie *trie, uint32_t level, gaz_error *error) {
    struct automaton_parts *parts = trie->parts;
    unsigned token_bits = bits_of(parts->header.token_count);
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
    parts->levels[level] = (struct image_level){first, parts->header.output_count};
    size_t kept = 0;
    for (size_t begin = 0, end; begin < trie->open_count; begin = end) {
        uint32_t winner;
        end = find_group(&winner, trie, begin);
        uint64_t key = trie->open[begin].key >> 1;
        uint32_t token = (uint32_t)(key & (((uint64_t)1 << token_bits) - 1));
        uint32_t state = level == 1 ? token : winner != NO_WINNER ? with_output++ : without++;
        tell_winner(trie, begin, end, winner);
        if (winner != NO_WINNER) parts->outputs[parts->header.output_count++] = winner;
        if (level > 1)
            parts->states[state - parts->header.token_count - 1] =
                (struct image_state){key >> token_bits << STATE_BITS | token, 0};
        for (size_t i = begin; i < end; i++)
            if (trie->open[i].key & 1) trie->open[kept++] = (struct sort_item){state, trie->open[i].item};
    }
    trie->open_count = kept;
    if (level > 1) trie->state_count = without;
    parts->header.longest = level;
    return GAZ_OK;
}

gaz_status trie_build(struct automaton_parts *parts, const struct builder *builder,
                      const struct builder_tokenization *tokenization, gaz_error *error) {
    struct trie trie = {
        .parts = parts, .builder = builder, .tokenization = tokenization, .open_count = tokenization->surface_count};
    trie.open = malloc((tokenization->surface_count + 1) * sizeof *trie.open);
    trie.scratch = malloc((tokenization->surface_count + 1) * sizeof *trie.scratch);
    gaz_status status = trie.open && trie.scratch ? reserve_level(&trie, 1, 0, 0, error) : error_memory(error);
    for (size_t i = 0; i < tokenization->surface_count && status == GAZ_OK; i++)
        trie.open[i] = (struct sort_item){0, (uint32_t)i};
    trie.state_count = parts->header.token_count + 1;
    for (uint32_t level = 1; status == GAZ_OK && trie.open_count; level++) status = build_level(&trie, level, error);
    if (status == GAZ_OK) {
        parts->header.state_count = trie.state_count;
        parts->levels[0] = (struct image_level){0, 0};
        parts->levels[parts->header.longest + 1] = (struct image_level){trie.state_count, parts->header.output_count};
    }
    free(trie.open);
    free(trie.scratch);
    return status;
}
