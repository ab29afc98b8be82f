#include "learn/corpus_window.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"

enum { WINDOW_TOKENS = 1 << 13 };

gaz_status corpus_window_init(struct corpus_window *window, const struct corpus *corpus, const struct strings *written,
                              gaz_error *error) {
    uint64_t longest = WINDOW_TOKENS;
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        uint64_t size = corpus->sentence_ends[i] - (i ? corpus->sentence_ends[i - 1] : 0);
        if (size > longest) longest = size;
    }
    if (longest > UINT32_MAX / 16)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 268 million tokens");
    *window = (struct corpus_window){.corpus = corpus, .written = written, .capacity = (uint32_t)longest};
    window->tokens = malloc(longest * sizeof *window->tokens);
    window->sentences = malloc(longest * sizeof *window->sentences);
    window->written_tokens = written ? malloc(longest * sizeof *window->written_tokens) : NULL;
    bool good = window->tokens && window->sentences && (window->written_tokens || !written);
    return good ? GAZ_OK : error_memory(error);
}

void corpus_window_free(struct corpus_window *window) {
    buffer_free(&window->text);
    buffer_free(&window->written_text);
    free(window->tokens);
    free(window->written_tokens);
    free(window->sentences);
}

/* Adds a token to a text. */
static gaz_status lay_out(struct token *token, struct buffer *text, const struct string *name, gaz_error *error) {
    uint32_t size = name->size > TOKEN_SIZE_MAX ? 0 : name->size;
    if (!buffer_add(text, name->bytes, size)) return error_memory(error);
    if (text->size > UINT32_MAX) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 4 GiB");
    *token = (struct token){(uint32_t)text->size - size, (uint32_t)text->size};
    return GAZ_OK;
}

gaz_status corpus_window_fill(struct corpus_window *window, uint64_t *sentence, gaz_error *error) {
    const struct corpus *corpus = window->corpus;
    uint32_t count = 0;
    uint32_t sentences = 0;
    window->text.size = window->written_text.size = 0;
    window->first = *sentence ? corpus->sentence_ends[*sentence - 1] : 0;
    for (; *sentence < corpus->sentence_count; ++*sentence) {
        uint64_t end = corpus->sentence_ends[*sentence];
        if (end - window->first > window->capacity) break;
        for (uint64_t i = window->first + count; i < end; i++) {
            uint32_t token = corpus->tokens[i];
            const struct strings *written = window->written;
            gaz_status status = lay_out(&window->tokens[count], &window->text, &corpus->vocabulary.items[token], error);
            if (status == GAZ_OK && written)
                status = lay_out(&window->written_tokens[count], &window->written_text, &written->items[token], error);
            if (status != GAZ_OK) return status;
            count++;
        }
        window->sentences[sentences++] = (struct sentence){.token_end = count};
    }
    window->window =
        (struct match_window){.text = window->text.bytes,
                              .size = window->text.size,
                              .tokens = window->tokens,
                              .token_count = count,
                              .sentences = window->sentences,
                              .sentence_count = sentences,
                              .written_text = window->written ? window->written_text.bytes : window->text.bytes,
                              .written = window->written ? window->written_tokens : window->tokens};
    return GAZ_OK;
}
