/* How far new text may be from what the folds promise. */
#ifndef LEARN_RANGES_H
#define LEARN_RANGES_H

#include "learn/fit.h"

/* Fills the ranges of the estimate and what is contiguous in it: the corpus, cut into contiguous folds, is tagged and
 * fitted as the dealt folds were, at the operating point of the estimate. False: out of memory. */
bool ranges_estimate(gaz_estimate *expected, const struct cross_validation *dealt);

#endif
