#include <stdlib.h>

#include "base/error.h"
#include "model/automaton.h"
#include "text/fingerprint.h"

struct order {
    const struct names *names;
    const unsigned char *is_last; /* per token: can end an entry */
};

static int compare_tokens(const void *left, const void *right, void *context) {
    const struct order *order = context;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    if (order->is_last[a] != order->is_last[b]) return order->is_last[a] ? -1 : 1;
    const struct name *one = &order->names->items[a];
    const struct name *two = &order->names->items[b];
    int result = memcmp(one->bytes, two->bytes, one->size < two->size ? one->size : two->size);
    return result ? result : (one->size > two->size) - (one->size < two->size);
}

/* `sorted` receives the token numbers in their final order, `*last_count` how many can end an entry. */
static gaz_status sort_tokens(uint32_t *sorted, uint32_t *last_count, const struct builder_side *side,
                              gaz_error *error) {
    uint32_t count = side->vocabulary.count;
    unsigned char *is_last = calloc((size_t)count + 1, 1);
    if (!is_last) return error_memory(error);
    for (size_t i = 0; i < side->surface_count; i++) {
        const struct builder_surface *surface = &side->surfaces[i];
        is_last[side->tokens[surface->first + surface->count - 1]] = 1;
    }
    *last_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = i;
        *last_count += is_last[i];
    }
    struct order order = {&side->vocabulary, is_last};
    qsort_r(sorted, count, sizeof *sorted, compare_tokens, &order);
    free(is_last);
    return GAZ_OK;
}

static gaz_status store_tokens(struct automaton *automaton, const struct builder_side *side, const uint32_t *sorted,
                               gaz_error *error) {
    uint32_t count = side->vocabulary.count;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < count; i++) bytes += side->vocabulary.items[i].size;
    if (bytes > UINT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the entries' distinct tokens are over 4 GiB");
    automaton->token_offsets = calloc((size_t)count + 2, sizeof *automaton->token_offsets);
    automaton->token_bytes = malloc(bytes + 1);
    if (!automaton->token_offsets || !automaton->token_bytes) return error_memory(error);
    uint32_t size = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct name *name = &side->vocabulary.items[sorted[i]];
        memcpy(automaton->token_bytes + size, name->bytes, name->size);
        size += name->size;
        automaton->token_offsets[i + 2] = size;
        if (name->size > automaton->about.longest_token) automaton->about.longest_token = name->size;
    }
    automaton->token_size = size;
    return GAZ_OK;
}

/* False if two tokens share a fingerprint under this seed. */
static bool fill_slots(struct automaton *automaton, uint64_t seed) {
    struct fingerprint_keys keys;
    fingerprint_seed(&keys, seed);
    uint32_t mask = automaton->about.slot_count - 1;
    memset(automaton->slots, 0, automaton->about.slot_count * sizeof *automaton->slots);
    for (uint32_t token = 1; token <= automaton->about.token_count; token++) {
        uint32_t begin = automaton->token_offsets[token];
        uint64_t print =
            fingerprint(&keys, automaton->token_bytes + begin, automaton->token_offsets[token + 1] - begin);
        uint32_t slot = (uint32_t)(print >> 12) & mask;
        while (automaton->slots[slot].token) {
            if (automaton->slots[slot].fingerprint == print) return false;
            slot = (slot + 1) & mask;
        }
        automaton->slots[slot] = (struct format_slot){print, token, 0};
    }
    return true;
}

enum { SEED_LIMIT = 1000 }; /* even 100 million tokens share a fingerprint under one seed in 4,000 only */

static gaz_status make_slots(struct automaton *automaton, gaz_error *error) {
    uint32_t count = 16;
    while (count / 4 * 3 <= automaton->about.token_count) {
        if (count == 1u << 31) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 1.6 billion distinct tokens");
        count *= 2;
    }
    automaton->about.slot_count = count;
    automaton->slots = malloc(count * sizeof *automaton->slots);
    if (!automaton->slots) return error_memory(error);
    for (uint64_t seed = 1; seed < SEED_LIMIT; seed++) {
        if (!fill_slots(automaton, seed)) continue;
        automaton->about.seed = seed;
        return GAZ_OK;
    }
    return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "two tokens share their fingerprint under every seed");
}

gaz_status vocabulary_build(struct automaton *automaton, struct builder_side *side, gaz_error *error) {
    uint32_t count = side->vocabulary.count;
    uint32_t *sorted = malloc(((size_t)count + 1) * sizeof *sorted);
    uint32_t *numbers = malloc(((size_t)count + 1) * sizeof *numbers);
    gaz_status status =
        sorted && numbers ? sort_tokens(sorted, &automaton->about.last_token_count, side, error) : error_memory(error);
    if (status == GAZ_OK) {
        automaton->about.token_count = count;
        for (uint32_t i = 0; i < count; i++) numbers[sorted[i]] = i + 1;
        for (size_t i = 0; i < side->token_count; i++) side->tokens[i] = numbers[side->tokens[i]];
        status = store_tokens(automaton, side, sorted, error);
    }
    if (status == GAZ_OK) status = make_slots(automaton, error);
    free(sorted);
    free(numbers);
    return status;
}
