#include "explain/query.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/unicode.h"

enum { SURFACE_SIZE_MAX = 1 << 24, LAST = INDEX_KINDS - 1 };

static void free_phrase(struct phrase *phrase) {
    buffer_free(&phrase->keys);
    free(phrase->ends);
}

static void drop_copies(struct query *query) {
    for (size_t i = 0; i < query->copy_count; i++) free(query->copies[i].bytes);
    query->copy_count = 0;
}

void query_clear(struct query *query) {
    drop_copies(query);
    free(query->surface);
    free_phrase(&query->exact);
    for (int i = 0; i < INDEX_KINDS; i++) free_phrase(&query->kinds[i]);
    buffer_free(&query->room);
    *query = (struct query){0};
}

/* ---- Setting ---- */

static bool add_key(struct phrase *phrase, const char *key, size_t size) {
    if (!buffer_add(&phrase->keys, key, size) ||
        !array_reserve(&phrase->ends, &phrase->capacity, phrase->count + 1, sizeof *phrase->ends))
        return false;
    phrase->ends[phrase->count++] = phrase->keys.size;
    return true;
}

/* A token normalised; borrowed until the next call. False: out of memory. */
static bool normalize(const char **key, size_t *key_size, struct query *query, const char *bytes, size_t size,
                      unsigned normalization) {
    *key = bytes;
    *key_size = size;
    if (size > UNICODE_NORMALIZED_SIZE) return true;
    size_t room = unicode_normalized_room(size);
    query->room.size = 0;
    if (!buffer_reserve(&query->room, room)) return false;
    *key_size = unicode_normalize(query->room.bytes, room, bytes, size, normalization);
    *key = query->room.bytes;
    return true;
}

static bool add_token(struct query *query, struct index *index, const char *bytes, size_t size) {
    const char *key;
    size_t key_size;
    bool good = index_key(&key, &key_size, index, bytes, size) && add_key(&query->exact, key, key_size);
    for (int i = 0; i < INDEX_KINDS && good; i++)
        good = normalize(&key, &key_size, query, bytes, size, index_kinds[i].normalization) &&
               add_key(&query->kinds[i], key, key_size);
    return good;
}

gaz_status query_set(struct query *query, struct index *index, cut_function *function, const char *surface, size_t size,
                     gaz_error *error) {
    query_clear(query);
    if (size > SURFACE_SIZE_MAX)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "a surface of over %d bytes", SURFACE_SIZE_MAX);
    query->surface = malloc(size + 1);
    query->size = size;
    struct token *tokens = malloc((size + 2) * sizeof *tokens);
    struct sentence *sentences = malloc((size + 2) * sizeof *sentences);
    bool good = query->surface && tokens && sentences;
    if (good) {
        struct cut cut = {
            .signs = index->signs, .tokens = tokens, .sentences = sentences, .capacity = (uint32_t)size + 2};
        struct cut_state state = {0};
        memcpy(query->surface, surface, size);
        function(&cut, &state, surface, size, true);
        for (uint32_t i = 0; i < cut.token_count && good; i++)
            good = add_token(query, index, surface + tokens[i].begin, tokens[i].end - tokens[i].begin);
    }
    free(tokens);
    free(sentences);
    return good ? GAZ_OK : error_memory(error);
}

/* ---- Comparing ---- */

static bool is_key(const struct phrase *phrase, size_t number, const char *key, size_t size) {
    size_t begin = number ? phrase->ends[number - 1] : 0;
    return size == phrase->ends[number] - begin && (size == 0 || memcmp(key, phrase->keys.bytes + begin, size) == 0);
}

bool query_compare(enum query_match *match, struct query *query, struct index *index, const struct passage *passage,
                   uint64_t token, bool nearly) {
    const gaz_document *document = passage_document(passage);
    uint64_t left = passage_sentence_end(passage, passage_sentence(passage, token)) - token;
    *match = QUERY_NO_MATCH;
    if (query->exact.count > left) return true;
    bool exact = true;
    for (size_t i = 0; i < query->exact.count && (exact || nearly); i++) {
        const struct document_token *written = &document->tokens[token + i];
        const char *bytes = document->text + written->begin;
        size_t size = written->end - written->begin;
        const char *key;
        size_t key_size;
        if (exact && !index_key(&key, &key_size, index, bytes, size)) return false;
        exact = exact && is_key(&query->exact, i, key, key_size);
        if (nearly && !normalize(&key, &key_size, query, bytes, size, index_kinds[LAST].normalization)) return false;
        nearly = nearly && is_key(&query->kinds[LAST], i, key, key_size);
    }
    *match = exact ? QUERY_TOKENS : nearly ? QUERY_NEARLY : QUERY_NO_MATCH;
    return true;
}

/* Whether the tokens are the same but for a kind of difference. */
static bool is_kind(bool *is, int kind, struct query *query, const struct passage *passage, uint64_t token) {
    const gaz_document *document = passage_document(passage);
    *is = true;
    for (size_t i = 0; i < query->kinds[kind].count && *is; i++) {
        const struct document_token *written = &document->tokens[token + i];
        const char *key;
        size_t size;
        if (!normalize(&key, &size, query, document->text + written->begin, written->end - written->begin,
                       index_kinds[kind].normalization))
            return false;
        *is = is_key(&query->kinds[kind], i, key, size);
    }
    return true;
}

const char *query_difference(struct query *query, const struct passage *passage, uint64_t token) {
    for (int i = 0; i < LAST; i++) {
        bool is;
        if (!is_kind(&is, i, query, passage, token)) return NULL;
        if (is) return index_kinds[i].name;
    }
    return index_kinds[LAST].name;
}

bool query_next_bytes(uint64_t *at, struct query *query, const struct passage *passage) {
    const gaz_document *document = passage_document(passage);
    if (query->next >= document->size) return false;
    const char *found = memmem(document->text + query->next, document->size - query->next, query->surface, query->size);
    if (!found) return false;
    *at = (uint64_t)(found - document->text);
    query->next = *at + query->size;
    return true;
}

gaz_status query_keep_passage(struct query *query, const struct passage *passage, enum query_match match,
                              gaz_error *error) {
    if (match < query->best) return GAZ_OK;
    if (match > query->best) drop_copies(query);
    query->best = match;
    if (query->copy_count == OCCURRENCES_MAX) return GAZ_OK;
    return passage_save(&query->copies[query->copy_count++], passage, error);
}
