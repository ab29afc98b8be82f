#include <stdlib.h>

#include "base/error.h"
#include "base/sort.h"
#include "model/automaton_parts.h"
#include "text/fingerprint.h"
#include "text/keys.h"

/* The tokens, sorted by their fingerprints. False if two share theirs. */
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

/* Whether the token's bytes cannot stand in its record. */
static bool is_far(const struct string *token) {
    if (token->size > TOKEN_INLINE_MAX) return true;
    for (uint32_t i = 0; i < token->size; i++)
        if (token->bytes[i] == ' ' || token->bytes[i] == '\t' || token->bytes[i] == '\n') return true;
    return false;
}

static void store_token(struct automaton_parts *parts, uint32_t number, const struct string *token) {
    char *record = parts->tokens[number].bytes;
    if (!is_far(token)) {
        memcpy(record, token->bytes, token->size);
        record[TOKEN_INLINE_MAX] = (char)token->size;
    } else {
        uint32_t offset = (uint32_t)parts->token_size;
        memcpy(record, &offset, sizeof offset);
        memcpy(record + sizeof offset, &token->size, sizeof token->size);
        record[TOKEN_INLINE_MAX] = (char)TOKEN_FAR;
        memcpy(parts->token_bytes + parts->token_size, token->bytes, token->size);
        parts->token_size += token->size;
    }
    if (token->size > parts->header.longest_token) parts->header.longest_token = token->size;
}

static gaz_status allocate(struct automaton_parts *parts, struct states *states, const struct strings *vocabulary,
                           gaz_error *error) {
    size_t count = (size_t)vocabulary->count + 1;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < vocabulary->count; i++)
        if (is_far(&vocabulary->items[i])) bytes += vocabulary->items[i].size;
    if (bytes > UINT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the entries' long tokens are over 4 GiB");
    parts->tokens = calloc(count, sizeof *parts->tokens);
    parts->token_bytes = malloc(bytes + 1);
    states->fingerprints = calloc(count, sizeof *states->fingerprints);
    states->sketches = calloc(count, sizeof *states->sketches);
    states->vocabulary = calloc(count, sizeof *states->vocabulary);
    bool good = parts->tokens && parts->token_bytes && states->fingerprints && states->sketches && states->vocabulary;
    return good ? GAZ_OK : error_memory(error);
}

/* Numbers the tokens in the order of their fingerprints. */
static gaz_status number_tokens(struct automaton_parts *parts, struct states *states, const struct sort_item *sorted,
                                struct builder_tokenization *tokenization, gaz_error *error) {
    const struct strings *vocabulary = &tokenization->vocabulary;
    gaz_status status = allocate(parts, states, vocabulary, error);
    uint32_t *numbers = malloc(((size_t)vocabulary->count + 1) * sizeof *numbers);
    if (status != GAZ_OK || !numbers) {
        free(numbers);
        return status == GAZ_OK ? error_memory(error) : status;
    }
    struct sketch_factors factors;
    sketch_seed(&factors, parts->header.seed);
    for (uint32_t i = 0; i < vocabulary->count; i++) {
        const struct string *token = &vocabulary->items[sorted[i].item];
        numbers[sorted[i].item] = i + 1;
        states->fingerprints[i + 1] = sorted[i].key;
        states->sketches[i + 1] = sketch_token(&factors, token->bytes, token->size);
        states->vocabulary[i + 1] = sorted[i].item;
        store_token(parts, i + 1, token);
    }
    for (size_t i = 0; i < tokenization->token_count; i++) tokenization->tokens[i] = numbers[tokenization->tokens[i]];
    parts->header.token_count = vocabulary->count;
    free(numbers);
    return GAZ_OK;
}

gaz_status vocabulary_build(struct automaton_parts *parts, struct states *states, bool *another,
                            struct builder_tokenization *tokenization, gaz_error *error) {
    uint32_t count = tokenization->vocabulary.count;
    if (count > TOKEN_LIMIT) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 67 million distinct tokens");
    struct sort_item *sorted = malloc(((size_t)count + 1) * sizeof *sorted);
    struct sort_item *scratch = malloc(((size_t)count + 1) * sizeof *scratch);
    gaz_status status = sorted && scratch ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) {
        *another = !sort_by_fingerprint(sorted, scratch, &tokenization->vocabulary, parts->header.seed);
        if (!*another) status = number_tokens(parts, states, sorted, tokenization, error);
    }
    free(sorted);
    free(scratch);
    return status;
}

void vocabulary_undo(const struct states *states, struct builder_tokenization *tokenization) {
    for (size_t i = 0; i < tokenization->token_count; i++)
        tokenization->tokens[i] = states->vocabulary[tokenization->tokens[i]];
}
