/* The words of a surface: what the word tokenizer makes of it. */
#ifndef LEXICON_SURFACE_WORDS_H
#define LEXICON_SURFACE_WORDS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "text/cut.h"

/* All zero is empty. */
struct surface_words {
    struct buffer text; /* the surface's tokens with spaces between them */
    struct buffer room; /* for a token */
    struct token *tokens;
    uint32_t token_count;
    struct sentence *sentences;
    size_t token_capacity;
    size_t sentence_capacity;
};

/* Cuts `text`. False: out of memory. */
bool surface_words_cut(struct surface_words *words);

void surface_words_free(struct surface_words *words);

#endif
