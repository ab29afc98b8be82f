/* Evaluating thresholds on the candidates of held-out folds: what a tagger would find there. */
#ifndef LEARN_OPERATING_POINT_H
#define LEARN_OPERATING_POINT_H

#include "gaz.h"
#include "learn/candidates.h"
#include "lexicon/scoring_model.h"

/* A threshold and a min_precision, with their results. */
struct operating_point {
    bool without_context; /* matches are scored by the precision of their entry */
    double threshold;     /* the score that a match must have */
    double min_precision; /* the precision that its entry must have */
    uint64_t found;       /* matches */
    uint64_t right;       /* matches that agree with an annotation */
};

/* Counts the leftmost longest matches that pass; a rejected one gives way to the next shorter one. */
void operating_point_evaluate(struct operating_point *point, const struct candidates *candidates);

double operating_point_precision(const struct operating_point *point);
double operating_point_recall(const struct operating_point *point, const struct candidates *candidates);
double operating_point_f1(const struct operating_point *point, const struct candidates *candidates);

/* Chooses threshold and min_precision; they are equal if `without_context`. For `precision` 0 it is the lowest
 * threshold whose F1 is almost the best: new text tends to hold fewer known entities, so that recall pays. Else it is
 * the one with the best recall among those that reach the precision, or with the best precision if none does. */
void operating_point_choose(struct operating_point *best, const struct candidates *candidates, bool without_context,
                            double precision);

/* Marks the candidates that the tagger never looks at: their entry is below min_precision, or a match covers them. */
void operating_point_mark_unseen(bool *unseen, const struct operating_point *point,
                                 const struct candidates *candidates);

/* Expected calibration error of the scores of the matches, in ten bins. */
double operating_point_calibration(const struct operating_point *point, const struct candidates *candidates);

#endif
