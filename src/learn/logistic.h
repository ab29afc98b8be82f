/* Logistic regression, mostly over binary features, with an L2 penalty. */
#ifndef LEARN_LOGISTIC_H
#define LEARN_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The training data: rows of feature numbers. */
struct logistic_rows {
    const uint32_t *features; /* of all rows, one after the other */
    const float *values;      /* of the features, one after the other; NULL: all are 1 */
    const uint64_t *begins;   /* where row i begins */
    const uint8_t *counts;    /* how many of its features count */
    const uint8_t *right;     /* by row: 0 or 1 */
    const uint8_t *groups;    /* by row */
    const bool *skipped;      /* by row: is left out of the fit; NULL: none */
    const uint8_t *times;     /* by row: how often it counts; NULL: once */
    uint64_t row_count;
    uint32_t feature_count; /* feature numbers are below */
    double tolerance;       /* the fit ends with a step that lowers the loss by less than this part of it; 0: 1e-8 */
};

enum { LOGISTIC_ALL = 255 /* no group */ };

/* Fits `feature_count` weights to the rows of all groups but `left_out`: maximizes their log likelihood less `penalty`
 * / 2 times the sum of the squared weights. Weight 0, the bias, is not penalized. L-BFGS (Liu and Nocedal 1989). False:
 * out of memory. */
bool logistic_fit(float *weights, const struct logistic_rows *rows, uint8_t left_out, double penalty);

/* The log odds of a row. */
static inline float logistic_log_odds(const float *weights, const uint32_t *features, size_t count) {
    float log_odds = 0;
    for (size_t i = 0; i < count; i++) log_odds += weights[features[i]];
    return log_odds;
}

#endif
