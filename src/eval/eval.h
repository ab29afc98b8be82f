/* What is kept of all files that were compared. */
#ifndef EVAL_EVAL_H
#define EVAL_EVAL_H

#include "base/buffer.h"
#include "base/strings.h"
#include "eval/agreement.h"
#include "eval/concepts.h"
#include "eval/document_counts.h"
#include "eval/entry_table.h"
#include "eval/page.h"
#include "eval/pair.h"
#include "gaz.h"

/* Spans of one type. */
struct span_counts {
    uint64_t gold;
    uint64_t found;
    uint64_t correct;
};

/* A model's spans with scores in one tenth. */
struct score_bin {
    uint64_t spans;
    uint64_t right;
    double score; /* their sum */
};

struct gaz_eval {
    gaz_eval_options options;
    gaz_eval_result counted; /* sums only; shares are made when they are asked for */
    struct strings types;
    struct span_counts *counts; /* by type */
    size_t count_capacity;
    uint32_t *order; /* the types that have spans, by name */
    size_t order_capacity;
    struct score_bin bins[GAZ_EVAL_BINS];
    struct concept_counts mentions;
    struct concept_counts topics;
    struct entry_table entry_table;
    struct pair_unpaired unpaired;
    struct agreement agreement;       /* types have the numbers of `types` */
    struct document_counts documents; /* in the order in which they were read */
    struct buffer differences;        /* the rows of the table */
    struct page page;
};

/* Shares of counts; a quotient without spans to divide by is 0. */
gaz_eval_scores eval_scores(uint64_t gold, uint64_t found, uint64_t correct);

/* The cells of a table of values, in the order of the types on the left, then on the right; none comes last. Owned;
 * NULL: out of memory. */
struct cross_cell *eval_sort_cells(const gaz_eval *eval, const struct cross_table *table);

#endif
