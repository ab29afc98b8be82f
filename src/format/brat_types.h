/* Names of types as brat stores them. */
#ifndef FORMAT_BRAT_TYPES_H
#define FORMAT_BRAT_TYPES_H

#include "base/buffer.h"
#include "base/strings.h"

/* brat stores [A-Za-z0-9_-] only. Any other code point is written as its number in hexadecimal digits between _x and _,
 * "C++" as C_x2B__x2B_; so is _ where it would begin such a number, and the first of nothing but hyphens, which is no
 * type in brat's settings. No two types have one name, and the name alone tells the type. */

/* Appends the name of a type. False: out of memory. */
bool brat_type_add(struct buffer *out, const struct string *type);

/* Appends the type that has this name, which is the name itself if no type is written so. False: out of memory. */
bool brat_type_read(struct buffer *out, const char *name, size_t size);

#endif
