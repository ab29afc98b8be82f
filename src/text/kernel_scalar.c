/* The kernel for every machine: eight bytes at a time in a 64-bit word, or SSE2, which every x86-64 machine has. */
#include "base/bytes.h"
#include "text/kernel.h"
#include "text/masks.h"

#if defined(__SSE2__)
#include <emmintrin.h>

static inline __m128i bytes_equal(__m128i bytes, char byte) {
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

static inline __m128i find_blanks(__m128i bytes) {
    return _mm_or_si128(bytes_equal(bytes, ' '), _mm_or_si128(bytes_equal(bytes, '\t'), bytes_equal(bytes, '\n')));
}

static inline uint64_t bits_of(__m128i answers) {
    return (uint64_t)(unsigned)_mm_movemask_epi8(answers);
}

static inline struct blank_masks mask_blanks(const char *text) {
    struct blank_masks masks = {0};
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(text + i));
        masks.blank |= bits_of(find_blanks(bytes)) << i;
        masks.newline |= bits_of(bytes_equal(bytes, '\n')) << i;
        masks.carriage |= bits_of(bytes_equal(bytes, '\r')) << i;
        masks.special |= bits_of(_mm_or_si128(bytes, bytes_equal(bytes, '\r'))) << i;
    }
    return masks;
}

static inline __m128i bytes_between(__m128i bytes, char first, char last) {
    __m128i from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from_first, _mm_set1_epi8((char)(last - first))), from_first);
}

static inline struct word_masks mask_words(const char *text) {
    struct word_masks masks = {0};
    for (unsigned i = 0; i < 64; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(text + i));
        __m128i letters = bytes_between(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z');
        __m128i others = _mm_or_si128(bytes_between(bytes, '0', '9'), bytes_equal(bytes, '_'));
        uint64_t word = bits_of(_mm_or_si128(letters, others));
        masks.word |= word << i;
        masks.single |= (bits_of(bytes_between(bytes, '!', '~')) & ~word) << i;
        masks.blank |= bits_of(bytes_equal(bytes, ' ')) << i;
        masks.newline |= bits_of(bytes_equal(bytes, '\n')) << i;
        __m128i signs = _mm_or_si128(bytes_equal(bytes, '#'), bytes_equal(bytes, '^'));
        signs = _mm_or_si128(signs, _mm_or_si128(bytes_equal(bytes, '\\'), bytes_equal(bytes, ESCAPE)));
        masks.escape |= bits_of(signs) << i;
        masks.wide |= bits_of(bytes) << i;
    }
    return masks;
}
#else
/* The next functions give each byte's answer in its top bit; the other bits are not meant. */

/* Bytes from `first` on, below 0x80; `bytes` have no top bits. */
static inline uint64_t at_least(uint64_t bytes, unsigned first) {
    return bytes + BYTES_ONES * (0x80 - first);
}

static inline uint64_t is_between(uint64_t bytes, unsigned first, unsigned last) {
    return at_least(bytes, first) & ~at_least(bytes, last + 1);
}

static inline uint64_t is_equal(uint64_t bytes, unsigned byte) {
    return ~((bytes ^ BYTES_ONES * byte) + BYTES_ONES * 0x7F);
}

/* The top bits of eight bytes as eight bits. */
static inline uint64_t gather_tops(uint64_t tops) {
    return ((tops & BYTES_TOPS) >> 7) * 0x0102040810204080u >> 56;
}

static inline struct blank_masks mask_blanks(const char *text) {
    struct blank_masks masks = {0};
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t word = load_bytes(text + i, 8);
        uint64_t bytes = word & ~BYTES_TOPS;
        uint64_t blank = is_equal(bytes, ' ') & ~word;
        if (~(at_least(bytes, ' ') | word) & BYTES_TOPS) { /* control characters, which few words have */
            uint64_t newline = is_equal(bytes, '\n') & ~word;
            blank |= (is_equal(bytes, '\t') & ~word) | newline;
            masks.newline |= gather_tops(newline) << i;
            masks.carriage |= gather_tops(is_equal(bytes, '\r') & ~word) << i;
        }
        if (word & BYTES_TOPS) masks.special |= gather_tops(word) << i;
        masks.blank |= gather_tops(blank) << i;
    }
    masks.special |= masks.carriage;
    return masks;
}

static inline struct word_masks mask_words(const char *text) {
    struct word_masks masks = {0};
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t word = load_bytes(text + i, 8);
        uint64_t bytes = word & ~BYTES_TOPS;
        uint64_t letters = is_between(bytes | BYTES_ONES * 0x20, 'a', 'z');
        uint64_t words = (letters | is_between(bytes, '0', '9') | is_equal(bytes, '_')) & ~word;
        uint64_t visible = is_between(bytes, '!', '~') & ~word;
        masks.word |= gather_tops(words) << i;
        masks.single |= gather_tops(visible & ~words) << i;
        masks.blank |= gather_tops(is_equal(bytes, ' ') & ~word) << i;
        if (~at_least(bytes, ' ') & BYTES_TOPS) {
            masks.newline |= gather_tops(is_equal(bytes, '\n') & ~word) << i;
            masks.escape |= gather_tops(is_equal(bytes, ESCAPE) & ~word) << i;
        }
        uint64_t signs = is_equal(bytes, '#') | is_equal(bytes, '\\') | is_equal(bytes, '^');
        masks.escape |= gather_tops(signs & ~word) << i;
        if (word & BYTES_TOPS) masks.wide |= gather_tops(word) << i;
    }
    return masks;
}
#endif

static inline void flatten(uint32_t *out, uint64_t bits, uint32_t base) {
    for (; bits; out += 8) /* eight at a time: how many there are cannot be foreseen */
        for (unsigned i = 0; i < 8; i++, bits &= bits - 1) out[i] = base + lowest_bit(bits | (uint64_t)1 << 63);
}

#if defined(__SSE2__)
/* The eight bytes at two begins: those before the first blank, zeros behind them. */
static inline __m128 load_pair(const char *text, const uint32_t *begins) {
    __m128i first = _mm_loadl_epi64((const __m128i *)(text + begins[0]));
    __m128i words = _mm_unpacklo_epi64(first, _mm_loadl_epi64((const __m128i *)(text + begins[1])));
    __m128i blanks = find_blanks(words);
    __m128i below = _mm_andnot_si128(blanks, _mm_add_epi64(blanks, _mm_set1_epi64x(-1)));
    return _mm_castsi128_ps(_mm_and_si128(words, below));
}

static inline __m128i pair_of_words(int first, int second) {
    return _mm_set1_epi32((int)((uint32_t)first & 0xFFFF) | second * 0x10000);
}

static inline void sketch_units(uint32_t *sketches, const struct sketch_factors *factors, const char *text,
                                const uint32_t *begins) {
    for (unsigned i = 0; i < 8; i += 4) {
        __m128 first = load_pair(text, begins + i);
        __m128 second = load_pair(text, begins + i + 2);
        __m128i low = _mm_castps_si128(_mm_shuffle_ps(first, second, 0x88));
        __m128i high = _mm_castps_si128(_mm_shuffle_ps(first, second, 0xDD));
        low = _mm_madd_epi16(low, pair_of_words(factors->of[0], factors->of[1]));
        high = _mm_madd_epi16(high, pair_of_words(factors->of[2], factors->of[3]));
        _mm_storeu_si128((__m128i *)(sketches + i), _mm_add_epi32(low, high));
    }
}
#else
/* The bytes before the first blank; zeros behind them. */
static inline uint64_t before_blank(uint64_t word) {
    uint64_t blanks = bytes_like(word, ' ') | bytes_like(word, '\t') | bytes_like(word, '\n');
    return word & (((blanks & -blanks) >> 7) - 1);
}

static inline void sketch_units(uint32_t *sketches, const struct sketch_factors *factors, const char *text,
                                const uint32_t *begins) {
    for (unsigned i = 0; i < 8; i++)
        sketches[i] = sketch_mix(factors, before_blank(load_bytes(text + begins[i], SKETCH_SIZE)));
}
#endif

#include "text/kernel_loop.h"

const struct kernel kernel_scalar = {"scalar", KERNEL_FUNCTIONS};
