#include "explain/index.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/unicode.h"
#include "lexicon/surface.h"
#include "lexicon/surface_words.h"
#include "text/digits.h"
#include "text/normalized.h"
#include "text/shape.h"

enum { TYPOGRAPHY = UNICODE_COMPOSE | UNICODE_TYPOGRAPHY };

const struct index_kind index_kinds[INDEX_KINDS] = {
    {"normalization", UNICODE_COMPOSE},
    {"typography", TYPOGRAPHY},
    {"case", TYPOGRAPHY | UNICODE_FOLD},
    {"accents", TYPOGRAPHY | UNICODE_FOLD | UNICODE_ACCENTS},
};

bool index_key(const char **key, size_t *key_size, struct index *index, const char *bytes, size_t size) {
    *key = bytes;
    *key_size = size;
    if (!index->normalization || size > TOKEN_SIZE_MAX) return true;
    index->room.size = 0;
    if (!buffer_reserve(&index->room, unicode_normalized_room(size))) return false;
    *key_size = normalize_token(index->room.bytes, bytes, size, index->normalization);
    *key = index->room.bytes;
    return true;
}

/* Masks a key, which is replaced by one in the index's memory. */
static bool mask_key(const char **key, size_t *key_size, struct index *index) {
    if (*key != index->room.bytes) {
        index->room.size = 0;
        if (!buffer_reserve(&index->room, *key_size)) return false;
    }
    *key_size = digits_mask(index->room.bytes, *key, *key_size);
    *key = index->room.bytes;
    return true;
}

/* ---- Making ---- */

/* Steps on by a token, which is added. A token that no model can hold gives node 0. */
static gaz_status add_token(uint32_t *node, struct index *index, const char *bytes, size_t size, bool masked,
                            gaz_error *error) {
    const char *key;
    size_t key_size;
    if (!index_key(&key, &key_size, index, bytes, size) || (masked && !mask_key(&key, &key_size, index)))
        return error_memory(error);
    uint32_t pair[2] = {*node, 0};
    *node = 0;
    if (key_size == 0 || key_size > TOKEN_SIZE_MAX) return GAZ_OK;
    gaz_status status = strings_add(&pair[1], &index->tokens, key, key_size, error);
    uint32_t number;
    if (status == GAZ_OK) status = strings_add(&number, &index->nodes, (const char *)pair, sizeof pair, error);
    if (status != GAZ_OK) return status;
    size_t known = index->first_capacity;
    if (!array_reserve(&index->first, &index->first_capacity, (size_t)number + 2, sizeof *index->first))
        return error_memory(error);
    memset(index->first + known, 0, (index->first_capacity - known) * sizeof *index->first);
    *node = number + 1;
    return GAZ_OK;
}

/* `*node` is that of the surface's tokens; 0: the tokenization cannot hold it. */
static gaz_status add_words(uint32_t *node, struct index *index, struct surface_words *words,
                            const struct string *surface, gaz_error *error) {
    bool masked = surface_is_pattern(surface->bytes, surface->size);
    gaz_status status = GAZ_OK;
    *node = 0;
    if (!surface_words_join(words, surface->bytes, surface->size) || !surface_words_cut(words))
        return error_memory(error);
    if (words->token_count > ENTRY_TOKENS_MAX || words->token_count == 0) return GAZ_OK;
    *node = masked ? INDEX_MASKED_ROOT : INDEX_ROOT;
    for (uint32_t i = 0; i < words->token_count && status == GAZ_OK; i++) {
        status = add_token(node, index, words->text.bytes + words->tokens[i].begin,
                           words->tokens[i].end - words->tokens[i].begin, masked, error);
        if (*node == 0) break;
    }
    return status;
}

static gaz_status add_tokens(uint32_t *node, struct index *index, struct surface_words *words,
                             const struct string *surface, gaz_error *error) {
    bool masked = surface_is_pattern(surface->bytes, surface->size);
    gaz_token token;
    size_t at = 0;
    int more;
    *node = masked ? INDEX_MASKED_ROOT : INDEX_ROOT;
    while ((more = surface_next_token(&token, &words->room, surface->bytes, surface->size, &at)) == 1) {
        gaz_status status = add_token(node, index, token.bytes, token.size, masked, error);
        if (status != GAZ_OK || *node == 0) return status;
    }
    return more == -1 ? error_memory(error) : GAZ_OK;
}

gaz_status index_make(struct index *index, const gaz_lexicon *lexicon, const gaz_model *model, uint32_t tokenization,
                      gaz_error *error) {
    const struct image_automaton *header = model->automata[tokenization].header;
    *index = (struct index){.normalization = header->flags, .signs = header->signs};
    if (!lexicon) return GAZ_OK;
    index->lexicon = lexicon;
    index->next = calloc(lexicon->entry_count + 1, sizeof *index->next);
    if (!index->next) return error_memory(error);
    struct surface_words words = {.signs = index->signs};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) {
        const struct string *surface = &lexicon->surfaces.items[lexicon->entries[i].surface];
        uint32_t node = 0;
        status = tokenization == TOKENS_WORDS ? add_words(&node, index, &words, surface, error)
                                              : add_tokens(&node, index, &words, surface, error);
        if (status != GAZ_OK || node == 0) continue;
        index->next[i] = index->first[node];
        index->first[node] = (uint32_t)i + 1;
    }
    surface_words_free(&words);
    return status;
}

void index_free(struct index *index) {
    strings_free(&index->tokens);
    strings_free(&index->nodes);
    strings_free(&index->words);
    free(index->first);
    free(index->next);
    free(index->words_first);
    free(index->words_next);
    buffer_free(&index->room);
}

/* ---- Looking up ---- */

bool index_token(uint32_t *number, struct index *index, const char *bytes, size_t size, bool masked) {
    const char *key;
    size_t key_size;
    *number = INDEX_NO_TOKEN;
    if (size > (masked && digits_any(bytes, size) ? MASKED_SIZE_MAX : TOKEN_SIZE_MAX)) return true;
    if (!index_key(&key, &key_size, index, bytes, size)) return false;
    if (masked && !mask_key(&key, &key_size, index)) return false;
    strings_find(number, &index->tokens, key, key_size);
    return true;
}

uint32_t index_step(const struct index *index, uint32_t node, uint32_t token) {
    const uint32_t pair[2] = {node, token};
    uint32_t number;
    return strings_find(&number, &index->nodes, (const char *)pair, sizeof pair) ? number + 1 : 0;
}

/* ---- By words ---- */

/* Appends the words of `words->text` in lower case, without signs unless there is nothing else. */
static bool fold_words(struct buffer *folded, struct surface_words *words) {
    if (!surface_words_cut(words)) return false;
    folded->size = 0;
    for (int signs = 0; signs < 2 && folded->size == 0; signs++) {
        for (uint32_t i = 0; i < words->token_count; i++) {
            const char *bytes = words->text.bytes + words->tokens[i].begin;
            size_t size = words->tokens[i].end - words->tokens[i].begin;
            if (!signs && shape_plain(shape_of(bytes, size)) == SHAPE_SYMBOLS) continue;
            if (!buffer_add(folded, " ", folded->size > 0) || !buffer_reserve(folded, unicode_normalized_room(size)))
                return false;
            folded->size +=
                normalize_token(folded->bytes + folded->size, bytes, size, index_kinds[INDEX_KINDS - 1].normalization);
        }
    }
    return true;
}

static gaz_status add_folded(struct index *index, uint32_t entry, const struct buffer *folded, gaz_error *error) {
    uint32_t number;
    gaz_status status = strings_add(&number, &index->words, folded->bytes, folded->size, error);
    if (status != GAZ_OK) return status;
    size_t known = index->words_capacity;
    if (!array_reserve(&index->words_first, &index->words_capacity, (size_t)number + 1, sizeof *index->words_first))
        return error_memory(error);
    memset(index->words_first + known, 0, (index->words_capacity - known) * sizeof *index->words_first);
    index->words_next[entry] = index->words_first[number];
    index->words_first[number] = entry + 1;
    return GAZ_OK;
}

static gaz_status make_words(struct index *index, struct surface_words *words, gaz_error *error) {
    const gaz_lexicon *lexicon = index->lexicon;
    struct buffer folded = {0};
    index->words_next = calloc(lexicon->entry_count + 1, sizeof *index->words_next);
    gaz_status status = index->words_next ? GAZ_OK : error_memory(error);
    for (size_t i = lexicon->entry_count; i-- > 0 && status == GAZ_OK;) {
        const struct string *surface = &lexicon->surfaces.items[lexicon->entries[i].surface];
        if (!surface_words_join(words, surface->bytes, surface->size) || !fold_words(&folded, words))
            status = error_memory(error);
        if (status == GAZ_OK && folded.size) status = add_folded(index, (uint32_t)i, &folded, error);
    }
    buffer_free(&folded);
    index->has_words = status == GAZ_OK;
    return status;
}

gaz_status index_find_words(uint32_t *first, struct index *index, const char *text, size_t size, gaz_error *error) {
    struct surface_words words = {.signs = index->signs};
    struct buffer folded = {0};
    uint32_t number;
    *first = 0;
    gaz_status status = index->has_words || !index->lexicon ? GAZ_OK : make_words(index, &words, error);
    words.text.size = 0;
    if (status == GAZ_OK && (!buffer_add(&words.text, text, size) || !fold_words(&folded, &words)))
        status = error_memory(error);
    if (status == GAZ_OK && folded.size && strings_find(&number, &index->words, folded.bytes, folded.size))
        *first = index->words_first[number];
    surface_words_free(&words);
    buffer_free(&folded);
    return status;
}
