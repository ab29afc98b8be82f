/* The Bloom filter before the automaton: two bits in one 64-bit word (a blocked Bloom filter: Putze, Sanders, Singler
 * 2007). Its keys are the first steps into the automaton: the token of an entry of one token, and the last two tokens
 * of a longer one. Most tokens of a text are neither, and need no look-up. */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include <stdbool.h>
#include <stdint.h>

/* The key of two neighbouring tokens' fingerprints. */
static inline uint64_t filter_pair(uint64_t left, uint64_t right) {
    return left + (right << 23 | right >> 41);
}

static inline uint64_t filter_bits(uint64_t key) {
    return (uint64_t)1 << (key & 63) | (uint64_t)1 << (key >> 6 & 63);
}

static inline uint32_t filter_word(uint64_t key, uint32_t words) {
    return (uint32_t)(key >> 12) & (words - 1);
}

static inline bool filter_has(const uint64_t *filter, uint32_t words, uint64_t key) {
    uint64_t bits = filter_bits(key);
    return (filter[filter_word(key, words)] & bits) == bits;
}

static inline void filter_add(uint64_t *filter, uint32_t words, uint64_t key) {
    filter[filter_word(key, words)] |= filter_bits(key);
}

#endif
