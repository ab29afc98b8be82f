#include "learn/corpus_window.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/error.h"

enum { WINDOW_TOKENS = 1 << 13 };

gaz_status stretch_make(struct stretch *stretch, const struct corpus *corpus, const struct strings *written,
                        gaz_error *error) {
    uint64_t longest = WINDOW_TOKENS;
    for (uint64_t i = 0; i < corpus->sentence_count; i++) {
        uint64_t size = corpus->sentence_ends[i] - (i ? corpus->sentence_ends[i - 1] : 0);
        if (size > longest) longest = size;
    }
    if (longest > UINT32_MAX / 16)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 268 million tokens");
    *stretch = (struct stretch){.corpus = corpus, .written = written, .capacity = (uint32_t)longest};
    stretch->tokens = malloc(longest * sizeof *stretch->tokens);
    stretch->sentences = malloc(longest * sizeof *stretch->sentences);
    stretch->written_tokens = written ? malloc(longest * sizeof *stretch->written_tokens) : NULL;
    bool good = stretch->tokens && stretch->sentences && (stretch->written_tokens || !written);
    return good ? GAZ_OK : error_memory(error);
}

void stretch_free(struct stretch *stretch) {
    buffer_free(&stretch->text);
    buffer_free(&stretch->written_text);
    free(stretch->tokens);
    free(stretch->written_tokens);
    free(stretch->sentences);
}

/* Adds a token to a text. */
static gaz_status lay_out(struct token *token, struct buffer *text, const struct string *name, gaz_error *error) {
    uint32_t size = name->size > TOKEN_SIZE_MAX ? 0 : name->size;
    if (!buffer_add(text, name->bytes, size)) return error_memory(error);
    if (text->size > UINT32_MAX) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence has over 4 GiB");
    *token = (struct token){(uint32_t)text->size - size, (uint32_t)text->size};
    return GAZ_OK;
}

gaz_status stretch_fill(struct stretch *stretch, uint64_t *sentence, gaz_error *error) {
    const struct corpus *corpus = stretch->corpus;
    uint32_t count = 0;
    uint32_t sentences = 0;
    stretch->text.size = stretch->written_text.size = 0;
    stretch->first = *sentence ? corpus->sentence_ends[*sentence - 1] : 0;
    for (; *sentence < corpus->sentence_count; ++*sentence) {
        uint64_t end = corpus->sentence_ends[*sentence];
        if (end - stretch->first > stretch->capacity) break;
        for (uint64_t i = stretch->first + count; i < end; i++) {
            uint32_t token = corpus->tokens[i];
            const struct strings *written = stretch->written;
            gaz_status status =
                lay_out(&stretch->tokens[count], &stretch->text, &corpus->vocabulary.items[token], error);
            if (status == GAZ_OK && written)
                status =
                    lay_out(&stretch->written_tokens[count], &stretch->written_text, &written->items[token], error);
            if (status != GAZ_OK) return status;
            count++;
        }
        stretch->sentences[sentences++] = (struct sentence){.token_end = count};
    }
    stretch->window =
        (struct match_window){.text = stretch->text.bytes,
                              .size = stretch->text.size,
                              .tokens = stretch->tokens,
                              .token_count = count,
                              .sentences = stretch->sentences,
                              .sentence_count = sentences,
                              .written_text = stretch->written ? stretch->written_text.bytes : stretch->text.bytes,
                              .written = stretch->written ? stretch->written_tokens : stretch->tokens};
    return GAZ_OK;
}
