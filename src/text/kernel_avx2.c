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
#include "text/spread_from.h"

static inline uint64_t bits_of(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t bits_equal(__m256i low, __m256i high, char byte) {
    __m256i same = _mm256_set1_epi8(byte);
    return bits_of(_mm256_cmpeq_epi8(low, same), _mm256_cmpeq_epi8(high, same));
}

/* The bytes that are not ASCII, or equal to one. */
static inline uint64_t bits_or_equal(__m256i low, __m256i high, char byte) {
    const __m256i same = _mm256_set1_epi8(byte);
    return bits_of(_mm256_or_si256(low, _mm256_cmpeq_epi8(low, same)),
                   _mm256_or_si256(high, _mm256_cmpeq_epi8(high, same)));
}

/* A byte is a blank if it is the one that the table has for its lower half. */
static inline __m256i blank_table(void) {
    return _mm256_broadcastsi128_si256(_mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, 0, 0, 0));
}

static inline struct blank_masks mask_blanks(const char *text) {
    const __m256i table = blank_table();
    __m256i low = _mm256_loadu_si256((const __m256i *)text);
    __m256i high = _mm256_loadu_si256((const __m256i *)(text + 32));
    uint64_t blank = bits_of(_mm256_cmpeq_epi8(low, _mm256_shuffle_epi8(table, low)),
                             _mm256_cmpeq_epi8(high, _mm256_shuffle_epi8(table, high)));
    return (struct blank_masks){blank, bits_equal(low, high, '\n'), bits_equal(low, high, '\r'),
                                bits_or_equal(low, high, '\r')};
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
    const __m256i blanks = blank_table();
    const __m256i escapes = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(1, 0, 0, '#', 0, 0, 0, 0, 0, 0, 0, ESCAPE, '\\', 0, '^', 0)); /* used as a blank_table is */
    return (struct word_masks){.word = ~no_word,
                               .single = no_word & ~invisible,
                               .blank = bits_of(_mm256_cmpeq_epi8(low, _mm256_shuffle_epi8(blanks, low)),
                                                _mm256_cmpeq_epi8(high, _mm256_shuffle_epi8(blanks, high))),
                               .newline = bits_equal(low, high, '\n'),
                               .wide = bits_of(low, high),
                               .escape = bits_of(_mm256_cmpeq_epi8(low, _mm256_shuffle_epi8(escapes, low)),
                                                 _mm256_cmpeq_epi8(high, _mm256_shuffle_epi8(escapes, high)))};
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

/* ---- Raw text ---- */

#define INSERT_BLANKS
static inline void insert_blanks(char *out, const char *block, uint64_t inserted) {
    const __m128i blanks = _mm_set1_epi8(' ');
    if (inserted == 0) {
        memcpy(out, block, BLOCK);
        return;
    }
    for (unsigned i = 0; i < BLOCK; i += 8, inserted >>= 8) {
        __m128i bytes = _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *)(block + i)), blanks);
        __m128i from = _mm_loadu_si128((const __m128i *)spread_from[inserted & 0xFF]);
        _mm_storeu_si128((__m128i *)out, _mm_shuffle_epi8(bytes, from));
        out += 8 + _mm_popcnt_u32(inserted & 0xFF);
    }
}

/* ---- Units ---- */

/* The eight bytes at two begins. */
static inline __m128i load_pair(const char *text, uint32_t first, uint32_t second) {
    long long words[2];
    memcpy(&words[0], text + first, sizeof words[0]);
    memcpy(&words[1], text + second, sizeof words[1]);
    return _mm_set_epi64x(words[1], words[0]);
}

/* Of each eight bytes those before the first blank; zeros behind them. */
static inline __m256i before_blank(__m256i words) {
    __m256i blanks = _mm256_cmpeq_epi8(words, _mm256_shuffle_epi8(blank_table(), words));
    __m256i below = _mm256_andnot_si256(blanks, _mm256_add_epi64(blanks, _mm256_set1_epi64x(-1)));
    return _mm256_and_si256(words, below);
}

static inline __m256i pair_of_words(int first, int second) {
    return _mm256_set1_epi32((int)((uint32_t)first & 0xFFFF) | second * 0x10000);
}

static inline void sketch_units(uint32_t *sketches, const struct sketch_factors *factors, const char *text,
                                const uint32_t *begins) {
    /* Halves in this order come out in that of the units. */
    __m256i even = _mm256_set_m128i(load_pair(text, begins[4], begins[5]), load_pair(text, begins[0], begins[1]));
    __m256i odd = _mm256_set_m128i(load_pair(text, begins[6], begins[7]), load_pair(text, begins[2], begins[3]));
    __m256 first = _mm256_castsi256_ps(before_blank(even));
    __m256 second = _mm256_castsi256_ps(before_blank(odd));
    __m256i low = _mm256_castps_si256(_mm256_shuffle_ps(first, second, 0x88));
    __m256i high = _mm256_castps_si256(_mm256_shuffle_ps(first, second, 0xDD));
    low = _mm256_madd_epi16(low, pair_of_words(factors->of[0], factors->of[1]));
    high = _mm256_madd_epi16(high, pair_of_words(factors->of[2], factors->of[3]));
    _mm256_storeu_si256((__m256i *)sketches, _mm256_add_epi32(low, high));
}

/* ---- Lanes for the filters ---- */

#define LANES 8
typedef __m256i lanes;

static inline lanes lanes_all(uint32_t number) {
    return _mm256_set1_epi32((int)number);
}

static inline lanes lanes_numbered(void) {
    return _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
}

static inline lanes lanes_load(const uint32_t *from) {
    return _mm256_loadu_si256((const __m256i *)from);
}

static inline void lanes_store(uint32_t *to, lanes numbers) {
    _mm256_storeu_si256((__m256i *)to, numbers);
}

static inline lanes lanes_gather(const uint32_t *from, lanes places) {
    return _mm256_i32gather_epi32((const int *)from, places, sizeof *from);
}

static inline lanes lanes_add(lanes left, lanes right) {
    return _mm256_add_epi32(left, right);
}

static inline lanes lanes_xor(lanes left, lanes right) {
    return _mm256_xor_si256(left, right);
}

static inline lanes lanes_or(lanes left, lanes right) {
    return _mm256_or_si256(left, right);
}

static inline lanes lanes_multiply(lanes left, lanes right) {
    return _mm256_mullo_epi32(left, right);
}

static inline lanes lanes_rotate(lanes numbers, int bits) {
    return _mm256_or_si256(_mm256_slli_epi32(numbers, bits), _mm256_srli_epi32(numbers, 32 - bits));
}

/* Each word moved up so that the bit of the number that `keys` end with is its top bit. */
static inline lanes lanes_bit(lanes words, lanes keys) {
    return _mm256_sllv_epi32(words, _mm256_andnot_si256(keys, _mm256_set1_epi32(31)));
}

static inline uint32_t lanes_in_filter(const struct filter *filter, lanes keys) {
    lanes words = lanes_gather(filter->words, _mm256_srl_epi32(keys, _mm_cvtsi32_si128((int)filter->shift)));
    lanes both = _mm256_and_si256(lanes_bit(words, keys), lanes_bit(words, _mm256_srli_epi32(keys, 5)));
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(both));
}

static inline void lanes_pack(uint32_t *to, lanes numbers, uint32_t bits) {
    __m256i from = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)&set_bits[bits]));
    _mm256_storeu_si256((__m256i *)to, _mm256_permutevar8x32_epi32(numbers, from));
}

#include "text/kernel_loop.h"

const struct kernel kernel_avx2 = {"avx2", KERNEL_FUNCTIONS};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
