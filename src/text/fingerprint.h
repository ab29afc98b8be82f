/* A token's fingerprint: 64 bits that stand for its bytes until a match is verified.
 *
 * Up to 16 bytes it is the folded product of its first and its last eight (the mixing step of wyhash: Wang Yi 2019),
 * each masked with keys made from a seed; longer tokens, which are rare, are hashed as a whole. Tokens that differ may
 * share a fingerprint, so a match is compared byte by byte; within one vocabulary fingerprints are distinct (the
 * builder tries another seed otherwise). */
#ifndef TEXT_FINGERPRINT_H
#define TEXT_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/hash.h"

enum { FINGERPRINT_SHORT = 16 };

/* Made from a seed. */
struct fingerprint_keys {
    uint64_t seed;
    uint64_t first;
    uint64_t last[FINGERPRINT_SHORT + 1]; /* by the token's size */
};

void fingerprint_seed(struct fingerprint_keys *keys, uint64_t seed);

/* The halves of a 64 by 64 bit product, folded into one. */
static inline uint64_t fingerprint_fold(uint64_t left, uint64_t right) {
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    uint64_t low = (left & UINT32_MAX) * (right & UINT32_MAX);
    uint64_t middle = (left >> 32) * (right & UINT32_MAX) + (low >> 32);
    uint64_t other = (left & UINT32_MAX) * (right >> 32) + (middle & UINT32_MAX);
    uint64_t high = (left >> 32) * (right >> 32) + (middle >> 32) + (other >> 32);
    return (other << 32 | (low & UINT32_MAX)) ^ high;
#endif
}

/* `first` and `last`: the first and last eight bytes, little-endian; up to eight bytes: `first` is filled up with zeros
 * and `last` is 0. */
static inline uint64_t fingerprint_mix(const struct fingerprint_keys *keys, uint64_t first, uint64_t last,
                                       size_t size) {
    return fingerprint_fold(first ^ keys->first, last ^ keys->last[size]);
}

static inline uint64_t fingerprint(const struct fingerprint_keys *keys, const char *bytes, size_t size) {
    if (size > FINGERPRINT_SHORT) return hash_bytes(bytes, size, keys->seed);
    if (size <= 8) return fingerprint_mix(keys, load_bytes(bytes, size), 0, size);
    return fingerprint_mix(keys, load_bytes(bytes, 8), load_bytes(bytes + size - 8, 8), size);
}

/* The same; `inside`: the eight bytes from `bytes` on, and the eight before the token's end, can be read, whichever the
 * size. */
static inline uint64_t fingerprint_in_text(const struct fingerprint_keys *keys, const char *bytes, size_t size,
                                           bool inside) {
    if (!inside || size > FINGERPRINT_SHORT) return fingerprint(keys, bytes, size);
    uint64_t first = load_bytes(bytes, 8);
    if (size < 8) return fingerprint_mix(keys, first & (((uint64_t)1 << 8 * size) - 1), 0, size);
    return fingerprint_mix(keys, first, size > 8 ? load_bytes(bytes + size - 8, 8) : 0, size);
}

#endif
