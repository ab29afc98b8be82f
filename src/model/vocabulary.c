#include <stdlib.h>

#include "base/error.h"
#include "base/sort.h"
#include "model/automaton_parts.h"
#include "text/fingerprint.h"

/* The tokens, sorted by their fingerprints under a seed. False if two share theirs. */
static bool sort_by_fingerprint(struct sort_item *sorted, struct sort_item *scratch, const struct strings *vocabulary,
                                uint64_t seed) {
    struct fingerprint_keys keys;
    fingerprint_seed(&keys, seed);
    for (uint32_t i = 0; i < vocabulary->count; i++)
        sorted[i] = (struct sort_item){fingerprint(&keys, vocabulary->items[i].bytes, vocabulary->items[i].size), i};
    sort_items(sorted, scratch, vocabulary->count);
    for (uint32_t i = 1; i < vocabulary->count; i++)
        if (sorted[i].key == sorted[i - 1].key) return false;
    return true;
}

enum { SEED_LIMIT = 1000 }; /* even 100 million tokens share a fingerprint under one seed in 4,000 only */

static gaz_status choose_seed(struct automaton_parts *parts, struct sort_item *sorted, struct sort_item *scratch,
                              const struct strings *vocabulary, gaz_error *error) {
    for (uint64_t seed = 1; seed < SEED_LIMIT; seed++) {
        if (!sort_by_fingerprint(sorted, scratch, vocabulary, seed)) continue;
        parts->header.seed = seed;
        return GAZ_OK;
    }
    return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "two tokens share their fingerprint under every seed");
}

/* Tokens that are an entry by themselves go to the front. `numbers` (by the vocabulary's numbers) tells which. */
static void number_tokens(uint32_t *numbers, struct sort_item *sorted, struct sort_item *scratch, uint32_t count) {
    uint32_t number = 1;
    for (int alone = 1; alone >= 0; alone--)
        for (uint32_t i = 0; i < count; i++)
            if (numbers[sorted[i].item] == (uint32_t)alone) scratch[number++ - 1] = sorted[i];
    memcpy(sorted, scratch, count * sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) numbers[sorted[i].item] = i + 1;
}

static gaz_status store_tokens(struct automaton_parts *parts, const struct sort_item *sorted,
                               const struct strings *vocabulary, gaz_error *error) {
    uint32_t count = vocabulary->count;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < count; i++) bytes += vocabulary->items[i].size;
    if (bytes > UINT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the entries' distinct tokens are over 4 GiB");
    parts->token_offsets = calloc((size_t)count + 2, sizeof *parts->token_offsets);
    parts->fingerprints = calloc((size_t)count + 1, sizeof *parts->fingerprints);
    parts->token_bytes = malloc(bytes + 1);
    if (!parts->token_offsets || !parts->fingerprints || !parts->token_bytes) return error_memory(error);
    uint32_t size = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct string *name = &vocabulary->items[sorted[i].item];
        memcpy(parts->token_bytes + size, name->bytes, name->size);
        size += name->size;
        parts->token_offsets[i + 2] = size;
        parts->fingerprints[i + 1] = sorted[i].key;
        if (name->size > parts->header.longest_token) parts->header.longest_token = name->size;
    }
    parts->token_size = size;
    parts->header.token_count = count;
    return GAZ_OK;
}

gaz_status vocabulary_build(struct automaton_parts *parts, struct builder_tokenization *tokenization,
                            gaz_error *error) {
    uint32_t count = tokenization->vocabulary.count;
    if (count >= STATE_LIMIT / 2) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 134 million distinct tokens");
    struct sort_item *sorted = malloc(((size_t)count + 1) * sizeof *sorted);
    struct sort_item *scratch = malloc(((size_t)count + 1) * sizeof *scratch);
    uint32_t *numbers = calloc((size_t)count + 1, sizeof *numbers);
    gaz_status status = sorted && scratch && numbers
                            ? choose_seed(parts, sorted, scratch, &tokenization->vocabulary, error)
                            : error_memory(error);
    if (status == GAZ_OK) {
        for (size_t i = 0; i < tokenization->surface_count; i++)
            if (tokenization->surfaces[i].count == 1)
                numbers[tokenization->tokens[tokenization->surfaces[i].first]] = 1;
        number_tokens(numbers, sorted, scratch, count);
        for (size_t i = 0; i < tokenization->token_count; i++)
            tokenization->tokens[i] = numbers[tokenization->tokens[i]];
        status = store_tokens(parts, sorted, &tokenization->vocabulary, error);
    }
    free(sorted);
    free(scratch);
    free(numbers);
    return status;
}
