/* The specification of comparing two columns of tags in a few obvious lines: spans, counts, agreement. Quadratic. */
#ifndef FUZZ_SLOW_EVAL_H
#define FUZZ_SLOW_EVAL_H

#include <math.h>

#include "fuzz.h"

enum { SLOW_ROWS = 400, SLOW_TYPES = 3 /* A, B and C */, SLOW_NONE = SLOW_TYPES };

/* A token with its tags: 'B', 'I' or 'O', and a type. */
struct slow_row {
    const char *token;
    char place[2]; /* of the gold, and of the predictions */
    unsigned type[2];
    bool ends; /* a sentence ends behind it */
};

struct slow_span {
    size_t begin;
    size_t end;
    unsigned type;
};

struct slow_side {
    struct slow_span spans[SLOW_ROWS];
    size_t count;
};

/* Whether a tag goes on with the entity of the one before, which is in the same sentence. */
static inline bool slow_goes_on(const struct slow_row *rows, size_t i, int side) {
    return rows[i].place[side] == 'I' && i > 0 && !rows[i - 1].ends && rows[i - 1].place[side] != 'O' &&
           rows[i - 1].type[side] == rows[i].type[side];
}

/* IOB2. An I that goes on with nothing opens an entity, as in conlleval; strictly, it is none, as in seqeval. */
static inline void slow_find_spans(struct slow_side *found, const struct slow_row *rows, size_t count, int side,
                                   bool strict) {
    bool open = false;
    found->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (slow_goes_on(rows, i, side) && open) {
            found->spans[found->count - 1].end = i + 1;
            continue;
        }
        open = rows[i].place[side] == 'B' || (rows[i].place[side] == 'I' && !strict);
        if (open) found->spans[found->count++] = (struct slow_span){i, i + 1, rows[i].type[side]};
    }
}

/* The type of the span at a range of tokens; SLOW_NONE: there is none. */
static inline unsigned slow_type_at(const struct slow_side *side, size_t begin, size_t end) {
    for (size_t i = 0; i < side->count; i++)
        if (side->spans[i].begin == begin && side->spans[i].end == end) return side->spans[i].type;
    return SLOW_NONE;
}

/* The type of the span over a token. */
static inline unsigned slow_type_over(const struct slow_side *side, size_t token) {
    for (size_t i = 0; i < side->count; i++)
        if (side->spans[i].begin <= token && token < side->spans[i].end) return side->spans[i].type;
    return SLOW_NONE;
}

static inline gaz_eval_scores slow_count(const struct slow_side *gold, const struct slow_side *predicted,
                                         unsigned type) {
    gaz_eval_scores scores = {0};
    for (size_t i = 0; i < gold->count; i++) scores.gold += type == SLOW_NONE || gold->spans[i].type == type;
    for (size_t i = 0; i < predicted->count; i++) {
        const struct slow_span *span = &predicted->spans[i];
        if (type != SLOW_NONE && span->type != type) continue;
        scores.found++;
        scores.correct += slow_type_at(gold, span->begin, span->end) == span->type;
    }
    return scores;
}

/* ---- Agreement ---- */

/* How often units have which values: of the predictions, and of the gold. */
struct slow_cross {
    double counts[SLOW_TYPES + 1][SLOW_TYPES + 1];
    double units;
};

static inline void slow_cross_add(struct slow_cross *cross, unsigned predicted, unsigned gold) {
    cross->counts[predicted][gold]++;
    cross->units++;
}

/* The ranges of the gold, and those of the predictions that the gold does not have. */
static inline struct slow_cross slow_cross_spans(const struct slow_side *gold, const struct slow_side *predicted) {
    struct slow_cross cross = {0};
    for (size_t i = 0; i < gold->count; i++) {
        const struct slow_span *span = &gold->spans[i];
        slow_cross_add(&cross, slow_type_at(predicted, span->begin, span->end), span->type);
    }
    for (size_t i = 0; i < predicted->count; i++) {
        const struct slow_span *span = &predicted->spans[i];
        if (slow_type_at(gold, span->begin, span->end) == SLOW_NONE) slow_cross_add(&cross, span->type, SLOW_NONE);
    }
    return cross;
}

static inline struct slow_cross slow_cross_tokens(const struct slow_side *gold, const struct slow_side *predicted,
                                                  size_t tokens) {
    struct slow_cross cross = {0};
    for (size_t i = 0; i < tokens; i++) slow_cross_add(&cross, slow_type_over(predicted, i), slow_type_over(gold, i));
    return cross;
}

/* How many units have a value, on one side (0: predictions, 1: gold). */
static inline double slow_margin(const struct slow_cross *cross, unsigned value, int side) {
    double sum = 0;
    for (unsigned other = 0; other <= SLOW_TYPES; other++)
        sum += side ? cross->counts[other][value] : cross->counts[value][other];
    return sum;
}

static inline bool slow_same(double found, double expected) {
    return (isnan(found) && isnan(expected)) || fabs(found - expected) < 1e-9;
}

/* Cohen's kappa, by shares; Krippendorff's alpha, by the pairs of all values. */
static inline void slow_check_agreement(const gaz_eval_agreement *found, const struct slow_cross *cross) {
    double agreed = 0;
    double chance = 0;
    double equal = 0;
    double values = 2 * cross->units;
    for (unsigned value = 0; value <= SLOW_TYPES; value++) {
        double left = slow_margin(cross, value, 0);
        double right = slow_margin(cross, value, 1);
        agreed += cross->counts[value][value];
        chance += left / cross->units * (right / cross->units);
        equal += (left + right) / values * ((left + right - 1) / (values - 1));
    }
    FUZZ_REQUIRE((double)found->units == cross->units && (double)found->agreed == agreed);
    double observed = agreed / cross->units;
    bool constant = cross->units == 0 || chance > 1 - 1e-12;
    FUZZ_REQUIRE(slow_same(found->observed, observed));
    FUZZ_REQUIRE(slow_same(found->kappa, constant ? NAN : (observed - chance) / (1 - chance)));
    FUZZ_REQUIRE(slow_same(found->alpha, constant ? NAN : 1 - (1 - observed) / (1 - equal)));
}

#endif
