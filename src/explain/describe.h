/* Candidates as gaz_candidate has them. */
#ifndef EXPLAIN_DESCRIBE_H
#define EXPLAIN_DESCRIBE_H

#include "explain/explainer.h"

/* Describes a candidate by its number, but for where it is in the input. False: out of memory. */
bool describe_candidate(gaz_candidate *described, gaz_explainer *explainer, const struct cursor *cursor, size_t number);

#endif
