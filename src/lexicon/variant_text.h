/* The letters and words of a surface, for those who write its variants. */
#ifndef LEXICON_VARIANT_TEXT_H
#define LEXICON_VARIANT_TEXT_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/strings.h"
#include "text/digits.h"

/* Bytes of the unit at `at`: an escape is one. */
static inline size_t variant_unit(const struct string *surface, size_t at) {
    return surface->bytes[at] == '\\' && at + 1 < surface->size ? 2 : 1;
}

static inline bool variant_is_capital(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

/* Letters of ASCII, and all bytes of other code points. */
static inline bool variant_is_letter(char byte) {
    char small = (char)(byte | 0x20);
    return (small >= 'a' && small <= 'z') || (unsigned char)byte >= 0x80;
}

static inline bool variant_is_word(char byte) {
    return variant_is_letter(byte) || digit_is(byte);
}

static inline bool variant_has(const struct string *surface, size_t at, const char *text) {
    size_t size = strlen(text);
    return surface->size - at >= size && memcmp(surface->bytes + at, text, size) == 0;
}

/* Where the run of letters at `at` ends; an apostrophe is none. */
static inline size_t variant_letters(const struct string *surface, size_t at) {
    while (at < surface->size && variant_is_letter(surface->bytes[at]) && !variant_has(surface, at, "\u2019")) at++;
    return at;
}

/* Whether the letters of ASCII at `at` are those of `text`, which is in lower case, in any case. */
static inline bool variant_has_letters(const struct string *surface, size_t at, const char *text) {
    size_t size = strlen(text);
    if (surface->size - at < size) return false;
    for (size_t i = 0; i < size; i++)
        if ((surface->bytes[at + i] | 0x20) != text[i] || !variant_is_letter(surface->bytes[at + i])) return false;
    return true;
}

#endif
