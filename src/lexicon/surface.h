/* A surface as one string: its tokens separated by single spaces, with \s \t \n \r \0 \\ for what a token may hold. It
 * is what lists store, and two surfaces are the same if their strings are. */
#ifndef LEXICON_SURFACE_H
#define LEXICON_SURFACE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "gaz.h"

/* Appends a token, after a space if `surface` holds something. False: out of memory. */
bool surface_add_token(struct buffer *surface, const char *bytes, size_t size);

/* How many tokens a surface of at most 65,535 bytes has if nothing in it is or needs an escape and single spaces
 * separate its tokens, as is the rule; 0: it must be taken apart. */
uint32_t surface_plain_tokens(const char *surface, size_t size);

/* Takes the next token of a surface, unescaped, and moves `*at` on. The token's bytes are borrowed: from the surface,
 * or from `room` (replaced) if something had to be unescaped. Returns 1, 0 at the end, -1 out of memory, -2 on an
 * escape that there is not. */
int surface_next_token(gaz_token *token, struct buffer *room, const char *surface, size_t size, size_t *at);

#endif
