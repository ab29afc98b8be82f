/* The kernel without vector instructions: eight bytes at a time in a 64-bit word. */
#include "base/bytes.h"
#include "text/kernel.h"
#include "text/masks.h"

/* The functions below give each byte's answer in its top bit; the other bits are not meant. */

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
    struct blank_masks masks = {0, 0, 0};
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
        masks.blank |= gather_tops(blank) << i;
    }
    return masks;
}

static inline struct word_masks mask_words(const char *text) {
    struct word_masks masks = {0, 0, 0, 0};
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t word = load_bytes(text + i, 8);
        uint64_t bytes = word & ~BYTES_TOPS;
        uint64_t letters = is_between(bytes | BYTES_ONES * 0x20, 'a', 'z');
        uint64_t words = (letters | is_between(bytes, '0', '9') | is_equal(bytes, '_')) & ~word;
        uint64_t visible = is_between(bytes, '!', '~') & ~word;
        masks.word |= gather_tops(words) << i;
        masks.single |= gather_tops(visible & ~words) << i;
        if (~at_least(bytes, ' ') & BYTES_TOPS) masks.newline |= gather_tops(is_equal(bytes, '\n') & ~word) << i;
        if (word & BYTES_TOPS) masks.wide |= gather_tops(word) << i;
    }
    return masks;
}

static inline void flatten(uint32_t *out, uint64_t bits, uint32_t base) {
    for (; bits; bits &= bits - 1) *out++ = base + (uint32_t)__builtin_ctzll(bits);
}

#include "text/kernel_loop.h"

const struct kernel kernel_scalar = {"scalar", KERNEL_FUNCTIONS};
