/* The results to expect on new text, from tagging the folds. */
#ifndef LEARN_ESTIMATE_H
#define LEARN_ESTIMATE_H

#include "learn/fit.h"
#include "lexicon/scoring_model.h"

/* Chooses the operating point, and makes the scoring model with the estimate. The caller frees `*scoring`, even
 * after a failure. */
gaz_status estimate_make(struct scoring_model **scoring, const struct cross_validation *validation, gaz_error *error);

#endif
