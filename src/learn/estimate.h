/* What is expected of new text, by what tagging the folds came to. */
#ifndef LEARN_ESTIMATE_H
#define LEARN_ESTIMATE_H

#include "learn/fit.h"
#include "lexicon/scoring_model.h"

/* Chooses the operating point, and makes the scoring model with the estimate. `*scoring` is the caller's to free, after
 * a failure too. */
gaz_status estimate_make(struct scoring_model **scoring, const struct cross_validation *validation, gaz_error *error);

#endif
