/* The loops of a kernel, written once. A file per instruction set defines, for 64 bytes of text (bit i stands for
 * byte i),
 *
 *   struct blank_masks mask_blanks(const char *text), struct word_masks mask_words(const char *text): masks.h
 *   flatten(uint32_t *out, uint64_t bits, uint32_t base): base + the numbers of the bits that are set
 *
 * and what kernel_spread.h, kernel_units.h and kernel_filters.h want; then it includes this file. Whatever needs a
 * closer look, and the ends of a window, is left to the plain functions. */
#include "text/cut_plain.h"
#include "text/kernel.h"
#include "text/kernel_filters.h"
#include "text/kernel_spread.h"
#include "text/kernel_units.h"
#include "text/masks.h"

enum { SLACK = 16 }; /* flatten may write that many too many */

static inline bool has_room(const struct cut *cut, uint32_t tokens) {
    return tokens + BLOCK + SLACK < cut->capacity && cut->sentence_count + BLOCK < cut->capacity;
}

/* ---- Tokenized text ---- */

/* How many tokens end up to the newline, which is bit `bit` of its block. `ends`: the ends of tokens in the block;
 * `tokens` ended before it. */
static inline uint32_t ended_tokens(uint32_t tokens, uint64_t ends, unsigned bit) {
    return tokens + count_bits(ends & ~(uint64_t)0 >> (63 - bit));
}

static inline void end_line(struct cut *cut, const char *text, uint32_t newline, uint32_t ended) {
    uint32_t text_end = newline > 0 && text[newline - 1] == '\r' ? newline - 1 : newline;
    cut->sentences[cut->sentence_count++] = (struct sentence){ended, text_end, newline + 1};
}

static void cut_tokenized_blocks(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    uint32_t *marks = (uint32_t *)cut->tokens; /* begin, end, begin, end, ... */
    uint32_t count = 0;
    uint32_t at = 0;
    uint64_t before_blank = 1;
    cut_begin(cut, state);
    if (!state->in_token) {
        for (; at + BLOCK < size && has_room(cut, count / 2); at += BLOCK) {
            __builtin_prefetch(text + at + TEXT_AHEAD, 0, 2);
            struct blank_masks masks = mask_blanks(text + at);
            uint64_t blank = masks.blank;
            if (masks.carriage) /* one before a newline belongs to the line end */
                blank |= masks.carriage & (masks.newline >> 1 | (uint64_t)(text[at + BLOCK] == '\n') << 63);
            uint64_t edges = blank ^ (blank << 1 | before_blank);
            before_blank = blank >> 63;
            for (uint64_t left = masks.newline; left; left &= left - 1)
                end_line(cut, text, at + lowest_bit(left), ended_tokens(count / 2, edges & blank, lowest_bit(left)));
            flatten(marks + count, edges, at);
            count += count_bits(edges);
        }
        if (count % 2) at = marks[--count]; /* a token that the last block does not end */
        cut->token_count = count / 2;
        cut->used = at;
        cut_note_sentence(cut, state);
    }
    cut_tokenized_rest(cut, state, text, at, size, final);
}

/* ---- Case ---- */

/* As many bytes as are folded at a time: a compiler makes of it what the instruction set has. */
typedef unsigned char fold_vector __attribute__((vector_size(32)));

static void fold_blocks(char *to, const char *from, size_t size, char kept) {
    for (size_t at = 0; at < size; at += sizeof(fold_vector)) {
        fold_vector bytes;
        memcpy(&bytes, from + at, sizeof bytes);
        fold_vector capital = (fold_vector)(bytes - 'A' < 26) & (fold_vector)(bytes != (unsigned char)kept);
        bytes |= capital & 0x20;
        memcpy(to + at, &bytes, sizeof bytes);
    }
}

/* ---- Digits ---- */

static size_t skip_blocks(const char *text, size_t at, size_t end) {
    for (; end - at >= BLOCK; at += BLOCK) {
        fold_vector halves[2];
        memcpy(halves, text + at, sizeof halves);
        fold_vector digits = (fold_vector)(halves[0] - '0' < 10) | (fold_vector)(halves[1] - '0' < 10);
        uint64_t words[sizeof digits / 8];
        memcpy(words, &digits, sizeof words);
        if (words[0] | words[1] | words[2] | words[3]) break;
    }
    return at;
}

/* What a kernel has, behind its name. */
#define KERNEL_FUNCTIONS                                                                                               \
    cut_tokenized_blocks, spread_blocks, fold_blocks, skip_blocks, units_blocks, neighbours_lanes, ends_lanes,         \
        ones_lanes
