#include "model/automaton.h"

#include <stdlib.h>

#include "base/error.h"
#include "model/filter.h"

struct order {
    const struct builder_side *side;
    const struct builder_entry *entries;
};

/* By the tokens from the last to the first, then the stronger claim first. */
static int compare_surfaces(const void *left, const void *right, void *context) {
    const struct order *order = context;
    const struct builder_surface *a = left;
    const struct builder_surface *b = right;
    const uint32_t *a_end = order->side->tokens + a->first + a->count;
    const uint32_t *b_end = order->side->tokens + b->first + b->count;
    uint32_t shorter = a->count < b->count ? a->count : b->count;
    for (uint32_t k = 0; k < shorter; k++) {
        uint32_t a_token = *--a_end;
        uint32_t b_token = *--b_end;
        if (a_token != b_token) return a_token < b_token ? -1 : 1;
    }
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    uint32_t a_rank = order->entries[a->entry].rank;
    uint32_t b_rank = order->entries[b->entry].rank;
    return (a_rank > b_rank) - (a_rank < b_rank);
}

static bool same_tokens(const struct builder_side *side, const struct builder_surface *a,
                        const struct builder_surface *b) {
    return a->count == b->count &&
           memcmp(side->tokens + a->first, side->tokens + b->first, a->count * sizeof *side->tokens) == 0;
}

/* Of surfaces with the same tokens only the first stays. */
static void keep_winners(struct builder_side *side, const struct builder_entry *entries) {
    struct order order = {side, entries};
    if (side->surface_count == 0) return;
    qsort_r(side->surfaces, side->surface_count, sizeof *side->surfaces, compare_surfaces, &order);
    size_t kept = 0;
    for (size_t i = 0; i < side->surface_count; i++)
        if (kept == 0 || !same_tokens(side, &side->surfaces[kept - 1], &side->surfaces[i]))
            side->surfaces[kept++] = side->surfaces[i];
    side->surface_count = kept;
}

enum { FILTER_WORDS_MIN = 1 << 10, FILTER_BITS_PER_KEY = 16 };

static gaz_status make_filter(struct automaton *automaton, gaz_error *error) {
    struct format_side *about = &automaton->about;
    uint32_t first_pair = about->last_token_count + 1; /* the states of depth two follow those of depth one */
    uint32_t end_pair = first_pair;
    while (end_pair < about->state_count && automaton->parent[end_pair] <= about->last_token_count) end_pair++;
    uint64_t keys = (uint64_t)end_pair;
    uint64_t words = FILTER_WORDS_MIN;
    while (words * 64 < keys * FILTER_BITS_PER_KEY) words *= 2;
    about->filter_words = (uint32_t)words;
    automaton->filter = calloc(words, sizeof *automaton->filter);
    uint64_t *prints = calloc((size_t)about->token_count + 1, sizeof *prints);
    if (!automaton->filter || !prints) {
        free(prints);
        return error_memory(error);
    }
    for (uint32_t slot = 0; slot < about->slot_count; slot++)
        prints[automaton->slots[slot].token] = automaton->slots[slot].fingerprint;
    for (uint32_t state = 1; state < first_pair; state++)
        if (automaton->output[state]) filter_add(automaton->filter, about->filter_words, prints[state]);
    for (uint32_t state = first_pair; state < end_pair; state++)
        filter_add(automaton->filter, about->filter_words,
                   filter_pair(prints[automaton->token[state]], prints[automaton->parent[state]]));
    free(prints);
    return GAZ_OK;
}

gaz_status automaton_build(struct automaton *automaton, struct builder_side *side, const struct builder_entry *entries,
                           gaz_error *error) {
    automaton->about.flags = (side->fold ? SIDE_FOLD : 0u) | (side->compose ? SIDE_COMPOSE : 0u);
    gaz_status status = vocabulary_build(automaton, side, error);
    if (status != GAZ_OK) return status;
    keep_winners(side, entries);
    status = trie_build(automaton, side, error);
    return status == GAZ_OK ? make_filter(automaton, error) : status;
}

void automaton_free(struct automaton *automaton) {
    free(automaton->token_offsets);
    free(automaton->token_bytes);
    free(automaton->slots);
    free(automaton->first_child);
    free(automaton->token);
    free(automaton->parent);
    free(automaton->fail);
    free(automaton->output);
    free(automaton->outputs);
    free(automaton->filter);
    *automaton = (struct automaton){0};
}
