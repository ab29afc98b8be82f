#include "explain/question.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/unicode.h"

enum { SURFACE_SIZE_MAX = 1 << 24 };

static void free_phrase(struct phrase *phrase) {
    buffer_free(&phrase->keys);
    free(phrase->ends);
}

static void drop_copies(struct question *question) {
    for (size_t i = 0; i < question->copy_count; i++) free(question->copies[i].bytes);
    question->copy_count = 0;
}

void question_forget(struct question *question) {
    drop_copies(question);
    free(question->surface);
    free_phrase(&question->exact);
    free_phrase(&question->folded);
    free_phrase(&question->composed);
    buffer_free(&question->room);
    *question = (struct question){0};
}

/* ---- Asking ---- */

static bool add_key(struct phrase *phrase, const char *key, size_t size) {
    if (!buffer_add(&phrase->keys, key, size) ||
        !array_reserve(&phrase->ends, &phrase->capacity, phrase->count + 1, sizeof *phrase->ends))
        return false;
    phrase->ends[phrase->count++] = phrase->keys.size;
    return true;
}

/* What a token is composed, and without case; borrowed until the next call. False: out of memory. */
static bool normalize(const char **key, size_t *key_size, struct question *question, const char *bytes, size_t size,
                      bool fold) {
    *key = bytes;
    *key_size = size;
    if (size > UNICODE_NORMALIZED_SIZE) return true;
    size_t room = unicode_normalized_room(size);
    question->room.size = 0;
    if (!buffer_reserve(&question->room, room)) return false;
    *key_size = unicode_normalize(question->room.bytes, room, bytes, size, fold, true);
    *key = question->room.bytes;
    return true;
}

static bool add_token(struct question *question, struct index *index, const char *bytes, size_t size) {
    const char *key;
    size_t key_size;
    return index_key(&key, &key_size, index, bytes, size) && add_key(&question->exact, key, key_size) &&
           normalize(&key, &key_size, question, bytes, size, true) && add_key(&question->folded, key, key_size) &&
           normalize(&key, &key_size, question, bytes, size, false) && add_key(&question->composed, key, key_size);
}

gaz_status question_ask(struct question *question, struct index *index, cut_function *function, const char *surface,
                        size_t size, gaz_error *error) {
    question_forget(question);
    if (size > SURFACE_SIZE_MAX)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "a surface of over %d bytes", SURFACE_SIZE_MAX);
    question->surface = malloc(size + 1);
    question->size = size;
    struct token *tokens = malloc((size + 2) * sizeof *tokens);
    struct sentence *sentences = malloc((size + 2) * sizeof *sentences);
    bool good = question->surface && tokens && sentences;
    if (good) {
        struct cut cut = {.tokens = tokens, .sentences = sentences, .capacity = (uint32_t)size + 2};
        struct cut_state state = {0};
        memcpy(question->surface, surface, size);
        function(&cut, &state, surface, size, true);
        for (uint32_t i = 0; i < cut.token_count && good; i++)
            good = add_token(question, index, surface + tokens[i].begin, tokens[i].end - tokens[i].begin);
    }
    free(tokens);
    free(sentences);
    return good ? GAZ_OK : error_memory(error);
}

/* ---- Looking ---- */

static bool is_part(const struct phrase *phrase, size_t number, const char *key, size_t size) {
    size_t begin = number ? phrase->ends[number - 1] : 0;
    return size == phrase->ends[number] - begin && (size == 0 || memcmp(key, phrase->keys.bytes + begin, size) == 0);
}

bool question_stands(enum likeness *like, struct question *question, struct index *index, const struct passage *passage,
                     uint64_t token, bool folded) {
    const gaz_document *document = passage_document(passage);
    uint64_t left = passage_sentence_end(passage, passage_sentence(passage, token)) - token;
    *like = LIKE_NOTHING;
    if (question->exact.count > left) return true;
    bool exact = true;
    for (size_t i = 0; i < question->exact.count && (exact || folded); i++) {
        const struct document_token *written = &document->tokens[token + i];
        const char *bytes = document->text + written->begin;
        size_t size = written->end - written->begin;
        const char *key;
        size_t key_size;
        if (exact && !index_key(&key, &key_size, index, bytes, size)) return false;
        exact = exact && is_part(&question->exact, i, key, key_size);
        if (folded && !normalize(&key, &key_size, question, bytes, size, true)) return false;
        folded = folded && is_part(&question->folded, i, key, key_size);
    }
    *like = exact ? LIKE_TOKENS : folded ? LIKE_FOLDED : LIKE_NOTHING;
    return true;
}

const char *question_difference(struct question *question, const struct passage *passage, uint64_t token) {
    const gaz_document *document = passage_document(passage);
    for (size_t i = 0; i < question->composed.count; i++) {
        const struct document_token *written = &document->tokens[token + i];
        const char *key;
        size_t size;
        if (!normalize(&key, &size, question, document->text + written->begin, written->end - written->begin, false))
            return NULL;
        if (!is_part(&question->composed, i, key, size)) return "case";
    }
    return "normalization";
}

bool question_next_bytes(uint64_t *at, struct question *question, const struct passage *passage) {
    const gaz_document *document = passage_document(passage);
    if (question->next >= document->size) return false;
    const char *found =
        memmem(document->text + question->next, document->size - question->next, question->surface, question->size);
    if (!found) return false;
    *at = (uint64_t)(found - document->text);
    question->next = *at + question->size;
    return true;
}

gaz_status question_keep(struct question *question, const struct passage *passage, enum likeness like,
                         gaz_error *error) {
    if (like < question->like) return GAZ_OK;
    if (like > question->like) drop_copies(question);
    question->like = like;
    if (question->copy_count == PLACES_MAX) return GAZ_OK;
    return passage_save(&question->copies[question->copy_count++], passage, error);
}
