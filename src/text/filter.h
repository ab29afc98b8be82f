/* The Bloom filter before the automaton: two bits in one 32-bit word (a blocked Bloom filter: Putze, Sanders, Singler
 * 2007). Its keys are the first steps into the automaton: the token of an entry of one token, and the last two tokens
 * of a longer one. Most tokens of a text are neither, and need no look-up.
 *
 * A token is known to it by a sketch, which is cheaper than a fingerprint and may be the same for different tokens: the
 * filter may let through what it does not have, but stops nothing that it has. */
#ifndef TEXT_FILTER_H
#define TEXT_FILTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { SKETCH_SIZE = 8, FILTER_WORDS_MIN = 1 << 11, FILTER_WORDS_MAX = 1 << 21 };

struct filter {
    const uint32_t *words;
    unsigned shift; /* 32 - log2 of the number of words: a key's upper bits choose its word, the lower ten its bits */
};

/* For a table of that many words, a power of two within the limits above. */
static inline unsigned filter_shift(uint32_t words) {
    return 32 - (unsigned)__builtin_ctz(words);
}

/* Of the first eight bytes, little-endian, filled up with zeros. Multiplications of 32 bits, which vectors have. */
#define SKETCH_LOW  UINT32_C(0x9E3779B1)
#define SKETCH_HIGH UINT32_C(0x85EBCA77)

static inline uint32_t sketch_mix(uint64_t first) {
    uint64_t sum = (first & UINT32_MAX) * SKETCH_LOW + (first >> 32) * SKETCH_HIGH;
    return (uint32_t)(sum ^ sum >> 32);
}

static inline uint32_t sketch(const char *bytes, size_t size) {
    return sketch_mix(load_bytes(bytes, size < SKETCH_SIZE ? size : SKETCH_SIZE));
}

/* The key of two neighbouring tokens. */
static inline uint32_t filter_pair(uint32_t left, uint32_t right) {
    return left + (right << 13 | right >> 19);
}

/* 1 if the key may be there, 0 if it is not. */
static inline uint64_t filter_has(const struct filter *filter, uint32_t key) {
    uint32_t word = filter->words[key >> filter->shift];
    return (word >> (key & 31)) & (word >> (key >> 5 & 31)) & 1;
}

static inline void filter_add(uint32_t *words, unsigned shift, uint32_t key) {
    words[key >> shift] |= (uint32_t)1 << (key & 31) | (uint32_t)1 << (key >> 5 & 31);
}

#endif
