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

/* What an operating point is chosen for. */
struct operating_aim {
    double precision;     /* to be reached with the best recall; 0: the best F1 */
    double threshold_max; /* for the best F1: no threshold above is chosen */
};

/* Counts the leftmost longest matches that pass; a rejected one gives way to the next shorter one. */
void operating_point_evaluate(struct operating_point *point, const struct candidates *candidates);

double operating_point_precision(const struct operating_point *point);
double operating_point_recall(const struct operating_point *point, const struct candidates *candidates);
double operating_point_f1(const struct operating_point *point, const struct candidates *candidates);

/* Chooses threshold and min_precision; they are equal if `without_context`. For the best F1 it is the lowest threshold
 * whose F1 is almost the best: new text tends to hold fewer known entities, so that recall pays. Else it is the one
 * with the best recall among those that reach the precision, or with the best precision if none does. */
void operating_point_choose(struct operating_point *best, const struct candidates *candidates, bool without_context,
                            const struct operating_aim *aim);

/* Marks the candidates that the tagger never looks at: their entry is below min_precision, or a match covers them. */
void operating_point_mark_unseen(bool *unseen, const struct operating_point *point,
                                 const struct candidates *candidates);

/* Marks the candidates that the tagger finds. */
void operating_point_mark_found(bool *found, const struct operating_point *point, const struct candidates *candidates);

/* Fills the bins with the matches by score, and gives the expected calibration error. */
double operating_point_calibration(gaz_eval_bin bins[GAZ_EVAL_BINS], const struct operating_point *point,
                                   const struct candidates *candidates);

#endif
