/* Gold, found and correct spans, document by document. */
#ifndef EVAL_DOCUMENT_COUNTS_H
#define EVAL_DOCUMENT_COUNTS_H

#include "base/buffer.h"
#include "eval/pair.h"

struct document_count {
    size_t title; /* in `titles`, up to a zero byte */
    uint64_t gold;
    uint64_t found;
    uint64_t correct;
};

/* All zero is empty. */
struct document_counts {
    struct document_count *items;
    size_t count;
    size_t capacity;
    struct buffer titles;
};

/* Adds the documents of a pair. */
gaz_status document_counts_add(struct document_counts *counts, const struct pair *pair, gaz_error *error);

void document_counts_free(struct document_counts *counts);

#endif
