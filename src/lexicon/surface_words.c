#include "lexicon/surface_words.h"

#include <stdlib.h>

#include "lexicon/surface.h"

bool surface_words_join(struct surface_words *words, const char *surface, size_t size) {
    gaz_token token;
    size_t at = 0;
    int more;
    words->text.size = 0;
    while ((more = surface_next_token(&token, &words->room, surface, size, &at)) == 1)
        if (!buffer_add(&words->text, " ", words->text.size > 0) || !buffer_add(&words->text, token.bytes, token.size))
            return false;
    return more == 0;
}

/* Makes line ends blanks: the tokenizer would end the sentence at them. */
static void blank_line_ends(struct buffer *text) {
    for (size_t i = 0; i < text->size; i++)
        if (text->bytes[i] == '\n') text->bytes[i] = ' ';
}

bool surface_words_cut(struct surface_words *words) {
    size_t size = words->text.size;
    blank_line_ends(&words->text);
    if (!array_reserve(&words->tokens, &words->token_capacity, size + 2, sizeof *words->tokens) ||
        !array_reserve(&words->sentences, &words->sentence_capacity, size + 2, sizeof *words->sentences))
        return false;
    struct cut cut = {
        .signs = words->signs, .tokens = words->tokens, .sentences = words->sentences, .capacity = (uint32_t)size + 2};
    struct cut_state state = {0};
    cut_words(&cut, &state, words->text.bytes, size, true);
    words->token_count = cut.token_count;
    return true;
}

bool surface_words_add(struct buffer *out, const struct surface_words *words) {
    bool good = true;
    for (uint32_t i = 0; i < words->token_count && good; i++) {
        const struct token *token = &words->tokens[i];
        good =
            buffer_add(out, " ", i > 0) && buffer_add(out, words->text.bytes + token->begin, token->end - token->begin);
    }
    return good;
}

void surface_words_free(struct surface_words *words) {
    buffer_free(&words->text);
    buffer_free(&words->room);
    free(words->tokens);
    free(words->sentences);
}
