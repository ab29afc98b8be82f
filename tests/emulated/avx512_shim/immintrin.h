/* Stands in for the compiler's immintrin.h where no machine with AVX-512 is at hand: the instructions that
 * src/text/kernel_avx512.c uses, in plain C, as Intel describes them. With this folder before the system's, that file
 * compiles to a kernel for every x86-64 machine. Loads and stores touch the bytes that the real ones touch. */
#ifndef AVX512_SHIM_IMMINTRIN_H
#define AVX512_SHIM_IMMINTRIN_H

/* The file has just asked for AVX-512, which the compiler must not use here; what the file takes back at its end stays
 * paired. Clang wants both requests to reach a function. */
#if defined(__clang__)
static inline void avx512_shim_begin(void) {
}
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((annotate("plain C"))), apply_to = function)
#else
#pragma GCC pop_options
#pragma GCC push_options
#endif

#include <stdint.h>
#include <string.h>

typedef union {
    uint8_t bytes[16];
    uint32_t ints[4];
    uint64_t longs[2];
} __m128i;

typedef union {
    uint8_t bytes[32];
    uint32_t ints[8];
    uint64_t longs[4];
} __m256i;

typedef union {
    uint8_t bytes[64];
    uint16_t words[32];
    uint32_t ints[16];
    uint64_t longs[8];
    __m128i quarters[4];
} __m512i;

typedef uint8_t __mmask8;
typedef uint16_t __mmask16;
typedef uint64_t __mmask64;

/* ---- To and from memory and numbers ---- */

static inline __m256i _mm256_loadu_si256(const __m256i *from) {
    __m256i loaded;
    memcpy(&loaded, (const void *)from, sizeof loaded);
    return loaded;
}

static inline __m512i _mm512_loadu_si512(const void *from) {
    __m512i loaded;
    memcpy(&loaded, from, sizeof loaded);
    return loaded;
}

static inline __m512i _mm512_mask_loadu_epi8(__m512i source, __mmask64 mask, const void *from) {
    for (unsigned i = 0; i < 64; i++)
        if (mask >> i & 1) source.bytes[i] = ((const uint8_t *)from)[i];
    return source;
}

static inline void _mm256_storeu_si256(__m256i *to, __m256i value) {
    memcpy((void *)to, &value, sizeof value);
}

static inline void _mm512_storeu_si512(void *to, __m512i value) {
    memcpy(to, &value, sizeof value);
}

static inline __m512i _mm512_set1_epi8(char value) {
    __m512i made;
    memset(&made, value, sizeof made);
    return made;
}

static inline __m512i _mm512_set1_epi32(int value) {
    __m512i made;
    for (unsigned i = 0; i < 16; i++) made.ints[i] = (uint32_t)value;
    return made;
}

static inline __m512i _mm512_set1_epi64(long long value) {
    __m512i made;
    for (unsigned i = 0; i < 8; i++) made.longs[i] = (uint64_t)value;
    return made;
}

/* The last argument is the lowest byte; `setr` has the first there. */
#define _mm512_set_epi8(...)   avx512_shim_reversed((const char[64]){__VA_ARGS__})
#define _mm_setr_epi8(...)     avx512_shim_sixteen((const char[16]){__VA_ARGS__})
#define _mm512_setr_epi32(...) _mm512_loadu_si512((const int[16]){__VA_ARGS__})
#define _mm512_setr_epi64(...) _mm512_loadu_si512((const long long[8]){__VA_ARGS__})

static inline __m512i avx512_shim_reversed(const char *values) {
    __m512i made;
    for (unsigned i = 0; i < 64; i++) made.bytes[i] = (uint8_t)values[63 - i];
    return made;
}

static inline __m128i avx512_shim_sixteen(const char *values) {
    __m128i made;
    memcpy(&made, values, sizeof made);
    return made;
}

static inline __m128i _mm_cvtsi32_si128(int value) {
    return (__m128i){.ints = {(uint32_t)value}};
}

static inline unsigned long long _pdep_u64(unsigned long long value, unsigned long long mask) {
    unsigned long long spread = 0;
    for (; mask; mask &= mask - 1, value >>= 1)
        if (value & 1) spread |= mask & -mask;
    return spread;
}

static inline unsigned long long _pext_u64(unsigned long long value, unsigned long long mask) {
    unsigned long long packed = 0;
    for (unsigned i = 0; mask; mask &= mask - 1, i++)
        if (value & mask & -mask) packed |= 1ULL << i;
    return packed;
}

static inline long long _mm_popcnt_u64(unsigned long long value) {
    return __builtin_popcountll(value);
}

/* ---- The quarters of a vector ---- */

static inline __m512i _mm512_broadcast_i32x4(__m128i quarter) {
    return (__m512i){.quarters = {quarter, quarter, quarter, quarter}};
}

static inline __m128i _mm512_castsi512_si128(__m512i value) {
    return value.quarters[0];
}

static inline __m256i _mm512_extracti64x4_epi64(__m512i value, int number) {
    __m256i half;
    memcpy(&half, value.bytes + 32 * (number & 1), sizeof half);
    return half;
}

/* The upper half may be anything. */
static inline __m512i _mm512_castsi256_si512(__m256i value) {
    __m512i wide;
    memset(&wide, 0xA5, sizeof wide);
    memcpy(&wide, &value, sizeof value);
    return wide;
}

static inline __m128i _mm512_extracti32x4_epi32(__m512i value, int number) {
    return value.quarters[number & 3];
}

/* ---- Bits ---- */

static inline __m512i _mm512_and_si512(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 8; i++) left.longs[i] &= right.longs[i];
    return left;
}

static inline __m512i _mm512_or_si512(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 8; i++) left.longs[i] |= right.longs[i];
    return left;
}

static inline __m512i _mm512_xor_si512(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 8; i++) left.longs[i] ^= right.longs[i];
    return left;
}

/* Bit 4, 2 and 1 of an index into `table` are the bits of first, second and third. */
static inline __m512i _mm512_ternarylogic_epi64(__m512i first, __m512i second, __m512i third, int table) {
    __m512i found = {.longs = {0}};
    for (unsigned i = 0; i < 512; i++) {
        unsigned index = (unsigned)(first.longs[i / 64] >> i % 64 & 1) << 2 |
                         (unsigned)(second.longs[i / 64] >> i % 64 & 1) << 1 |
                         (unsigned)(third.longs[i / 64] >> i % 64 & 1);
        found.longs[i / 64] |= (uint64_t)((unsigned)table >> index & 1) << i % 64;
    }
    return found;
}

/* A shift by 64 or more gives 0; by 32 or more, of ints. */
static inline __m512i _mm512_sllv_epi64(__m512i value, __m512i counts) {
    for (unsigned i = 0; i < 8; i++) value.longs[i] = counts.longs[i] < 64 ? value.longs[i] << counts.longs[i] : 0;
    return value;
}

static inline __m512i _mm512_srlv_epi64(__m512i value, __m512i counts) {
    for (unsigned i = 0; i < 8; i++) value.longs[i] = counts.longs[i] < 64 ? value.longs[i] >> counts.longs[i] : 0;
    return value;
}

static inline __m512i _mm512_slli_epi64(__m512i value, unsigned count) {
    return _mm512_sllv_epi64(value, _mm512_set1_epi64(count));
}

static inline __m512i _mm512_srl_epi64(__m512i value, __m128i count) {
    for (unsigned i = 0; i < 8; i++) value.longs[i] = count.longs[0] < 64 ? value.longs[i] >> count.longs[0] : 0;
    return value;
}

static inline __m512i _mm512_srli_epi64(__m512i value, unsigned count) {
    return _mm512_srl_epi64(value, (__m128i){.longs = {count}});
}

static inline __m512i _mm512_srl_epi32(__m512i value, __m128i count) {
    for (unsigned i = 0; i < 16; i++) value.ints[i] = count.longs[0] < 32 ? value.ints[i] >> count.longs[0] : 0;
    return value;
}

static inline __m512i _mm512_srli_epi32(__m512i value, unsigned count) {
    return _mm512_srl_epi32(value, (__m128i){.longs = {count}});
}

/* Rotations count modulo 32. */
static inline __m512i _mm512_rolv_epi32(__m512i value, __m512i counts) {
    for (unsigned i = 0; i < 16; i++) {
        unsigned count = counts.ints[i] & 31;
        value.ints[i] = value.ints[i] << count | value.ints[i] >> (32 - count) % 32;
    }
    return value;
}

static inline __m512i _mm512_rorv_epi32(__m512i value, __m512i counts) {
    for (unsigned i = 0; i < 16; i++) counts.ints[i] = 32 - counts.ints[i] % 32;
    return _mm512_rolv_epi32(value, counts);
}

/* ---- Arithmetic and comparisons ---- */

static inline __m512i _mm512_add_epi32(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 16; i++) left.ints[i] += right.ints[i];
    return left;
}

static inline __m512i _mm512_add_epi64(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 8; i++) left.longs[i] += right.longs[i];
    return left;
}

static inline __m512i _mm512_sub_epi64(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 8; i++) left.longs[i] -= right.longs[i];
    return left;
}

static inline __m512i _mm512_add_epi8(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 64; i++) left.bytes[i] = (uint8_t)(left.bytes[i] + right.bytes[i]);
    return left;
}

/* What would be less than 0 is 0. */
static inline __m512i _mm512_subs_epu8(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 64; i++)
        left.bytes[i] = left.bytes[i] > right.bytes[i] ? (uint8_t)(left.bytes[i] - right.bytes[i]) : 0;
    return left;
}

/* The lower halves of the products. */
static inline __m512i _mm512_mullo_epi32(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 16; i++) left.ints[i] *= right.ints[i];
    return left;
}

/* The products of signed words, two and two added. */
static inline __m512i _mm512_madd_epi16(__m512i left, __m512i right) {
    __m512i sums;
    for (unsigned i = 0; i < 16; i++)
        sums.ints[i] = (uint32_t)((int16_t)left.words[2 * i] * (int16_t)right.words[2 * i]) +
                       (uint32_t)((int16_t)left.words[2 * i + 1] * (int16_t)right.words[2 * i + 1]);
    return sums;
}

/* The lower halves of the lanes. */
static inline __m512i _mm512_mul_epu32(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 8; i++) left.longs[i] = (uint64_t)(uint32_t)left.longs[i] * (uint32_t)right.longs[i];
    return left;
}

static inline __m512i _mm512_min_epu64(__m512i left, __m512i right) {
    for (unsigned i = 0; i < 8; i++)
        if (right.longs[i] < left.longs[i]) left.longs[i] = right.longs[i];
    return left;
}

static inline __mmask64 _mm512_cmpeq_epi8_mask(__m512i left, __m512i right) {
    __mmask64 mask = 0;
    for (unsigned i = 0; i < 64; i++) mask |= (__mmask64)(left.bytes[i] == right.bytes[i]) << i;
    return mask;
}

static inline __mmask8 _mm512_cmpeq_epi64_mask(__m512i left, __m512i right) {
    unsigned mask = 0;
    for (unsigned i = 0; i < 8; i++) mask |= (unsigned)(left.longs[i] == right.longs[i]) << i;
    return (__mmask8)mask;
}

static inline __mmask64 _mm512_test_epi8_mask(__m512i left, __m512i right) {
    __mmask64 mask = 0;
    for (unsigned i = 0; i < 64; i++) mask |= (__mmask64)((left.bytes[i] & right.bytes[i]) != 0) << i;
    return mask;
}

static inline __mmask16 _mm512_test_epi32_mask(__m512i left, __m512i right) {
    unsigned mask = 0;
    for (unsigned i = 0; i < 16; i++) mask |= (unsigned)((left.ints[i] & right.ints[i]) != 0) << i;
    return (__mmask16)mask;
}

static inline __mmask64 _mm512_movepi8_mask(__m512i value) {
    __mmask64 mask = 0;
    for (unsigned i = 0; i < 64; i++) mask |= (__mmask64)(value.bytes[i] >> 7) << i;
    return mask;
}

/* ---- Bytes, ints and longs that move ---- */

static inline __m512i _mm512_cvtepu8_epi32(__m128i bytes) {
    __m512i wide;
    for (unsigned i = 0; i < 16; i++) wide.ints[i] = bytes.bytes[i];
    return wide;
}

static inline __m512i _mm512_cvtepu32_epi64(__m256i ints) {
    __m512i wide;
    for (unsigned i = 0; i < 8; i++) wide.longs[i] = ints.ints[i];
    return wide;
}

static inline __m256i _mm512_cvtepi64_epi32(__m512i longs) {
    __m256i narrow;
    for (unsigned i = 0; i < 8; i++) narrow.ints[i] = (uint32_t)longs.longs[i];
    return narrow;
}

/* Within each quarter, by the lower four bits of an index; one whose top bit is set gives 0. */
static inline __m512i _mm512_shuffle_epi8(__m512i table, __m512i indices) {
    __m512i found;
    for (unsigned i = 0; i < 64; i++) {
        unsigned index = indices.bytes[i];
        found.bytes[i] = index & 0x80 ? 0 : table.quarters[i / 16].bytes[index & 15];
    }
    return found;
}

/* By the lower bits of an index: six for one vector, one more for a second vector. */
static inline __m512i _mm512_permutexvar_epi8(__m512i indices, __m512i table) {
    __m512i found;
    for (unsigned i = 0; i < 64; i++) found.bytes[i] = table.bytes[indices.bytes[i] % 64];
    return found;
}

static inline __m512i _mm512_permutex2var_epi8(__m512i low, __m512i indices, __m512i high) {
    __m512i found;
    for (unsigned i = 0; i < 64; i++) {
        unsigned index = indices.bytes[i] % 128;
        found.bytes[i] = index < 64 ? low.bytes[index] : high.bytes[index - 64];
    }
    return found;
}

static inline __m512i _mm512_permutex2var_epi32(__m512i low, __m512i indices, __m512i high) {
    __m512i found;
    for (unsigned i = 0; i < 16; i++) {
        unsigned index = indices.ints[i] % 32;
        found.ints[i] = index < 16 ? low.ints[index] : high.ints[index - 16];
    }
    return found;
}

/* The chosen bytes, or ints, move down together, the rest is 0. */
static inline __m512i _mm512_maskz_compress_epi32(__mmask16 mask, __m512i value) {
    __m512i packed = {.longs = {0}};
    unsigned count = 0;
    for (unsigned i = 0; i < 16; i++)
        if (mask >> i & 1) packed.ints[count++] = value.ints[i];
    return packed;
}

static inline __m512i _mm512_mask_expand_epi8(__m512i source, __mmask64 mask, __m512i value) {
    unsigned from = 0;
    for (unsigned i = 0; i < 64; i++)
        if (mask >> i & 1) source.bytes[i] = value.bytes[from++];
    return source;
}

static inline __m512i _mm512_maskz_compress_epi8(__mmask64 mask, __m512i value) {
    __m512i packed = {.longs = {0}};
    unsigned count = 0;
    for (unsigned i = 0; i < 64; i++)
        if (mask >> i & 1) packed.bytes[count++] = value.bytes[i];
    return packed;
}

static inline __m512i _mm512_i64gather_epi64(__m512i indices, const void *base, int scale) {
    __m512i found;
    for (unsigned i = 0; i < 8; i++)
        memcpy(&found.longs[i], (const char *)base + (int64_t)indices.longs[i] * scale, sizeof found.longs[i]);
    return found;
}

static inline __m256i _mm512_i64gather_epi32(__m512i indices, const void *base, int scale) {
    __m256i found;
    for (unsigned i = 0; i < 8; i++)
        memcpy(&found.ints[i], (const char *)base + (int64_t)indices.longs[i] * scale, sizeof found.ints[i]);
    return found;
}

static inline __m512i _mm512_i32gather_epi32(__m512i indices, const void *base, int scale) {
    __m512i found;
    for (unsigned i = 0; i < 16; i++)
        memcpy(&found.ints[i], (const char *)base + (int64_t)(int32_t)indices.ints[i] * scale, sizeof found.ints[i]);
    return found;
}

#endif
