/* Trying thresholds on the candidates of held-out folds: what a tagger would have found there. */
#ifndef LEARN_OPERATING_POINT_H
#define LEARN_OPERATING_POINT_H

#include "gaz.h"
#include "learn/candidates.h"
#include "lexicon/scoring_model.h"

/* What came of a threshold and a min_precision. */
struct operating_point {
    bool alone;           /* entries alone count, not what surrounds their matches */
    double threshold;     /* the score that a match must have */
    double min_precision; /* the precision that its entry must have */
    uint64_t found;
    uint64_t right;
};

/* Counts the leftmost longest matches that pass; what does not gives way to the next shorter one. */
void operating_point_evaluate(struct operating_point *point, const struct candidates *candidates);

double operating_point_precision(const struct operating_point *point);
double operating_point_recall(const struct operating_point *point, const struct candidates *candidates);
double operating_point_f1(const struct operating_point *point, const struct candidates *candidates);

/* Chooses threshold and min_precision (`alone`: they are the same). For `precision` 0 it is the lowest threshold whose
 * F1 is hardly below the best: new text tends to hold less that is known, and then finding more pays. Else the one with
 * the best recall among those that reach the precision, or with the best precision if none does. */
void operating_point_choose(struct operating_point *best, const struct candidates *candidates, bool alone,
                            double precision);

/* Marks the candidates that the tagger never looks at: their entry is below min_precision, or what was found covers
 * them.
 */
void operating_point_mark_unseen(bool *unseen, const struct operating_point *point,
                                 const struct candidates *candidates);

/* Expected calibration error of the scores of what is found, in ten bins. */
double operating_point_calibration(const struct operating_point *point, const struct candidates *candidates);

#endif
