#include "lexicon/report_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/input.h"
#include "base/unicode.h"
#include "lexicon/surface_words.h"

enum { WORDS_MAX = 12 /* of surfaces that are looked for */, EXAMPLE_BYTES = 60 /* on each side */ };

/* ---- Surfaces ---- */

static gaz_status add_surface(struct report_text *text, struct surface_words *words, struct buffer *key,
                              const gaz_lexicon *lexicon, uint32_t number, gaz_error *error) {
    const struct string *surface = &lexicon->surfaces.items[number];
    key->size = 0;
    if (!surface_words_join(words, surface->bytes, surface->size) || !surface_words_cut(words) ||
        !surface_words_add(key, words))
        return error_memory(error);
    if (key->size == 0 || words->token_count > WORDS_MAX) return GAZ_OK;
    if (words->token_count > text->longest) text->longest = words->token_count;
    return strings_add_optional(&text->by_surface[number], &text->words, key->bytes, key->size, error);
}

static gaz_status add_surfaces(struct report_text *text, const gaz_lexicon *lexicon, gaz_error *error) {
    struct surface_words words = {0};
    struct buffer key = {0};
    uint32_t count = lexicon->surfaces.count;
    text->by_surface = calloc((size_t)count + 1, sizeof *text->by_surface);
    gaz_status status = text->by_surface ? GAZ_OK : error_memory(error);
    for (uint32_t i = 0; i < count && status == GAZ_OK; i++)
        if (lexicon_first(lexicon, i)) status = add_surface(text, &words, &key, lexicon, i, error);
    surface_words_free(&words);
    buffer_free(&key);
    if (status != GAZ_OK) return status;
    text->occurrences = calloc((size_t)text->words.count + 1, sizeof *text->occurrences);
    text->examples = calloc((size_t)text->words.count + 1, sizeof *text->examples);
    return text->occurrences && text->examples ? GAZ_OK : error_memory(error);
}

/* ---- Lines ---- */

static bool is_inside(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Keeps the bytes [begin, end) of a line with some on both sides, in whole characters. */
static bool keep_example(struct report_text *text, uint32_t number, const char *line, size_t size, size_t begin,
                         size_t end) {
    size_t from = begin > EXAMPLE_BYTES ? begin - EXAMPLE_BYTES : 0;
    size_t to = size - end > EXAMPLE_BYTES ? end + EXAMPLE_BYTES : size;
    while (from > 0 && from < begin && is_inside(line[from])) from++;
    while (to < size && to > end && is_inside(line[to])) to--;
    struct buffer example = {0};
    bool good = buffer_add(&example, "...", from > 0 ? 3 : 0) && buffer_add(&example, line + from, to - from) &&
                buffer_add(&example, "...", to < size ? 3 : 0);
    if (good) text->examples[number] = arena_copy(&text->arena, example.bytes, example.size);
    buffer_free(&example);
    return good && text->examples[number];
}

/* Counts the surfaces that begin with a word. */
static bool count_at(struct report_text *text, struct buffer *key, const struct surface_words *words, uint32_t first) {
    const char *line = words->text.bytes;
    key->size = 0;
    for (uint32_t i = first; i < words->token_count && i - first < text->longest; i++) {
        const struct token *token = &words->tokens[i];
        uint32_t number;
        if (!buffer_add(key, " ", i > first) || !buffer_add(key, line + token->begin, token->end - token->begin))
            return false;
        if (!strings_find(&number, &text->words, key->bytes, key->size)) continue;
        if (text->occurrences[number]++ == 0 &&
            !keep_example(text, number, line, words->text.size, words->tokens[first].begin, token->end))
            return false;
    }
    return true;
}

static bool count_line(struct report_text *text, struct surface_words *words, struct buffer *key, const char *line,
                       size_t size) {
    words->text.size = 0;
    if (!unicode_mend(&words->text, line, size) || !surface_words_cut(words)) return false;
    text->word_count += words->token_count;
    bool good = true;
    for (uint32_t i = 0; i < words->token_count && good; i++) good = count_at(text, key, words, i);
    return good;
}

static bool count_text(struct report_text *text, const char *bytes, size_t size) {
    struct surface_words words = {0};
    struct buffer key = {0};
    bool good = true;
    for (size_t at = 0; at < size && good;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) - at : size - at;
        good = count_line(text, &words, &key, bytes + at, length);
        at += length + 1;
    }
    surface_words_free(&words);
    buffer_free(&key);
    return good;
}

gaz_status report_text_read(struct report_text *text, const gaz_lexicon *lexicon, const char *const *paths,
                            size_t count, gaz_error *error) {
    gaz_status status = count ? add_surfaces(text, lexicon, error) : GAZ_OK;
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        char *bytes;
        size_t size;
        status = input_read_file(&bytes, &size, paths[i], NULL, error);
        if (status == GAZ_OK && !count_text(text, bytes, size)) status = error_memory(error);
        free(bytes);
    }
    text->known = count > 0;
    return status;
}

void report_text_free(struct report_text *text) {
    strings_free(&text->words);
    free(text->by_surface);
    free(text->occurrences);
    free(text->examples);
    arena_free(&text->arena);
}

/* ---- What was found ---- */

uint64_t report_text_count(const struct report_text *text, const struct entry *entry) {
    uint32_t number = text->known ? text->by_surface[entry->surface] : 0;
    return number ? text->occurrences[number - 1] : 0;
}

const char *report_text_example(const struct report_text *text, const struct entry *entry) {
    uint32_t number = text->known ? text->by_surface[entry->surface] : 0;
    return number ? text->examples[number - 1] : NULL;
}
