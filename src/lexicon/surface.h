/* A surface as one string: its tokens separated by single spaces, with the escapes \s \t \n \r \0 \\ inside tokens.
 * Lists store this form. Two surfaces are equal if their strings are.
 *
 * A pattern has \d for each run of digits, and no others: it is what all surfaces are that differ in digits only
 * (text/digits.h). */
#ifndef LEXICON_SURFACE_H
#define LEXICON_SURFACE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fields.h"
#include "gaz.h"

/* Appends a token, after a space if `surface` holds something. False: out of memory. */
bool surface_add_token(struct buffer *surface, const char *bytes, size_t size);

/* The number of tokens of a surface of at most 65,535 bytes that neither has nor needs escapes, and whose tokens are
 * separated by single spaces: the usual case. 0: it is another one, and has to be read token by token. */
uint32_t surface_plain_tokens(const char *surface, size_t size);

/* Whether a surface is a pattern. */
bool surface_is_pattern(const char *surface, size_t size);

/* Whether a pattern is one: no digits beside its \d, no two \d side by side. */
bool surface_pattern_is_good(const char *surface, size_t size);

/* Appends a surface with \d for each run of digits. False: out of memory. */
bool surface_add_masked(struct buffer *pattern, const char *surface, size_t size);

/* Makes a surface whose digits are those of its \d a pattern again. False: out of memory, and it has not changed. */
bool surface_mask(struct buffer *surface);

/* Takes the next token of a surface, unescaped, a \d as the digit 0, and moves `*at` on. The token's bytes are
 * borrowed: from the surface, or from `room` (replaced) if it had escapes. Returns 1, 0 at the end, -1 out of memory,
 * -2 on an unknown escape. */
int surface_next_token(gaz_token *token, struct buffer *room, const char *surface, size_t size, size_t *at);

#endif
