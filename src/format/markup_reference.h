/* Character references of HTML and XML. */
#ifndef FORMAT_MARKUP_REFERENCE_H
#define FORMAT_MARKUP_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

/* Reads what stands at an ampersand: `*size` becomes the number of bytes, in `bytes`, of the character that it stands
 * for. Returns the bytes that it takes; 0: it is no reference, or one to a name that is not known. In HTML the
 * semicolon may be missing where browsers read it without one. */
size_t markup_reference_read(char bytes[4], size_t *size, const char *text, size_t left, bool xml);

#endif
