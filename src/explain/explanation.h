/* Makes explanations. */
#ifndef EXPLAIN_EXPLANATION_H
#define EXPLAIN_EXPLANATION_H

#include "explain/explainer.h"

/* Explains a candidate by its number. */
gaz_status explanation_of_candidate(gaz_explainer *explainer, struct cursor *cursor, size_t number, gaz_error *error);

/* Explains tokens [begin, end) of one sentence, whether they are an entry or not. */
gaz_status explanation_of_tokens(gaz_explainer *explainer, struct cursor *cursor, uint64_t begin, uint64_t end,
                                 gaz_error *error);

/* Explains bytes [begin, end) of the passage, and finds its candidates first if it is not cut. */
gaz_status explanation_of_bytes(gaz_explainer *explainer, struct cursor *cursor, uint64_t begin, uint64_t end,
                                gaz_error *error);

#endif
