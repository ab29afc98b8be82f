/* What 64 bytes of text are, for the kernels: bit i stands for byte i. */
#ifndef TEXT_MASKS_H
#define TEXT_MASKS_H

#include <stdint.h>

/* Tokenized text. */
struct blank_masks {
    uint64_t blank; /* spaces, TABs, newlines */
    uint64_t newline;
    uint64_t carriage;
};

/* Raw text. */
struct word_masks {
    uint64_t word;   /* ASCII letters and digits, _ */
    uint64_t single; /* the other visible ASCII */
    uint64_t newline;
    uint64_t wide; /* not ASCII */
};

#endif
