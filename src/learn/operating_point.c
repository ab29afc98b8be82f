#include "learn/operating_point.h"

#include <math.h>

#include "base/decimal.h"
#include "match/choose.h"

enum { THRESHOLD_STEPS = 100 };

/* Matches of entries with a lower precision hardly ever reach a threshold in any context. */
static const double CONTEXT_MIN_PRECISION = 0.02;

static const double SLACK = 0.001; /* of F1 */

static double score_of(const struct candidate *item, const struct operating_point *point) {
    return (double)(point->without_context ? item->precision : item->score);
}

/* Goes through the candidates as a tagger does. */
struct walk {
    uint64_t at;
    unsigned fold;
    struct chooser chooser; /* of the fold */
};

static struct walk walk_of(const struct operating_point *point, uint64_t at, unsigned fold) {
    return (struct walk){.at = at, .fold = fold, .chooser = {.threshold = point->threshold}};
}

enum visited { UNSEEN /* not looked at, or its entry is below min_precision */, REJECTED, FOUND };

static enum visited visit(struct walk *walk, const struct candidate *item, const struct operating_point *point) {
    static const enum visited visits[CHOICE_END] = {
        [CHOICE_CHOSEN] = FOUND, [CHOICE_SCORE] = REJECTED /* and UNSEEN the others */};
    if (item->fold != walk->fold) *walk = walk_of(point, walk->at, item->fold);
    if ((double)item->precision < point->min_precision) return UNSEEN;
    return visits[chooser_decide(&walk->chooser, item->begin, item->begin + item->size, score_of(item, point))];
}

static const struct candidate *next_found(struct walk *walk, const struct operating_point *point,
                                          const struct candidates *candidates) {
    while (walk->at < candidates->count) {
        const struct candidate *item = &candidates->items[walk->at++];
        if (visit(walk, item, point) == FOUND) return item;
    }
    return NULL;
}

void operating_point_evaluate(struct operating_point *point, const struct candidates *candidates) {
    struct walk walk = walk_of(point, 0, 0);
    const struct candidate *item;
    point->found = point->right = 0;
    while ((item = next_found(&walk, point, candidates)) != NULL) {
        point->found++;
        point->right += item->right;
    }
}

double operating_point_precision(const struct operating_point *point) {
    return point->found ? (double)point->right / (double)point->found : 0;
}

double operating_point_recall(const struct operating_point *point, const struct candidates *candidates) {
    uint64_t gold = candidates->gold;
    return gold ? (double)point->right / (double)gold : 0;
}

double operating_point_f1(const struct operating_point *point, const struct candidates *candidates) {
    uint64_t both = point->found + candidates->gold;
    return both ? 2 * (double)point->right / (double)both : 0;
}

/* How good a point is: its F1; if a precision is wanted, 1 + the recall of points that reach it, the precision of the
 * others. */
static double worth(const struct operating_point *point, const struct candidates *candidates, double precision) {
    if (precision <= 0) return operating_point_f1(point, candidates);
    double reached = operating_point_precision(point);
    return reached >= precision ? 1 + operating_point_recall(point, candidates) : reached;
}

void operating_point_choose(struct operating_point *best, const struct candidates *candidates, bool without_context,
                            const struct operating_aim *aim) {
    struct operating_point points[THRESHOLD_STEPS];
    double reached[THRESHOLD_STEPS];
    double most = 0;
    for (int step = 1; step < THRESHOLD_STEPS; step++) {
        double threshold = (double)step / THRESHOLD_STEPS;
        points[step] = (struct operating_point){.without_context = without_context,
                                                .threshold = threshold,
                                                .min_precision = without_context ? threshold : CONTEXT_MIN_PRECISION};
        operating_point_evaluate(&points[step], candidates);
        reached[step] = worth(&points[step], candidates, aim->precision);
        if (reached[step] > most) most = reached[step];
    }
    double enough = aim->precision > 0 ? most : most - SLACK;
    int step = 1;
    while (step + 1 < THRESHOLD_STEPS && reached[step] < enough) step++;
    while (aim->precision <= 0 && step > 1 && points[step].threshold > aim->threshold_max) step--;
    *best = points[step];
}

static void mark(bool *marks, const struct operating_point *point, const struct candidates *candidates,
                 enum visited wanted) {
    struct walk walk = walk_of(point, 0, 0);
    for (uint64_t i = 0; i < candidates->count; i++) marks[i] = visit(&walk, &candidates->items[i], point) == wanted;
}

void operating_point_mark_unseen(bool *unseen, const struct operating_point *point,
                                 const struct candidates *candidates) {
    mark(unseen, point, candidates, UNSEEN);
}

void operating_point_mark_found(bool *found, const struct operating_point *point, const struct candidates *candidates) {
    mark(found, point, candidates, FOUND);
}

double operating_point_calibration(gaz_eval_bin bins[GAZ_EVAL_BINS], const struct operating_point *point,
                                   const struct candidates *candidates) {
    struct walk walk = walk_of(point, 0, 0);
    const struct candidate *item;
    double error = 0;
    uint64_t found = 0;
    for (int i = 0; i < GAZ_EVAL_BINS; i++) bins[i] = (gaz_eval_bin){0};
    for (; (item = next_found(&walk, point, candidates)) != NULL; found++) {
        double score = score_of(item, point);
        gaz_eval_bin *bin = &bins[score < 1 ? (int)(score * GAZ_EVAL_BINS) : GAZ_EVAL_BINS - 1];
        bin->spans++;
        bin->score += score;
        bin->precision += item->right;
    }
    for (int i = 0; i < GAZ_EVAL_BINS; i++) {
        gaz_eval_bin *bin = &bins[i];
        error += fabs(bin->score - bin->precision);
        if (bin->spans == 0) continue;
        bin->score = decimal_round(bin->score / (double)bin->spans);
        bin->precision = decimal_round(bin->precision / (double)bin->spans);
    }
    return found ? error / (double)found : 0;
}
