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

static inline struct blank_masks mask_blanks(const char *text) {
    /* Says which bytes below 16 are blanks; what is not below 16 keeps the answer that it has. */
    static const uint8_t table[16] = {['\t'] = 0xFF, ['\n'] = 0xFF};
    const uint8x16_t low = vld1q_u8(table);
    const uint8x16_t space = vdupq_n_u8(' ');
    uint8x16x4_t bytes = vld4q_u8((const uint8_t *)text);
    uint8x16x4_t blank;
    for (unsigned k = 0; k < 4; k++) blank.val[k] = vqtbx1q_u8(vceqq_u8(bytes.val[k], space), low, bytes.val[k]);
    return (struct blank_masks){top_bits(blank), bits_equal(bytes, '\n'), bits_equal(bytes, '\r')};
}

/* The tables give each half byte a set of bits, and a byte belongs to a word if its halves share one: 1 digits 30-39,
 * 2 letters 41-4F and 61-6F, 4 letters 50-5A and 70-7A, 8 the _ at 5F. Bytes from 0x80 on have no bit. */
static inline struct word_masks mask_words(const char *text) {
    static const uint8_t low_table[16] = {5, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 2, 2, 2, 2, 10};
    static const uint8_t high_table[16] = {0, 0, 0, 1, 2, 12, 2, 4};
    const uint8x16_t low = vld1q_u8(low_table);
    const uint8x16_t high = vld1q_u8(high_table);
    uint8x16x4_t bytes = vld4q_u8((const uint8_t *)text);
    uint8x16x4_t word;
    uint8x16x4_t visible;
    for (unsigned k = 0; k < 4; k++) {
        uint8x16_t byte = bytes.val[k];
        word.val[k] = vtstq_u8(vqtbl1q_u8(low, vandq_u8(byte, vdupq_n_u8(15))), vqtbl1q_u8(high, vshrq_n_u8(byte, 4)));
        visible.val[k] = vcleq_u8(vsubq_u8(byte, vdupq_n_u8('!')), vdupq_n_u8('~' - '!'));
    }
    uint64_t words = top_bits(word);
    return (struct word_masks){words, top_bits(visible) & ~words, bits_equal(bytes, '\n'), top_bits(bytes)};
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

#include "text/kernel_loop.h"

const struct kernel kernel_neon = {"neon", KERNEL_FUNCTIONS};

#if !defined(__clang__)
#pragma GCC pop_options
#endif

#endif
