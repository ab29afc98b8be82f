#include "learn/ranges.h"

#include <math.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "learn/folds.h"

/* Student's t for a two-sided interval of 80 %, by the number of folds with gold spans. */
static const double student_80[CONTIGUOUS_FOLDS + 1] = {0, 0, 3.078, 1.886, 1.638, 1.533};

static double lesser(double a, double b) {
    return a < b ? a : b;
}

static double greater(double a, double b) {
    return a > b ? a : b;
}

/* What is measured of a fold. */
enum { PRECISION, RECALL, F1, FIGURES };

struct figures {
    double shares[FIGURES];
};

static struct figures measure(struct operating_point point, const struct candidates *candidates) {
    operating_point_evaluate(&point, candidates);
    return (struct figures){{operating_point_precision(&point), operating_point_recall(&point, candidates),
                             operating_point_f1(&point, candidates)}};
}

/* The candidates and the gold spans of one fold; borrowed. */
static struct candidates part_of(const struct candidates *all, unsigned fold, uint64_t *at, uint64_t gold) {
    struct candidates part = *all;
    uint64_t begin = *at;
    while (*at < all->count && all->items[*at].fold == fold) ++*at;
    part.items = all->items + begin;
    part.count = *at - begin;
    part.gold = gold;
    return part;
}

/* The range of new text: about `contiguous`, as far as the folds differ, and to hold `dealt`. */
static gaz_range predict(const struct figures *folds, unsigned count, int figure, double contiguous, double dealt) {
    double mean = 0;
    double squares = 0;
    for (unsigned i = 0; i < count; i++) mean += folds[i].shares[figure] / count;
    for (unsigned i = 0; i < count; i++) {
        double difference = folds[i].shares[figure] - mean;
        squares += difference * difference;
    }
    bool many = count > 1 && count <= CONTIGUOUS_FOLDS;
    double reach = many ? student_80[count] * sqrt(squares / (count - 1) * (1 + 1.0 / count)) : 1;
    double low = lesser(contiguous - reach, dealt);
    double high = greater(contiguous + reach, dealt);
    return (gaz_range){decimal_round(greater(low, 0)), decimal_round(lesser(high, 1))};
}

static gaz_range extremes(const struct figures *folds, unsigned count, int figure) {
    gaz_range range = {1, 0};
    for (unsigned i = 0; i < count; i++) {
        range.low = lesser(range.low, folds[i].shares[figure]);
        range.high = greater(range.high, folds[i].shares[figure]);
    }
    return (gaz_range){decimal_round(lesser(range.low, range.high)), decimal_round(range.high)};
}

static void put_ranges(gaz_estimate *expected, const struct candidates *candidates, bool context) {
    const struct operating_point point = {
        .without_context = !context, .threshold = expected->threshold, .min_precision = expected->min_precision};
    uint64_t gold[CONTIGUOUS_FOLDS];
    struct figures folds[CONTIGUOUS_FOLDS] = {{{0}}};
    unsigned count = 0; /* of folds with gold spans */
    uint64_t at = 0;
    candidates_count_gold(gold, candidates);
    for (unsigned i = 0; i < CONTIGUOUS_FOLDS; i++) {
        struct candidates part = part_of(candidates, i, &at, gold[i]);
        if (part.gold) folds[count++] = measure(point, &part);
    }
    struct figures all = measure(point, candidates);
    expected->contiguous_precision = decimal_round(all.shares[PRECISION]);
    expected->contiguous_recall = decimal_round(all.shares[RECALL]);
    expected->contiguous_f1 = decimal_round(all.shares[F1]);
    expected->contiguous_f1_range = extremes(folds, count, F1);
    expected->precision_range = predict(folds, count, PRECISION, all.shares[PRECISION], expected->precision);
    expected->recall_range = predict(folds, count, RECALL, all.shares[RECALL], expected->recall);
    expected->f1_range = predict(folds, count, F1, all.shares[F1], expected->f1);
}

bool ranges_estimate(gaz_estimate *expected, const struct cross_validation *dealt) {
    struct cross_validation validation = *dealt; /* what it owns, but for what is set here, is borrowed */
    bool nested_counted = dealt->chosen->nested_counted;
    validation.folds = folds_cut_contiguous(&validation.fold_count, dealt->corpus, dealt->parts);
    bool good = validation.folds != NULL;
    fit_prepare(&validation, dealt->chosen->evidence);
    good = good && fit_entries_with(&validation, nested_counted);
    if (good && dealt->all_weights) good = fit_context(&validation);
    if (good) put_ranges(expected, validation.chosen, dealt->all_weights != NULL);
    fit_free(&validation);
    free(validation.folds);
    return good;
}
