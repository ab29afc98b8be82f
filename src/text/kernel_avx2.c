/* The AVX2 kernel (with BMI2 for bit masks and POPCNT). */
#include <string.h>

#include "text/kernel.h"
#include "text/masks.h"

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC optimize("O3")
#pragma GCC target("avx2,bmi,bmi2,popcnt")
#endif

#include <immintrin.h>

#include "text/set_bits.h"

static inline uint64_t bits_of(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t bits_equal(__m256i low, __m256i high, char byte) {
    __m256i same = _mm256_set1_epi8(byte);
    return bits_of(_mm256_cmpeq_epi8(low, same), _mm256_cmpeq_epi8(high, same));
}

static inline struct blank_masks mask_blanks(const char *text) {
    /* A byte is a blank if it is the one that the table has for its lower half. */
    const __m256i table =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, 0, 0, 0));
    __m256i low = _mm256_loadu_si256((const __m256i *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(text + 32));
    uint64_t blank = bits_of(_mm256_cmpeq_epi8(low, _mm256_shuffle_epi8(table, low)),
                             _mm256_cmpeq_epi8(high, _mm256_shuffle_epi8(table, high)));
    return (struct blank_masks){blank, bits_equal(low, high, '\n'), bits_equal(low, high, '\r')};
}

/* Bytes of a class: the tables give each half byte a set of bits, and a byte belongs to the class if its halves share
 * one. Bytes from 0x80 on have no bit. */
static inline __m256i classify(__m256i bytes, __m256i low_table, __m256i high_table) {
    __m256i low_half = _mm256_and_si256(bytes, _mm256_set1_epi8(15));
    __m256i high_half = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
    return _mm256_and_si256(_mm256_shuffle_epi8(low_table, low_half), _mm256_shuffle_epi8(high_table, high_half));
}

/* Bits: 1 digits 30-39, 2 letters 41-4F and 61-6F, 4 letters 50-5A and 70-7A, 8 the _ at 5F,
 * 16 visible of 21-2F, 32 visible of 30-6F, 64 visible of 70-7E. */
static inline struct word_masks mask_words(const char *text) {
    const __m256i low_table =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(0x01 | 0x04 | 0x20 | 0x40, 0x77, 0x77, 0x77, 0x77, 0x77, 0x77, 0x77,
                                                  0x77, 0x77, 0x76, 0x72, 0x72, 0x72, 0x72, 0x3A));
    const __m256i high_table =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 0x10, 0x21, 0x22, 0x2C, 0x22, 0x44, 0, 0, 0, 0, 0, 0, 0, 0));
    __m256i low = _mm256_loadu_si256((const __m256i *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(text + 32));
    __m256i low_class = classify(low, low_table, high_table);
    __m256i high_class = classify(high, low_table, high_table);
    const __m256i zero = _mm256_setzero_si256();
    const __m256i word_bits = _mm256_set1_epi8(0x0F);
    uint64_t invisible = bits_of(_mm256_cmpeq_epi8(low_class, zero), _mm256_cmpeq_epi8(high_class, zero));
    uint64_t no_word = bits_of(_mm256_cmpeq_epi8(_mm256_and_si256(low_class, word_bits), zero),
                               _mm256_cmpeq_epi8(_mm256_and_si256(high_class, word_bits), zero));
    return (struct word_masks){~no_word, no_word & ~invisible, bits_equal(low, high, '\n'), bits_of(low, high)};
}

static inline void flatten(uint32_t *out, uint64_t bits, uint32_t base) {
    __m256i bases = _mm256_set1_epi32((int)base);
    for (unsigned i = 0; i < 8; i++, bits >>= 8) {
        unsigned byte = bits & 0xFF;
        __m256i numbers = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)&set_bits[byte]));
        _mm256_storeu_si256((__m256i *)out, _mm256_add_epi32(numbers, bases));
        bases = _mm256_add_epi32(bases, _mm256_set1_epi32(8));
        out += _mm_popcnt_u32(byte);
    }
}

#define INTERLEAVE_EIGHT
static inline void interleave_eight(uint32_t *out, const uint32_t *first, const uint32_t *second) {
    __m256i left = _mm256_loadu_si256((const __m256i *)first);
    __m256i right = _mm256_loadu_si256((const __m256i *)second);
    __m256i low = _mm256_unpacklo_epi32(left, right); /* pairs 0 1 4 5 */
    __m256i high = _mm256_unpackhi_epi32(left, right);
    _mm256_storeu_si256((__m256i *)out, _mm256_permute2x128_si256(low, high, 0x20));
    _mm256_storeu_si256((__m256i *)(out + 8), _mm256_permute2x128_si256(low, high, 0x31));
}

/* The eight bytes at the begins of four tokens. */
static inline __m256i load_four(const char *text, const struct token *tokens) {
    long long words[4];
    for (unsigned i = 0; i < 4; i++) memcpy(&words[i], text + tokens[i].begin, sizeof words[i]);
    return _mm256_set_epi64x(words[3], words[2], words[1], words[0]);
}

/* Four sketches, each in the lower half of its lane. */
static inline __m256i sketch_four(const char *text, const struct token *tokens) {
    __m256i marks = _mm256_loadu_si256((const __m256i *)tokens); /* begin, end, begin, end, ... */
    __m256i sizes = _mm256_srli_epi64(_mm256_sub_epi32(marks, _mm256_slli_epi64(marks, 32)), 32);
    __m256i used = _mm256_min_epu32(sizes, _mm256_set1_epi64x(SKETCH_SIZE));
    __m256i unused = _mm256_sub_epi64(_mm256_set1_epi64x(64), _mm256_slli_epi64(used, 3)); /* bits */
    __m256i words = _mm256_srlv_epi64(_mm256_sllv_epi64(load_four(text, tokens), unused), unused);
    __m256i low = _mm256_mul_epu32(words, _mm256_set1_epi64x(SKETCH_LOW));
    __m256i high = _mm256_mul_epu32(_mm256_srli_epi64(words, 32), _mm256_set1_epi64x(SKETCH_HIGH));
    __m256i sum = _mm256_add_epi64(low, high);
    return _mm256_xor_si256(sum, _mm256_srli_epi64(sum, 32));
}

#define SKETCH_EIGHT
static inline void sketch_eight(uint32_t *sketches, const char *text, const struct token *tokens) {
    __m256 first = _mm256_castsi256_ps(sketch_four(text, tokens));
    __m256 second = _mm256_castsi256_ps(sketch_four(text, tokens + 4));
    __m256i mixed = _mm256_castps_si256(_mm256_shuffle_ps(first, second, 0x88)); /* sketches 0 1 4 5 2 3 6 7 */
    _mm256_storeu_si256((__m256i *)sketches, _mm256_permute4x64_epi64(mixed, 0xD8));
}

#define FILTER_EIGHT
static inline uint64_t filter_eight(const struct filter *filter, const uint32_t *sketches, bool pairs) {
    __m256i keys = _mm256_loadu_si256((const __m256i *)sketches);
    if (pairs) {
        __m256i right = _mm256_loadu_si256((const __m256i *)(sketches + 1));
        keys = _mm256_add_epi32(keys, _mm256_or_si256(_mm256_slli_epi32(right, 13), _mm256_srli_epi32(right, 19)));
    }
    /* Words are loaded one by one: gathering them was no faster where it was measured (Zen 3). */
    uint32_t places[8];
    _mm256_storeu_si256((__m256i *)places, _mm256_srl_epi32(keys, _mm_cvtsi32_si128((int)filter->shift)));
    const int *from = (const int *)filter->words;
    __m256i words = _mm256_set_epi32(from[places[7]], from[places[6]], from[places[5]], from[places[4]],
                                     from[places[3]], from[places[2]], from[places[1]], from[places[0]]);
    const __m256i one = _mm256_set1_epi32(1);
    const __m256i low_bits = _mm256_set1_epi32(31);
    __m256i wanted = _mm256_or_si256(_mm256_sllv_epi32(one, _mm256_and_si256(keys, low_bits)),
                                     _mm256_sllv_epi32(one, _mm256_and_si256(_mm256_srli_epi32(keys, 5), low_bits)));
    __m256i has = _mm256_cmpeq_epi32(_mm256_and_si256(words, wanted), wanted);
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(has));
}

#include "text/kernel_loop.h"

const struct kernel kernel_avx2 = {"avx2", KERNEL_FUNCTIONS};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
