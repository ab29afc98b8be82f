/* The AVX-512 kernel (BW for bytes, VBMI for permuting them, VBMI2 for compressing, with BMI2 and POPCNT). */
#include "text/kernel.h"
#include "text/kernel_tally.h"
#include "text/masks.h"

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(                                                                                          \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC optimize("O3")
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")
#endif

#include <immintrin.h>

static inline uint64_t bits_equal(__m512i bytes, char byte) {
    return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte));
}

/* The same sixteen bytes four times over. */
static inline __m512i repeat(__m128i table) {
    return _mm512_broadcast_i32x4(table);
}

/* A byte is a blank if it is the one that this table has for its lower half: what it has for each byte. */
static inline __m512i blank_for(__m512i bytes) {
    return _mm512_shuffle_epi8(repeat(_mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, 0, 0, 0)), bytes);
}

static inline struct blank_masks masks_of(__m512i bytes) {
    return (struct blank_masks){_mm512_cmpeq_epi8_mask(bytes, blank_for(bytes)), bits_equal(bytes, '\n'),
                                bits_equal(bytes, '\r'), bits_equal(bytes, '\r') | _mm512_movepi8_mask(bytes)};
}

static inline struct blank_masks mask_blanks(const char *text) {
    return masks_of(_mm512_loadu_si512(text));
}

static inline struct word_masks mask_words(const char *text) {
    enum { B = 0, S = 0x01, W = 0x80 };
    static const unsigned char classes[128] = {
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, /* 0x00 */
        B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, /* 0x10 */
        B, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 0x20 */
        W, W, W, W, W, W, W, W, W, W, S, S, S, S, S, S, /* 0x30 */
        S, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* 0x40 */
        W, W, W, W, W, W, W, W, W, W, W, S, S, S, S, W, /* 0x50 */
        S, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* 0x60 */
        W, W, W, W, W, W, W, W, W, W, W, S, S, S, S, B, /* 0x70 */
    };
    __m512i bytes = _mm512_loadu_si512(text);
    __m512i found = _mm512_permutex2var_epi8(_mm512_loadu_si512(classes), bytes, _mm512_loadu_si512(classes + 64));
    uint64_t high = _mm512_movepi8_mask(bytes);
    uint64_t word = _mm512_movepi8_mask(found) & ~high;
    const __m512i escapes = /* used as blank_for uses its table */
        repeat(_mm_setr_epi8(1, 0, 0, '#', 0, 0, 0, 0, 0, 0, 0, ESCAPE, '\\', 0, '^', 0));
    return (struct word_masks){.word = word,
                               .single = _mm512_test_epi8_mask(found, found) & ~word & ~high,
                               .newline = bits_equal(bytes, '\n'),
                               .wide = high,
                               .escape = _mm512_cmpeq_epi8_mask(bytes, _mm512_shuffle_epi8(escapes, bytes))};
}

/* The numbers of the bits that are set, as bytes. */
static inline __m512i list_bits(uint64_t bits) {
    const __m512i numbers =
        _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
                        39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
                        15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    return _mm512_maskz_compress_epi8(bits, numbers);
}

/* Widens `count` bytes and adds `base`; may write sixteen too many. */
static inline void store_bits(uint32_t *out, __m512i packed, unsigned count, uint32_t base) {
    const __m512i bases = _mm512_set1_epi32((int)base);
    _mm512_storeu_si512(out, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    if (count <= 16) return;
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
    if (count <= 32) return;
    _mm512_storeu_si512(out + 32, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
    if (count <= 48) return;
    _mm512_storeu_si512(out + 48, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
}

static inline void flatten(uint32_t *out, uint64_t bits, uint32_t base) {
    store_bits(out, list_bits(bits), count_bits(bits), base);
}

/* ---- Raw text ---- */

/* Where bits of `inserted` are put before those of their number, of 32 bytes, as a mask for expanding: 0 is a blank. */
static inline uint64_t expanded(uint32_t inserted) {
    const uint64_t bytes = 0xAAAAAAAAAAAAAAAA; /* each behind the bit of its blank */
    return _pext_u64(bytes, _pdep_u64(inserted, ~bytes) | bytes);
}

#define INSERT_BLANKS
#define STORE_SPREAD
static inline void store_spread(char *out, const char *block, uint64_t inserted, uint64_t kept, uint64_t blank) {
    const __m512i blanks = _mm512_set1_epi8(' ');
    __m512i bytes = _mm512_mask_loadu_epi8(blanks, kept, block);
    (void)blank;
    _mm512_storeu_si512(out, _mm512_mask_expand_epi8(blanks, expanded((uint32_t)inserted), bytes));
    __m512i high = _mm512_castsi256_si512(_mm512_extracti64x4_epi64(bytes, 1));
    out += BLOCK / 2 + count_bits((uint32_t)inserted);
    _mm512_storeu_si512(out, _mm512_mask_expand_epi8(blanks, expanded((uint32_t)(inserted >> 32)), high));
}

/* ---- Units ---- */

/* Of each eight bytes those before the first blank; zeros behind them. */
static inline __m512i before_blank(__m512i words) {
    __m512i other = _mm512_xor_si512(words, blank_for(words));     /* 0: a blank */
    __m512i blanks = _mm512_subs_epu8(_mm512_set1_epi8(1), other); /* 1: a blank */
    /* words & ~blanks & (blanks - 1): what is below the lowest bit of `blanks` */
    return _mm512_ternarylogic_epi64(words, blanks, _mm512_sub_epi64(blanks, _mm512_set1_epi64(1)), 0x20);
}

static inline __m512i pair_of_words(int first, int second) {
    return _mm512_set1_epi32((int)((uint32_t)first & 0xFFFF) | second * 0x10000);
}

/* The factors of the words in the lower and the upper half of eight bytes. */
struct factor_pairs {
    __m512i low;
    __m512i high;
};

/* The eight bytes at each of the places number `which` (eight times over in each lane) and seven more. */
static inline __m512i words_at(__m512i bytes, __m512i next, __m512i places, __m512i which) {
    const __m512i inner = _mm512_set1_epi64(0x0706050403020100);
    return _mm512_permutex2var_epi8(bytes, _mm512_add_epi8(_mm512_permutexvar_epi8(which, places), inner), next);
}

/* The sketches of sixteen units that begin in `bytes`, at the places from number `which` on; `next` is what follows. */
static inline __m512i sketch_sixteen(struct factor_pairs factors, __m512i bytes, __m512i next, __m512i places,
                                     __m512i which) {
    const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    const __m512i odd = _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
    __m512i eighth = _mm512_add_epi8(which, _mm512_set1_epi8(8));
    __m512i first = before_blank(words_at(bytes, next, places, which));
    __m512i second = before_blank(words_at(bytes, next, places, eighth));
    __m512i low = _mm512_permutex2var_epi32(first, even, second);
    __m512i high = _mm512_permutex2var_epi32(first, odd, second);
    return _mm512_add_epi32(_mm512_madd_epi16(low, factors.low), _mm512_madd_epi16(high, factors.high));
}

#define UNITS_BLOCKS
/* In one loop, for a unit's bytes are in the registers when its block is cut. */
static uint32_t units_blocks(uint32_t *begins, uint32_t *sketches, struct unit_counts *counts,
                             const struct sketch_factors *factors, const char *text, uint32_t size) {
    const __m512i eight_each =
        _mm512_setr_epi64(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303, 0x0404040404040404,
                          0x0505050505050505, 0x0606060606060606, 0x0707070707070707);
    uint32_t count = 0;
    uint64_t before = 1;
    const struct factor_pairs pairs = {pair_of_words(factors->of[0], factors->of[1]),
                                       pair_of_words(factors->of[2], factors->of[3])};
    struct unit_tally tally = {.open = counts->in_sentence};
    __m512i next = _mm512_loadu_si512(text);
    for (size_t at = 0; at < size; at += BLOCK) {
        __builtin_prefetch(text + at + TEXT_AHEAD, 0, 2);
        __m512i bytes = next;
        next = _mm512_loadu_si512(text + at + BLOCK);
        struct blank_masks masks = masks_of(bytes);
        uint64_t inside = block_inside(at, size);
        uint64_t after = masks.blank << 1 | before;
        uint64_t units = unit_begins(masks.blank, masks.newline, after) & inside;
        unsigned found = count_bits(units);
        __m512i places = list_bits(units);
        store_bits(begins + count, places, found, (uint32_t)at);
        _mm512_storeu_si512(sketches + count, sketch_sixteen(pairs, bytes, next, places, eight_each));
        for (unsigned i = 16; i < found; i += 16) {
            __m512i which = _mm512_add_epi8(eight_each, _mm512_set1_epi8((char)i));
            _mm512_storeu_si512(sketches + count + i, sketch_sixteen(pairs, bytes, next, places, which));
        }
        count += found;
        before = masks.blank >> 63;
        tally_block(&tally, masks, after, inside, text, at);
    }
    begins[count] = size;
    sketches[count] = 0;
    *counts = tally_end(&tally, text, size);
    return count;
}

/* ---- Lanes for the filters ---- */

#define LANES 16
typedef __m512i lanes;

static inline lanes lanes_all(uint32_t number) {
    return _mm512_set1_epi32((int)number);
}

static inline lanes lanes_numbered(void) {
    return _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

static inline lanes lanes_load(const uint32_t *from) {
    return _mm512_loadu_si512(from);
}

static inline void lanes_store(uint32_t *to, lanes numbers) {
    _mm512_storeu_si512(to, numbers);
}

static inline lanes lanes_gather(const uint32_t *from, lanes places) {
    return _mm512_i32gather_epi32(places, from, sizeof *from);
}

static inline lanes lanes_add(lanes left, lanes right) {
    return _mm512_add_epi32(left, right);
}

static inline lanes lanes_xor(lanes left, lanes right) {
    return _mm512_xor_si512(left, right);
}

static inline lanes lanes_or(lanes left, lanes right) {
    return _mm512_or_si512(left, right);
}

static inline lanes lanes_multiply(lanes left, lanes right) {
    return _mm512_mullo_epi32(left, right);
}

static inline lanes lanes_rotate(lanes numbers, int bits) {
    return _mm512_rolv_epi32(numbers, _mm512_set1_epi32(bits));
}

static inline uint32_t lanes_in_filter(const struct filter *filter, lanes keys) {
    lanes words = lanes_gather(filter->words, _mm512_srl_epi32(keys, _mm_cvtsi32_si128((int)filter->shift)));
    /* Rotating takes the lower five bits of a count. */
    lanes both = _mm512_and_si512(_mm512_rorv_epi32(words, keys), _mm512_rorv_epi32(words, _mm512_srli_epi32(keys, 5)));
    return _mm512_test_epi32_mask(both, _mm512_set1_epi32(1));
}

static inline void lanes_pack(uint32_t *to, lanes numbers, uint32_t bits) {
    _mm512_storeu_si512(to, _mm512_maskz_compress_epi32((__mmask16)bits, numbers));
}

#include "text/kernel_loop.h"

const struct kernel kernel_avx512 = {"avx512", KERNEL_FUNCTIONS};

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
