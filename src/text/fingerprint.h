/* A token's fingerprint: 64 bits that stand for its bytes until a match is verified.
 *
 * Up to 16 bytes it is a mix of the first and the last eight of them and the length, made of 32-bit multiplications
 * only, so that AVX2 and NEON can do it; longer tokens, which are rare, are hashed as a whole. Tokens that differ may
 * share a fingerprint, so a match is compared byte by byte; within one vocabulary fingerprints are distinct (the
 * builder tries another seed otherwise). */
#ifndef TEXT_FINGERPRINT_H
#define TEXT_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/hash.h"
#include "text/cut.h"

enum { FINGERPRINT_SHORT = 16, FINGERPRINT_KEYS = 6 };

/* Multipliers, made from a seed. */
struct fingerprint_keys {
    uint64_t seed;
    uint64_t length; /* times the token's size */
    uint32_t multiplier[FINGERPRINT_KEYS];
};

void fingerprint_seed(struct fingerprint_keys *keys, uint64_t seed);

/* `first` and `last`: the first and last eight bytes, little-endian; up to eight bytes: `first` is filled up with zeros
 * and `last` is 0. */
static inline uint64_t fingerprint_mix(const struct fingerprint_keys *keys, uint64_t first, uint64_t last,
                                       size_t size) {
    const uint32_t *multiplier = keys->multiplier;
    uint64_t sum = (first & UINT32_MAX) * multiplier[0] + (first >> 32) * multiplier[1] +
                   (last & UINT32_MAX) * multiplier[2] + (last >> 32) * multiplier[3] + size * keys->length;
    sum ^= sum >> 29;
    sum = (sum & UINT32_MAX) * multiplier[4] + (sum >> 32) * multiplier[5];
    return sum ^ sum >> 32;
}

static inline uint64_t fingerprint_load(const char *bytes, size_t size) {
    uint64_t word = 0;
    memcpy(&word, bytes, size);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline uint64_t fingerprint(const struct fingerprint_keys *keys, const char *bytes, size_t size) {
    if (size > FINGERPRINT_SHORT) return hash_bytes(bytes, size, keys->seed);
    if (size <= 8) return fingerprint_mix(keys, fingerprint_load(bytes, size), 0, size);
    return fingerprint_mix(keys, fingerprint_load(bytes, 8), fingerprint_load(bytes + size - 8, 8), size);
}

/* The fingerprints of `count` tokens of `text`, which has `size` bytes. */
typedef void fingerprint_function(uint64_t *fingerprints, const struct fingerprint_keys *keys, const char *text,
                                  size_t size, const struct token *tokens, size_t count);

fingerprint_function fingerprint_tokens;

#endif
