#include "model/builder.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/unicode.h"
#include "text/digits.h"
#include "text/normalized.h"

/* The type's number; mostly it is that of the entry before. */
static gaz_status find_type(uint32_t *number, struct builder *builder, const char *type, gaz_error *error) {
    if (builder->entry_count) {
        *number = builder->entries[builder->entry_count - 1].type;
        if (strcmp(builder->types.items[*number].bytes, type) == 0) return GAZ_OK;
    }
    return strings_add(number, &builder->types, type, strlen(type), error);
}

gaz_status builder_add_entry(struct builder *builder, const char *type, uint32_t claim, float score, uint32_t flags,
                             gaz_error *error) {
    uint32_t number;
    gaz_status status = find_type(&number, builder, type, error);
    if (status != GAZ_OK) return status;
    if (number >= ENTRY_TYPES_MAX) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over %d types", ENTRY_TYPES_MAX);
    if (builder->entry_count >= UINT32_MAX / 2)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 2 billion entries");
    if (!array_reserve(&builder->entries, &builder->entry_capacity, builder->entry_count + 1, sizeof *builder->entries))
        return error_memory(error);
    builder->respelled = false;
    builder->entries[builder->entry_count++] = (struct builder_entry){
        .type = number & (ENTRY_TYPES_MAX - 1), .flags = (uint8_t)flags, .claim = claim, .score = score};
    return GAZ_OK;
}

gaz_status builder_reserve(struct builder *builder, size_t entries, size_t tokens, gaz_error *error) {
    bool good = array_reserve(&builder->entries, &builder->entry_capacity, entries, sizeof *builder->entries);
    for (uint32_t i = TOKENS_CORPUS; i < TOKENS_END && good; i++) {
        struct builder_tokenization *tokenization = &builder->tokenizations[i];
        if (!tokenization->wanted) continue;
        good =
            array_reserve(&tokenization->surfaces, &tokenization->surface_capacity, entries,
                          sizeof *tokenization->surfaces) &&
            array_reserve(&tokenization->tokens, &tokenization->token_capacity, tokens, sizeof *tokenization->tokens);
    }
    return good ? GAZ_OK : error_memory(error);
}

/* The newest entry's surface under a tokenization, added if it is missing; NULL: out of memory. */
static struct builder_surface *newest_surface(struct builder_tokenization *tokenization, uint32_t entry) {
    if (tokenization->surface_count && tokenization->surfaces[tokenization->surface_count - 1].entry == entry)
        return &tokenization->surfaces[tokenization->surface_count - 1];
    if (!array_reserve(&tokenization->surfaces, &tokenization->surface_capacity, tokenization->surface_count + 1,
                       sizeof *tokenization->surfaces))
        return NULL;
    tokenization->surfaces[tokenization->surface_count] =
        (struct builder_surface){(uint32_t)tokenization->token_count, entry};
    return &tokenization->surfaces[tokenization->surface_count++];
}

gaz_status builder_end_tokens(struct builder_tokenization *tokenization, gaz_error *error) {
    struct field texts[STRINGS_BATCH];
    size_t begin = 0;
    for (size_t i = 0; i < tokenization->pending_count; i++) {
        size_t end = tokenization->pending_ends[i];
        texts[i] = (struct field){tokenization->pending.bytes + begin, end - begin};
        begin = end;
    }
    size_t count = tokenization->pending_count;
    if (count == 0) return GAZ_OK;
    gaz_status status = strings_add_batch(tokenization->tokens + tokenization->token_count - count,
                                          &tokenization->vocabulary, texts, count, error);
    if (status == GAZ_OK) tokenization->pending.size = tokenization->pending_count = 0;
    return status;
}

gaz_status builder_add_token(struct builder *builder, uint32_t number, const char *bytes, size_t size,
                             gaz_error *error) {
    struct builder_tokenization *tokenization = &builder->tokenizations[number];
    if (tokenization->normalization) {
        builder->scratch.size = 0;
        if (!buffer_reserve(&builder->scratch, unicode_normalized_room(size))) return error_memory(error);
        size_t made = normalize_token(builder->scratch.bytes, bytes, size, tokenization->normalization);
        bool first =
            number == TOKENS_CORPUS || (number == TOKENS_WORDS && !builder->tokenizations[TOKENS_CORPUS].wanted);
        bool same = made == size && memcmp(builder->scratch.bytes, bytes, size) == 0;
        builder->respelled = builder->respelled || (first && !same);
        size = made;
        bytes = builder->scratch.bytes;
    }
    if (tokens_are_masked(number)) {
        builder->scratch.size = 0;
        if (!buffer_reserve(&builder->scratch, size)) return error_memory(error);
        size = digits_mask(builder->scratch.bytes, bytes, size);
        bytes = builder->scratch.bytes;
    }
    if (size == 0 || size > TOKEN_SIZE_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a token of an entry has 1 to %d bytes, not %zu",
                         TOKEN_SIZE_MAX, size);
    if (tokenization->token_count == UINT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the entries have over 4 billion tokens");
    if (tokenization->pending_count == STRINGS_BATCH) {
        gaz_status status = builder_end_tokens(tokenization, error);
        if (status != GAZ_OK) return status;
    }
    struct builder_surface *surface = newest_surface(tokenization, (uint32_t)builder->entry_count - 1);
    if (!surface || !buffer_add(&tokenization->pending, bytes, size) ||
        !array_reserve(&tokenization->tokens, &tokenization->token_capacity, tokenization->token_count + 1,
                       sizeof *tokenization->tokens))
        return error_memory(error);
    tokenization->pending_ends[tokenization->pending_count++] = tokenization->pending.size;
    surface->end = (uint32_t)++tokenization->token_count;
    return GAZ_OK;
}

gaz_status builder_set_prior(struct builder *builder, struct image_prior prior, gaz_error *error) {
    static const struct image_prior certain = {.log_odds = INFINITY};
    if (!array_reserve(&builder->priors, &builder->prior_capacity, builder->entry_count, sizeof *builder->priors))
        return error_memory(error);
    while (builder->prior_count < builder->entry_count) builder->priors[builder->prior_count++] = certain;
    builder->priors[builder->entry_count - 1] = prior;
    return GAZ_OK;
}

gaz_status builder_set_evidence(struct builder *builder, struct image_evidence evidence, gaz_error *error) {
    if (!array_reserve(&builder->evidence, &builder->evidence_capacity, builder->entry_count,
                       sizeof *builder->evidence))
        return error_memory(error);
    size_t missing = builder->entry_count - builder->evidence_count;
    memset(builder->evidence + builder->evidence_count, 0, missing * sizeof *builder->evidence);
    builder->evidence_count = builder->entry_count;
    builder->evidence[builder->entry_count - 1] = evidence;
    return GAZ_OK;
}

gaz_status builder_set_concept(struct builder *builder, const char *id, const char *name, gaz_error *error) {
    struct buffer *key = &builder->scratch;
    uint32_t number;
    key->size = 0;
    if (!buffer_add_text(key, id) || !buffer_add_byte(key, '\n') || !buffer_add_text(key, name))
        return error_memory(error);
    gaz_status status = strings_add(&number, &builder->concepts, key->bytes, key->size, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&builder->entry_concepts, &builder->concept_capacity, builder->entry_count,
                       sizeof *builder->entry_concepts))
        return error_memory(error);
    while (builder->concept_count < builder->entry_count) builder->entry_concepts[builder->concept_count++] = 0;
    builder->entry_concepts[builder->entry_count - 1] = number + 1;
    return GAZ_OK;
}

gaz_status builder_add_written(struct builder *builder, const char *bytes, size_t size, gaz_error *error) {
    struct buffer *surfaces = &builder->surfaces;
    uint32_t entry = (uint32_t)builder->entry_count - 1;
    bool is_new = builder->written_count == 0 || builder->written[builder->written_count - 1].entry != entry;
    if (is_new && !array_reserve(&builder->written, &builder->written_capacity, builder->written_count + 1,
                                 sizeof *builder->written))
        return error_memory(error);
    size_t left = size;
    bool good = true;
    do { /* the token's size */
        good = good && buffer_add_byte(surfaces, (char)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
        left >>= 7;
    } while (left);
    if (!good || !buffer_add(surfaces, bytes, size)) return error_memory(error);
    if (surfaces->size > UINT32_MAX) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the surfaces have over 4 GB");
    builder->written_count += is_new;
    builder->written[builder->written_count - 1] = (struct builder_written){entry, (uint32_t)surfaces->size};
    return GAZ_OK;
}

gaz_status builder_drop_surface(struct builder *builder, uint32_t number, gaz_error *error) {
    struct builder_tokenization *tokenization = &builder->tokenizations[number];
    if (tokenization->surface_count == 0) return GAZ_OK;
    uint32_t newest = (uint32_t)tokenization->surface_count - 1;
    if (tokenization->surfaces[newest].entry != builder->entry_count - 1) return GAZ_OK;
    gaz_status status = builder_end_tokens(tokenization, error); /* the file must not depend on where batches end */
    tokenization->token_count -= builder_surface_count(tokenization, newest);
    tokenization->surface_count--;
    return status;
}

void builder_tokenization_free(struct builder_tokenization *tokenization) {
    strings_free(&tokenization->vocabulary);
    buffer_free(&tokenization->pending);
    free(tokenization->tokens);
    free(tokenization->surfaces);
    tokenization->tokens = NULL;
    tokenization->surfaces = NULL;
    tokenization->token_count = tokenization->surface_count = tokenization->pending_count = 0;
}

void builder_free(struct builder *builder) {
    for (uint32_t i = TOKENS_CORPUS; i < TOKENS_END; i++) builder_tokenization_free(&builder->tokenizations[i]);
    strings_free(&builder->types);
    free(builder->priors);
    free(builder->evidence);
    strings_free(&builder->concepts);
    free(builder->entry_concepts);
    buffer_free(&builder->surfaces);
    free(builder->written);
    free(builder->entries);
    buffer_free(&builder->scratch);
}
