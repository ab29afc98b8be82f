/* The shape of a token: what of it tells a name from other words. */
#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H

#include <stddef.h>

enum shape {
    SHAPE_NONE,         /* there is no token */
    SHAPE_LOWER,        /* kernel */
    SHAPE_CAPITALIZED,  /* Kernel, K */
    SHAPE_CAPITALS,     /* BIOS */
    SHAPE_ALPHANUMERIC, /* x86, IPv6 */
    SHAPE_DIGITS,       /* 2038, 1.5 */
    SHAPE_SYMBOLS,      /* no letter and no digit: --, the signs outside of ASCII */
    SHAPE_MIXED,        /* eBPF, SoC */
    SHAPE_CASELESS,     /* letters of a script that has no case */
    SHAPE_PUNCTUATION,  /* and above, to SHAPE_END: one sign of ASCII each */
    SHAPE_END = SHAPE_PUNCTUATION + 32
};

/* Only the first 64 bytes are looked at. Bytes that are no UTF-8 are symbols. */
enum shape shape_of(const char *bytes, size_t size);

/* The same with all signs taken for symbols: below SHAPE_PUNCTUATION. */
static inline enum shape shape_plain(enum shape shape) {
    return shape < SHAPE_PUNCTUATION ? shape : SHAPE_SYMBOLS;
}

/* The shape of several tokens together. */
enum shapes {
    SHAPES_OTHER,
    SHAPES_LOWER,          /* page table */
    SHAPES_FIRST,          /* Page table */
    SHAPES_CAPITALS,       /* TCP / IP */
    SHAPES_FIRST_AND_MORE, /* Linux Kernel, Page x86 */
    SHAPES_MIXED,          /* the eBPF verifier */
    SHAPES_CASELESS,
    SHAPES_END
};

/* Gathers the shapes of tokens one after the other. All zero is none. */
struct shapes_set {
    unsigned set; /* bits: plain shapes of all tokens */
    enum shape first;
    unsigned rest; /* of all but the first */
};

static inline void shapes_add(struct shapes_set *shapes, enum shape shape) {
    unsigned bit = 1u << shape_plain(shape);
    if (shapes->set)
        shapes->rest |= bit;
    else
        shapes->first = shape_plain(shape);
    shapes->set |= bit;
}

enum shapes shapes_of(const struct shapes_set *shapes);

#endif
