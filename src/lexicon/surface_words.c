#include "lexicon/surface_words.h"

#include <stdlib.h>

/* A line end in a token would end the sentence; in a surface it is a blank like others. */
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
    struct cut cut = {.tokens = words->tokens, .sentences = words->sentences, .capacity = (uint32_t)size + 2};
    struct cut_state state = {0};
    cut_words(&cut, &state, words->text.bytes, size, true);
    words->token_count = cut.token_count;
    return true;
}

void surface_words_free(struct surface_words *words) {
    buffer_free(&words->text);
    buffer_free(&words->room);
    free(words->tokens);
    free(words->sentences);
}
