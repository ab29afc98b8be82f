/* Runs of a JSON string, 16 bytes at a time with what every x86-64 and every AArch64 has, else eight. */
#ifndef BASE_JSON_RUN_H
#define BASE_JSON_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* The bytes that do not stand for themselves in a JSON string: control characters, quotes, backslashes, and those
 * outside of ASCII, which are to be looked at. Of eight, in the top bit of each; the first one is right. */
static inline uint64_t json_special_word(uint64_t word) {
    return bytes_below(word, ' ') | bytes_like(word, '"') | bytes_like(word, '\\') | (word & BYTES_TOPS);
}

#if defined(__SSE2__)
#include <emmintrin.h>

enum { JSON_STEP = 16, JSON_MASK_BITS = 1 /* of a mask stand for a byte */ };

/* The bytes that do not stand for themselves in a JSON string: control characters, quotes, backslashes, and those
 * outside of ASCII, which are to be looked at. As signed numbers, the last are below the first. */
static inline uint64_t json_special_mask(const char *bytes) {
    __m128i step = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i low = _mm_cmplt_epi8(step, _mm_set1_epi8(' '));
    __m128i quote = _mm_cmpeq_epi8(step, _mm_set1_epi8('"'));
    __m128i backslash = _mm_cmpeq_epi8(step, _mm_set1_epi8('\\'));
    return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(low, _mm_or_si128(quote, backslash)));
}

/* Copies a step. The backslashes in it. */
static inline uint64_t json_copy_step(char *output, const char *bytes) {
    __m128i step = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    _mm_storeu_si128((__m128i *)(void *)output, step);
    return (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(step, _mm_set1_epi8('\\')));
}

#elif defined(__aarch64__)
#include <arm_neon.h>

enum { JSON_STEP = 16, JSON_MASK_BITS = 4 };

static inline uint64_t json_mask(uint8x16_t found) {
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(found), 4)), 0);
}

static inline uint64_t json_special_mask(const char *bytes) {
    uint8x16_t step = vld1q_u8((const uint8_t *)bytes);
    uint8x16_t low = vcltq_s8(vreinterpretq_s8_u8(step), vdupq_n_s8(' '));
    uint8x16_t quote = vceqq_u8(step, vdupq_n_u8('"'));
    return json_mask(vorrq_u8(low, vorrq_u8(quote, vceqq_u8(step, vdupq_n_u8('\\')))));
}

static inline uint64_t json_copy_step(char *output, const char *bytes) {
    uint8x16_t step = vld1q_u8((const uint8_t *)bytes);
    vst1q_u8((uint8_t *)output, step);
    return json_mask(vceqq_u8(step, vdupq_n_u8('\\')));
}

#else

enum { JSON_STEP = 8, JSON_MASK_BITS = 8 };

static inline uint64_t json_special_mask(const char *bytes) {
    return json_special_word(load_bytes(bytes, 8));
}

static inline uint64_t json_copy_step(char *output, const char *bytes) {
    memcpy(output, bytes, 8);
    return bytes_like(load_bytes(bytes, 8), '\\');
}

#endif

/* The number of the first byte in a mask that is not 0. */
static inline size_t json_first(uint64_t mask) {
    return (size_t)__builtin_ctzll(mask) / JSON_MASK_BITS;
}

/* How many bytes stand for themselves in a JSON string. */
static inline size_t json_plain_run(const char *bytes, size_t size) {
    size_t i = 0;
    for (; i + JSON_STEP <= size; i += JSON_STEP) {
        uint64_t special = json_special_mask(bytes + i);
        if (special) return i + json_first(special);
    }
    for (; i + 8 <= size; i += 8) {
        uint64_t special = json_special_word(load_bytes(bytes + i, 8));
        if (special) return i + (size_t)__builtin_ctzll(special) / 8;
    }
    uint64_t filled = BYTES_ONES * ' ' << 8 * (size - i) | load_some_bytes(bytes + i, size - i);
    uint64_t special = json_special_word(filled);
    return special ? i + (size_t)__builtin_ctzll(special) / 8 : size;
}

#endif
