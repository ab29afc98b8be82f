/* The AVX2 kernel (with BMI2 for bit masks and POPCNT). */
#include "text/kernel.h"

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

struct blank_masks {
    uint64_t blank;
    uint64_t newline;
    uint64_t carriage;
};

struct word_masks {
    uint64_t word;
    uint64_t single;
    uint64_t newline;
    uint64_t wide;
};

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

#include "text/kernel_loop.h"

const struct kernel kernel_avx2 = {"avx2",        cut_tokenized_blocks, cut_words_blocks,   cut_paragraphs_blocks,
                                   sketch_blocks, filter_tokens_blocks, filter_pairs_blocks};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
