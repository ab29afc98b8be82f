/* A Bloom filter of two bits in one 32-bit word (blocked: Putze, Sanders, Singler 2007). It may let through what it
 * does not have, but stops nothing that it has. */
#ifndef TEXT_FILTER_H
#define TEXT_FILTER_H

#include <stdint.h>

enum { FILTER_WORDS_MIN = 1 << 11, FILTER_WORDS_MAX = 1 << 21 };

struct filter {
    const uint32_t *words; /* NULL: it has nothing */
    unsigned shift; /* 32 - log2 of the number of words: a key's upper bits choose its word, the lower ten its bits */
};

/* For a table of that many words, a power of two within the limits above. */
static inline unsigned filter_shift(uint32_t words) {
    return 32 - (unsigned)__builtin_ctz(words);
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
