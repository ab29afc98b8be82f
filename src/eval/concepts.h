/* Ids of predicted spans against those of gold ones: mention by mention, and as sets of documents. */
#ifndef EVAL_CONCEPTS_H
#define EVAL_CONCEPTS_H

#include "eval/pair.h"

struct concept_counts {
    uint64_t gold;
    uint64_t found;
    uint64_t correct;
};

/* Adds the counts of a pair. A mention is correct if the gold has the same span with that id, among others or alone,
 * whatever the types; a document's id is if the document has it. */
gaz_status concepts_compare(struct concept_counts *mentions, struct concept_counts *documents, const struct pair *pair,
                            gaz_error *error);

#endif
