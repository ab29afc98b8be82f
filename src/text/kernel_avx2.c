/* The AVX2 kernel (with BMI2 for bit masks and POPCNT). */
#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC optimize("O3")
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

#include <immintrin.h>

#include "text/kernel.h"

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
    __m256i low = _mm256_loadu_si256((const __m256i *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(text + 32));
    uint64_t newline = bits_equal(low, high, '\n');
    uint64_t blank = bits_equal(low, high, ' ') | bits_equal(low, high, '\t') | newline;
    return (struct blank_masks){blank, newline, bits_equal(low, high, '\r')};
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

static inline void flatten(uint32_t *out, unsigned stride, uint64_t bits, uint32_t base) {
    unsigned count = (unsigned)__builtin_popcountll(bits);
    for (unsigned done = 0; done < count; done += 8) {
        for (unsigned i = 0; i < 8; i++) {
            out[(size_t)stride * (done + i)] = base + (uint32_t)_tzcnt_u64(bits);
            bits = _blsr_u64(bits);
        }
    }
}

static inline bool is_single_byte(char byte) {
    return !((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
             byte == '_');
}

#include "text/kernel_loop.h"

const struct kernel kernel_avx2 = {"avx2", cut_tokenized_blocks, cut_words_blocks, cut_paragraphs, fingerprint_blocks};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
