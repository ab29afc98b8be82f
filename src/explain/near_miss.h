/* Entries that are nearly a span which is no entry. */
#ifndef EXPLAIN_NEAR_MISS_H
#define EXPLAIN_NEAR_MISS_H

#include "explain/explainer.h"

/* Fills in the near misses of the explanation: entries that are nearly tokens [begin, end) of a document. */
gaz_status near_miss_find(gaz_explainer *explainer, const gaz_document *document, uint64_t begin, uint64_t end,
                          gaz_error *error);

#endif
