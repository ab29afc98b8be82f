/* The NEON kernel, which every AArch64 machine can run. */
#include "text/kernel.h"
#include "text/masks.h"

#if defined(__aarch64__)

#if !defined(__clang__)
#pragma GCC push_options
#pragma GCC optimize("O3")
#endif

#include <arm_neon.h>

#include "text/set_bits.h"

/* 64 bytes are loaded as four vectors: val[k] has the bytes of number 4i + k. */

/* The top bits of 64 bytes. Each shift puts one vector's bits below those of the next, which makes four bits for every
 * i; then two fours make a byte. */
static inline uint64_t top_bits(uint8x16x4_t bytes) {
    uint8x16_t low = vsriq_n_u8(bytes.val[1], bytes.val[0], 1);
    uint8x16_t high = vsriq_n_u8(bytes.val[3], bytes.val[2], 1);
    uint8x16_t four = vsriq_n_u8(high, low, 2);
    uint8x16_t twice = vsriq_n_u8(four, four, 4);
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(twice), 4)), 0);
}

static inline uint64_t bits_equal(uint8x16x4_t bytes, char byte) {
    const uint8x16_t same = vdupq_n_u8((uint8_t)byte);
    for (unsigned k = 0; k < 4; k++) bytes.val[k] = vceqq_u8(bytes.val[k], same);
    return top_bits(bytes);
}

/* The table says which bytes below 16 are blanks; what is not below 16 keeps the answer that it has. */
static inline uint8x16_t find_blanks(uint8x16_t bytes) {
    static const uint8_t table[16] = {['\t'] = 0xFF, ['\n'] = 0xFF};
    return vqtbx1q_u8(vceqq_u8(bytes, vdupq_n_u8(' ')), vld1q_u8(table), bytes);
}

static inline struct blank_masks mask_blanks(const char *text) {
    uint8x16x4_t bytes = vld4q_u8((const uint8_t *)text);
    uint8x16x4_t blank;
    for (unsigned k = 0; k < 4; k++) blank.val[k] = find_blanks(bytes.val[k]);
    uint64_t carriage = bits_equal(bytes, '\r');
    return (struct blank_masks){top_bits(blank), bits_equal(bytes, '\n'), carriage, carriage | top_bits(bytes)};
}

/* The tables give each half byte a set of bits, and a byte belongs to a word if its halves share one: 1 digits 30-39,
 * 2 letters 41-4F and 61-6F, 4 letters 50-5A and 70-7A, 8 the _ at 5F. Bytes from 0x80 on have no bit. */
static inline struct word_masks mask_words(const char *text) {
    static const uint8_t low_table[16] = {5, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 2, 2, 2, 2, 10};
    static const uint8_t high_table[16] = {0, 0, 0, 1, 2, 12, 2, 4};
    static const uint8_t escape_table[16] = {1, 0, 0, '#', 0, 0, 0, 0, 0, 0, 0, ESCAPE, '\\', 0, '^', 0};
    const uint8x16_t escapes = vld1q_u8(escape_table); /* each at its lower half */
    const uint8x16_t low = vld1q_u8(low_table);
    const uint8x16_t high = vld1q_u8(high_table);
    uint8x16x4_t bytes = vld4q_u8((const uint8_t *)text);
    uint8x16x4_t word;
    uint8x16x4_t visible;
    uint8x16x4_t escape;
    for (unsigned k = 0; k < 4; k++) {
        uint8x16_t byte = bytes.val[k];
        word.val[k] = vtstq_u8(vqtbl1q_u8(low, vandq_u8(byte, vdupq_n_u8(15))), vqtbl1q_u8(high, vshrq_n_u8(byte, 4)));
        visible.val[k] = vcleq_u8(vsubq_u8(byte, vdupq_n_u8('!')), vdupq_n_u8('~' - '!'));
        escape.val[k] = vceqq_u8(byte, vqtbl1q_u8(escapes, vandq_u8(byte, vdupq_n_u8(15))));
    }
    uint64_t words = top_bits(word);
    return (struct word_masks){.word = words,
                               .single = top_bits(visible) & ~words,
                               .blank = bits_equal(bytes, ' '),
                               .newline = bits_equal(bytes, '\n'),
                               .wide = top_bits(bytes),
                               .escape = top_bits(escape)};
}

static inline void flatten(uint32_t *out, uint64_t bits, uint32_t base) {
    /* In every byte: how many bits are set in the bytes below it. */
    uint64_t counts = vget_lane_u64(vreinterpret_u64_u8(vcnt_u8(vcreate_u8(bits))), 0);
    uint64_t before = counts * 0x0101010101010100u;
    for (unsigned i = 0; i < 64; i += 8) {
        uint16x8_t numbers = vmovl_u8(vcreate_u8(set_bits[bits >> i & 0xFF]));
        uint32x4_t bases = vdupq_n_u32(base + i);
        uint32_t *to = out + (before >> i & 0xFF);
        vst1q_u32(to, vaddw_u16(bases, vget_low_u16(numbers)));
        vst1q_u32(to + 4, vaddw_high_u16(bases, numbers));
    }
}

/* ---- Units ---- */

/* The products of two units' words: those of the first four lanes are of the first. */
static inline int32x4_t multiply_pair(const struct sketch_factors *factors, const char *text, const uint32_t *begins) {
    const int16x8_t factor = vcombine_s16(vld1_s16(factors->of), vld1_s16(factors->of));
    uint8x16_t bytes =
        vcombine_u8(vld1_u8((const uint8_t *)text + begins[0]), vld1_u8((const uint8_t *)text + begins[1]));
    uint64x2_t blanks = vreinterpretq_u64_u8(find_blanks(bytes));
    uint64x2_t below = vbicq_u64(vsubq_u64(blanks, vdupq_n_u64(1)), blanks);
    int16x8_t words = vreinterpretq_s16_u64(vandq_u64(vreinterpretq_u64_u8(bytes), below));
    return vpaddq_s32(vmull_s16(vget_low_s16(words), vget_low_s16(factor)), vmull_high_s16(words, factor));
}

static inline void sketch_units(uint32_t *sketches, const struct sketch_factors *factors, const char *text,
                                const uint32_t *begins) {
    for (unsigned i = 0; i < 8; i += 4) {
        int32x4_t sums =
            vpaddq_s32(multiply_pair(factors, text, begins + i), multiply_pair(factors, text, begins + i + 2));
        vst1q_u32(sketches + i, vreinterpretq_u32_s32(sums));
    }
}

/* ---- Lanes for the filters ---- */

#define LANES 4
typedef uint32x4_t lanes;

static inline lanes lanes_all(uint32_t number) {
    return vdupq_n_u32(number);
}

static inline lanes lanes_numbered(void) {
    static const uint32_t numbers[LANES] = {0, 1, 2, 3};
    return vld1q_u32(numbers);
}

static inline lanes lanes_load(const uint32_t *from) {
    return vld1q_u32(from);
}

static inline void lanes_store(uint32_t *to, lanes numbers) {
    vst1q_u32(to, numbers);
}

static inline lanes lanes_gather(const uint32_t *from, lanes places) {
    lanes found = vld1q_dup_u32(from + vgetq_lane_u32(places, 0));
    found = vld1q_lane_u32(from + vgetq_lane_u32(places, 1), found, 1);
    found = vld1q_lane_u32(from + vgetq_lane_u32(places, 2), found, 2);
    return vld1q_lane_u32(from + vgetq_lane_u32(places, 3), found, 3);
}

static inline lanes lanes_add(lanes left, lanes right) {
    return vaddq_u32(left, right);
}

static inline lanes lanes_xor(lanes left, lanes right) {
    return veorq_u32(left, right);
}

static inline lanes lanes_or(lanes left, lanes right) {
    return vorrq_u32(left, right);
}

static inline lanes lanes_multiply(lanes left, lanes right) {
    return vmulq_u32(left, right);
}

/* A shift by less than nothing is one to the right. */
static inline lanes lanes_rotate(lanes numbers, int bits) {
    return vorrq_u32(vshlq_u32(numbers, vdupq_n_s32(bits)), vshlq_u32(numbers, vdupq_n_s32(bits - 32)));
}

/* Each word moved down so that the bit of the number that `keys` end with is its lowest. */
static inline lanes lanes_bit(lanes words, lanes keys) {
    return vshlq_u32(words, vnegq_s32(vreinterpretq_s32_u32(vandq_u32(keys, vdupq_n_u32(31)))));
}

static inline uint32_t lanes_in_filter(const struct filter *filter, lanes keys) {
    static const int32_t up[LANES] = {0, 1, 2, 3};
    lanes words = lanes_gather(filter->words, vshlq_u32(keys, vdupq_n_s32(-(int32_t)filter->shift)));
    lanes both = vandq_u32(lanes_bit(words, keys), lanes_bit(words, vshrq_n_u32(keys, 5)));
    return vaddvq_u32(vshlq_u32(vandq_u32(both, vdupq_n_u32(1)), vld1q_s32(up)));
}

/* By the bits: where the bytes of the packed lanes come from. */
#define NUMBER(n) (uint8_t)(4 * (n)), (uint8_t)(4 * (n) + 1), (uint8_t)(4 * (n) + 2), (uint8_t)(4 * (n) + 3)
#define FROM(a, b, c, d)                                                                                               \
    { NUMBER(a), NUMBER(b), NUMBER(c), NUMBER(d) }
static const uint8_t packed_from[1 << LANES][16] = {
    FROM(0, 0, 0, 0), FROM(0, 0, 0, 0), FROM(1, 0, 0, 0), FROM(0, 1, 0, 0), FROM(2, 0, 0, 0), FROM(0, 2, 0, 0),
    FROM(1, 2, 0, 0), FROM(0, 1, 2, 0), FROM(3, 0, 0, 0), FROM(0, 3, 0, 0), FROM(1, 3, 0, 0), FROM(0, 1, 3, 0),
    FROM(2, 3, 0, 0), FROM(0, 2, 3, 0), FROM(1, 2, 3, 0), FROM(0, 1, 2, 3)};
#undef NUMBER
#undef FROM

static inline void lanes_pack(uint32_t *to, lanes numbers, uint32_t bits) {
    uint8x16_t packed = vqtbl1q_u8(vreinterpretq_u8_u32(numbers), vld1q_u8(packed_from[bits]));
    vst1q_u32(to, vreinterpretq_u32_u8(packed));
}

#include "text/kernel_loop.h"

const struct kernel kernel_neon = {"neon", KERNEL_FUNCTIONS};

#if !defined(__clang__)
#pragma GCC pop_options
#endif

#endif
