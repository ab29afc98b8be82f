/* Signs of ASCII that count as letters where raw text is cut into words: a set of the 32 that there are, a bit each. */
#ifndef TEXT_SIGNS_H
#define TEXT_SIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of a sign in the order of ASCII, or 32 of another character. */
static inline unsigned sign_number(uint32_t code) {
    if (code <= ' ' || code > '~') return 32;
    if (code < '0') return code - '!';
    if (code < ':') return 32;
    if (code < 'A') return code - ':' + 15;
    if (code < '[') return 32;
    if (code < 'a') return code - '[' + 22;
    return code < '{' ? 32 : code - '{' + 28;
}

static inline bool signs_have(uint32_t signs, uint32_t code) {
    return (uint64_t)signs >> sign_number(code) & 1;
}

/* Of the bytes, each a sign of ASCII. False: one is something else. */
bool signs_parse(uint32_t *signs, const char *bytes);

enum { SIGNS_ROOM = 33 };

/* Writes the signs, in the order of ASCII, with a zero byte. */
void signs_write(char output[SIGNS_ROOM], uint32_t signs);

#endif
