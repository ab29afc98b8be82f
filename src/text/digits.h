/* Digits as a pattern: tokens are the same if they are once each run of digits is one 0. So CVE-2021-44228 and
 * CVE-2014-0160 have one mask, CVE-0-0. Digits are those of ASCII. */
#ifndef TEXT_DIGITS_H
#define TEXT_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

enum { MASKED_SIZE_MAX = 255 }; /* bytes of a token of a text that a mask can stand for */

static inline bool digit_is(char byte) {
    return byte >= '0' && byte <= '9';
}

static inline bool digits_any(const char *bytes, size_t size) {
    bool any = false;
    for (size_t i = 0; i < size; i++) any |= digit_is(bytes[i]);
    return any;
}

/* Writes the mask of a token, which has at most its size; `mask` may be `bytes`. Returns the mask's size. */
size_t digits_mask(char *mask, const char *bytes, size_t size);

/* The place of the first digit from `at` on, or `size`. */
size_t digits_find(const char *text, size_t at, size_t size);

#endif
