/* What 64 bytes of text are, for the kernels: bit i stands for byte i. */
#ifndef TEXT_MASKS_H
#define TEXT_MASKS_H

#include <stddef.h>
#include <stdint.h>

enum { BLOCK = 64, ESCAPE = 0x1B };

/* How far ahead text is asked for, in bytes: a window. A cut waits for memory otherwise. */
enum { TEXT_AHEAD = 1 << 14 };

static inline unsigned count_bits(uint64_t bits) {
    return (unsigned)__builtin_popcountll(bits);
}

static inline unsigned lowest_bit(uint64_t bits) {
    return (unsigned)__builtin_ctzll(bits);
}

/* Tokenized text. */
struct blank_masks {
    uint64_t blank; /* spaces, TABs, newlines */
    uint64_t newline;
    uint64_t carriage;
    uint64_t special; /* CR, and bytes outside of ASCII */
};

/* Where units begin in a block: bits of tokens and of line ends; `after`: the bytes that have a blank before them. */
static inline uint64_t unit_begins(uint64_t blank, uint64_t newline, uint64_t after) {
    return (~blank & after) | newline;
}

/* The bits of the bytes of the block at `at` that belong to the text. */
static inline uint64_t block_inside(size_t at, size_t size) {
    return size - at < BLOCK ? ((uint64_t)1 << (size - at)) - 1 : ~(uint64_t)0;
}

/* Raw text. */
struct word_masks {
    uint64_t word;   /* ASCII letters and digits, _ */
    uint64_t single; /* the other visible ASCII */
    uint64_t blank;  /* spaces, and TABs and newlines or not */
    uint64_t newline;
    uint64_t wide;   /* not ASCII */
    uint64_t escape; /* character_begins_escape */
};

#endif
