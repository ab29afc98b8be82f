/* The words of a surface, as the word tokenizer splits it. */
#ifndef LEXICON_SURFACE_WORDS_H
#define LEXICON_SURFACE_WORDS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "text/cut.h"

/* All zero is empty. */
struct surface_words {
    uint32_t signs;     /* count as letters */
    struct buffer text; /* the surface's tokens with spaces between them */
    struct buffer room; /* scratch, for a token */
    struct token *tokens;
    uint32_t token_count;
    struct sentence *sentences;
    size_t token_capacity;
    size_t sentence_capacity;
};

/* Puts the tokens of a surface (in the form of surface.h) into `text`. False: out of memory. */
bool surface_words_join(struct surface_words *words, const char *surface, size_t size);

/* Cuts `text`. False: out of memory. */
bool surface_words_cut(struct surface_words *words);

/* Appends the words with spaces between them. False: out of memory. */
bool surface_words_add(struct buffer *out, const struct surface_words *words);

void surface_words_free(struct surface_words *words);

#endif
