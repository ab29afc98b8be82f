/* Where a block of input can be cut: behind a sentence. */
#ifndef TAG_SPLIT_H
#define TAG_SPLIT_H

#include "corpus/rows.h"
#include "gaz.h"

struct split {
    gaz_input input;
    bool paragraphs;
    struct rows rows;
};

/* The offset behind the last sentence that surely ends in the text; 0 if none does. */
size_t split_end(const struct split *split, const char *text, size_t size);

/* Whether text that was given as tokenized has its punctuation stuck to its words. */
bool split_looks_raw(const char *text, size_t size);

#endif
