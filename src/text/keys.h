/* What stands for tokens before they are compared: a sketch for one, and a key for the one, two or three last tokens of
 * an entry, made of their sketches. Different tokens may have the same ones: a key may find what is not there, but
 * misses nothing that is.
 *
 * A key is a hash, which the filters (filter.h) know it by, and a check. Its home line is the only line of the model's
 * table that it can be in: keys are in groups by their hash, and each group has a displacement, a byte, under which the
 * lines of its keys have room for all (hash and displace: Pagh 1999; Belazzougui, Botelho, Dietzfelbinger 2009). */
#ifndef TEXT_KEYS_H
#define TEXT_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* ---- Sketches ---- */

enum { SKETCH_SIZE = 8 }; /* bytes that it is made of */

/* Of the first eight bytes, little-endian, filled up with zeros, as four signed words: the sum of each times its
 * factor. Two multiplications and an addition, for sixteen tokens in a vector of 512 bits. */
struct sketch_factors {
    int16_t of[4];
};

/* Made from a seed, so that tokens made to have the same sketches have them under one only. */
void sketch_seed(struct sketch_factors *factors, uint64_t seed);

static inline uint32_t sketch_mix(const struct sketch_factors *factors, uint64_t first) {
    uint32_t sum = 0;
    for (unsigned i = 0; i < 4; i++) sum += (uint32_t)((int16_t)(first >> 16 * i & 0xFFFF) * factors->of[i]);
    return sum;
}

static inline uint32_t sketch_token(const struct sketch_factors *factors, const char *bytes, size_t size) {
    return sketch_mix(factors, load_bytes(bytes, size < SKETCH_SIZE ? size : SKETCH_SIZE));
}

/* ---- Keys ---- */

struct key {
    uint32_t hash;
    uint32_t check;
};

#define KEY_ONE   UINT32_C(0xC2B2AE35)
#define KEY_ONE_X UINT32_C(0x27D4EB2F)
#define KEY_TWO   UINT32_C(0x85EBCA77)
#define KEY_TWO_X UINT32_C(0x5BD1E995)
#define KEY_THREE UINT32_C(0x9E3779B1)
#define KEY_CHECK UINT32_C(0xCC9E2D51)

static inline uint32_t key_rotate(uint32_t word, unsigned bits) {
    return word << bits | word >> (32 - bits);
}

/* What the first filter knows the last two tokens of an entry by. */
static inline uint32_t key_neighbours(uint32_t left, uint32_t right) {
    return left + key_rotate(right, 13);
}

/* An entry of one token. */
static inline struct key key_one(uint32_t token) {
    return (struct key){token * KEY_ONE ^ KEY_ONE_X, key_rotate(token, 11) * KEY_CHECK | 1};
}

/* An entry of two tokens. */
static inline struct key key_two(uint32_t left, uint32_t right) {
    uint32_t sum = right + key_rotate(left, 11);
    return (struct key){(key_neighbours(left, right) ^ KEY_TWO_X) * KEY_TWO, sum * KEY_CHECK | 1};
}

/* The last three tokens of a longer one. */
static inline struct key key_three(uint32_t first, uint32_t left, uint32_t right) {
    uint32_t sum = (right + key_rotate(left, 11)) ^ key_rotate(first, 19);
    return (struct key){(key_neighbours(left, right) + key_rotate(first, 7)) * KEY_THREE, sum * KEY_CHECK | 1};
}

/* ---- Home lines ---- */

enum { HOME_SIZE = 64 };

/* The table that keys have their homes in. */
struct homes {
    const char *lines;            /* line_count * HOME_SIZE bytes */
    const uint8_t *displacements; /* group_count */
    uint32_t line_count;
    uint32_t group_count;
};

/* A number below `count` in proportion to the hash. */
static inline uint32_t key_scale(uint32_t hash, uint32_t count) {
    return (uint32_t)((uint64_t)hash * count >> 32);
}

/* The line of a key whose group has that displacement. */
static inline uint32_t key_line(uint32_t check, uint32_t displacement, uint32_t line_count) {
    return key_scale((check ^ displacement * UINT32_C(0x9E3779B9)) * UINT32_C(0x85EBCA6B), line_count);
}

static inline uint32_t home_line(const struct homes *homes, uint32_t hash, uint32_t check) {
    return key_line(check, homes->displacements[key_scale(hash, homes->group_count)], homes->line_count);
}

#endif
