/* What tokens are compared by: their bytes, or a normalized form of them (enum unicode_normalization). Used by
 * scan/scanner.c for windows; by the builder, learn, eval and explain for single tokens. */
#ifndef TEXT_NORMALIZED_H
#define TEXT_NORMALIZED_H

#include "base/unicode.h"
#include "text/cut.h"

/* A window's tokens as they are compared. */
struct normalized {
    unsigned normalization; /* enum unicode_normalization */
    char *bytes; /* memory for copies: `capacity` bytes, with NORMALIZED_MARGIN readable bytes before and after;
                    borrowed */
    size_t capacity;
    struct token *copies; /* memory for one token each; borrowed */

    /* Set by normalize_tokens: the window itself as long as nothing in it changes. */
    const char *text;
    size_t text_size; /* bytes of it that can be read */
    const struct token *tokens;
};

enum { NORMALIZED_MARGIN = 8 };

/* A capacity that is enough to begin with any window of `size` bytes. */
size_t normalized_capacity(size_t size);

/* Normalizes the tokens of `text`, as many as the capacity allows, and returns how many; these are all unless most of
 * the text is outside of ASCII. The result borrows from `text` and `tokens`. */
uint32_t normalize_tokens(struct normalized *normalized, const char *text, size_t size, const struct token *tokens,
                          uint32_t count);

/* The same for a byte of ASCII. */
static inline char normalize_ascii(char byte, unsigned normalization) {
    bool capital = byte >= 'A' && byte <= 'Z' && (normalization & UNICODE_FOLD);
    return capital && !(byte == 'I' && (normalization & UNICODE_TURKIC)) ? (char)(byte | 0x20) : byte;
}

/* Normalizes one token. Returns its size; `output` has at least unicode_normalized_room(size) bytes. */
size_t normalize_token(char *output, const char *bytes, size_t size, unsigned normalization);

#endif
