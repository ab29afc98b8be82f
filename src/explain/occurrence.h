/* The occurrences of the surface that was queried. */
#ifndef EXPLAIN_OCCURRENCE_H
#define EXPLAIN_OCCURRENCE_H

#include "explain/explainer.h"

/* Explains the next one. `*found` stays false if there is none. */
gaz_status occurrence_next(bool *found, gaz_explainer *explainer, gaz_error *error);

#endif
