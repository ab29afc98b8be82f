/* What the elements of HTML are to their text. */
#ifndef FORMAT_MARKUP_ELEMENTS_H
#define FORMAT_MARKUP_ELEMENTS_H

#include <stddef.h>

/* Bits. An element without any is inline: matches go on across its tags. */
enum markup_bits {
    MARKUP_BLOCK = 1,       /* its tags end a sentence */
    MARKUP_BREAK = 2,       /* a blank stands for its tags */
    MARKUP_NO_TEXT = 4,     /* what it holds is not shown */
    MARKUP_AS_IT_IS = 8,    /* there are no tags in it */
    MARKUP_REFERENCES = 16, /* but references */
    MARKUP_LINES = 32,      /* line ends in it are line ends */
    MARKUP_CLOSED = 64,     /* no other element can be in it */
    MARKUP_FOREIGN = 128,   /* it is not of HTML, and neither is what it holds */
    MARKUP_ROWS = 256,      /* browsers move text that stands in it, and in no cell, before the table */
    MARKUP_CELL = 512,      /* of a table */
    MARKUP_VOID = 1024      /* it is a block that has no end tag */
};

struct markup_element {
    const char *name; /* in lower case */
    unsigned bits;
};

/* An element, whose name may be in any case. NULL: it has no bits. */
const struct markup_element *markup_element_find(const char *name, size_t size);

#endif
