/* HTML as text. */
#ifndef FORMAT_HYPERTEXT_H
#define FORMAT_HYPERTEXT_H

#include <stdbool.h>

#include "base/buffer.h"

/* Appends the text that HTML holds, in which Label Studio's globalOffsets count: without tags and comments, with the
 * usual character references decoded; others stay as they are written. False: out of memory. */
bool hypertext_show(struct buffer *text, const char *html, size_t size);

/* Appends what the character reference at `*at` stands for, and moves behind it; or the & itself. False: out of memory.
 */
bool hypertext_add_reference(struct buffer *text, const char *html, size_t *at, size_t size);

#endif
