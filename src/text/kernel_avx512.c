/* The AVX-512 kernel (BW for bytes, VBMI2 for compressing, with BMI2 and POPCNT). */
#include "text/kernel.h"
#include "text/masks.h"

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi2,bmi,bmi2,popcnt"))),         \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC optimize("O3")
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vbmi2,bmi,bmi2,popcnt")
#endif

#include <immintrin.h>

static inline uint64_t bits_equal(__m512i bytes, char byte) {
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte));
}

/* The same sixteen bytes four times over. */
static inline __m512i repeat(__m128i table) {
    return _mm512_broadcast_i32x4(table);
}

static inline struct blank_masks mask_blanks(const char *text) {
    /* A byte is a blank if it is the one that the table has for its lower half. */
    const __m512i table = repeat(_mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, 0, 0, 0));
    __m512i bytes = _mm512_loadu_si512(text);
    return (struct blank_masks){_mm512_cmpeq_epi8_mask(bytes, _mm512_shuffle_epi8(table, bytes)),
                                bits_equal(bytes, '\n'), bits_equal(bytes, '\r')};
}

static inline uint64_t bits_between(__m512i bytes, char first, char last) {
    return _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first)),
                                  _mm512_set1_epi8((char)(last - first)));
}

static inline struct word_masks mask_words(const char *text) {
    __m512i bytes = _mm512_loadu_si512(text);
    __m512i lower = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    uint64_t wide = _mm512_movepi8_mask(bytes);
    uint64_t letters = bits_between(lower, 'a', 'z');
    uint64_t word = letters | bits_between(bytes, '0', '9') | bits_equal(bytes, '_');
    return (struct word_masks){word, bits_between(bytes, '!', '~') & ~word, bits_equal(bytes, '\n'), wide};
}

static inline void flatten(uint32_t *out, uint64_t bits, uint32_t base) {
    const __m512i numbers =
        _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
                        39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
                        15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i bases = _mm512_set1_epi32((int)base);
    __m512i packed = _mm512_maskz_compress_epi8(bits, numbers);
    int count = (int)_mm_popcnt_u64(bits);
    _mm512_storeu_si512(out, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    if (count <= 16) return;
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
    if (count <= 32) return;
    _mm512_storeu_si512(out + 32, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
    if (count <= 48) return;
    _mm512_storeu_si512(out + 48, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
}

#define SKETCH_EIGHT
static inline void sketch_eight(uint32_t *sketches, const char *text, const struct token *tokens) {
    __m512i marks = _mm512_loadu_si512(tokens); /* begin, end, begin, end, ... */
    __m512i begins = _mm512_and_si512(marks, _mm512_set1_epi64(UINT32_MAX));
    __m512i sizes = _mm512_sub_epi64(_mm512_srli_epi64(marks, 32), begins);
    __m512i used = _mm512_min_epu64(sizes, _mm512_set1_epi64(SKETCH_SIZE));
    __m512i unused = _mm512_sub_epi64(_mm512_set1_epi64(64), _mm512_slli_epi64(used, 3)); /* bits */
    __m512i words = _mm512_i64gather_epi64(begins, text, 1);
    words = _mm512_srlv_epi64(_mm512_sllv_epi64(words, unused), unused);
    __m512i low = _mm512_mul_epu32(words, _mm512_set1_epi64(SKETCH_LOW));
    __m512i high = _mm512_mul_epu32(_mm512_srli_epi64(words, 32), _mm512_set1_epi64(SKETCH_HIGH));
    __m512i sum = _mm512_add_epi64(low, high);
    sum = _mm512_xor_si512(sum, _mm512_srli_epi64(sum, 32));
    _mm256_storeu_si256((__m256i *)sketches, _mm512_cvtepi64_epi32(sum));
}

#define FILTER_EIGHT
static inline uint64_t filter_eight(const struct filter *filter, const uint32_t *sketches, bool pairs) {
    const __m512i one = _mm512_set1_epi64(1);
    const __m512i low_bits = _mm512_set1_epi64(31);
    __m512i keys = _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)sketches));
    if (pairs) {
        __m512i right = _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(sketches + 1)));
        right = _mm512_or_si512(_mm512_slli_epi64(right, 13), _mm512_srli_epi64(right, 19));
        keys = _mm512_and_si512(_mm512_add_epi32(keys, right), _mm512_set1_epi64(UINT32_MAX));
    }
    __m512i places = _mm512_srl_epi64(keys, _mm_cvtsi32_si128((int)filter->shift));
    __m512i words = _mm512_cvtepu32_epi64(_mm512_i64gather_epi32(places, filter->words, 4));
    __m512i wanted = _mm512_or_si512(_mm512_sllv_epi64(one, _mm512_and_si512(keys, low_bits)),
                                     _mm512_sllv_epi64(one, _mm512_and_si512(_mm512_srli_epi64(keys, 5), low_bits)));
    return _mm512_cmpeq_epi64_mask(_mm512_and_si512(words, wanted), wanted);
}

#include "text/kernel_loop.h"

const struct kernel kernel_avx512 = {"avx512", KERNEL_FUNCTIONS};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
