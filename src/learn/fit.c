#include "learn/fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/math.h"
#include "learn/operating_point.h"

/* The L2 penalty. Matches of one entry in one text are alike, so they carry less information than as many independent
 * ones: the penalty grows with their number. */
static double penalty_for(uint64_t candidates) {
    return 5 * sqrt((double)candidates / 2500);
}

/* One regression, and the group that it scores. */
struct fit {
    struct candidates *candidates;
    bool context;
    uint8_t left_out; /* the group that is scored; LOGISTIC_ALL: none */
    float *weights;   /* owned */
};

static void score_group(const struct fit *fit, const struct logistic_rows *rows) {
    for (uint64_t i = 0; i < rows->row_count; i++) {
        if (rows->groups[i] != fit->left_out) continue;
        float log_odds = logistic_log_odds(fit->weights, rows->features + rows->begins[i], rows->counts[i]);
        struct candidate *item = &fit->candidates->items[i];
        item->score = (float)math_probability((double)log_odds);
        if (!fit->context) item->precision = item->score;
    }
}

static bool run_fit(void *context, uint64_t number) {
    struct fit *fit = &((struct fit *)context)[number];
    struct logistic_rows rows = candidates_rows(fit->candidates, fit->context);
    fit->weights = malloc(((size_t)rows.feature_count + 1) * sizeof *fit->weights);
    if (!fit->weights || !logistic_fit(fit->weights, &rows, fit->left_out, penalty_for(rows.row_count))) return false;
    if (fit->left_out != LOGISTIC_ALL) score_group(fit, &rows);
    return true;
}

/* Scores the candidates of each group with weights fitted on the others. `*weights` (owned) are those fitted on all. */
static bool learn(float **weights, struct candidates *candidates, bool context, const struct parallel *parallel) {
    struct fit fits[CANDIDATE_GROUPS + 1];
    for (unsigned i = 0; i <= CANDIDATE_GROUPS; i++)
        fits[i] = (struct fit){candidates, context, i < CANDIDATE_GROUPS ? (uint8_t)i : LOGISTIC_ALL, NULL};
    bool good = parallel_run(parallel, CANDIDATE_GROUPS + 1, run_fit, fits);
    for (unsigned i = 0; i < CANDIDATE_GROUPS; i++) free(fits[i].weights);
    *weights = fits[CANDIDATE_GROUPS].weights;
    return good;
}

/* The total log loss of the scores. */
static double log_loss(const struct candidates *candidates) {
    double sum = 0;
    for (uint64_t i = 0; i < candidates->count; i++) {
        const struct candidate *item = &candidates->items[i];
        double score = (double)(item->right ? item->score : 1 - item->score);
        sum -= math_log(score > 1e-6 ? score : 1e-6);
    }
    return sum;
}

bool fit_entries(struct cross_validation *validation) {
    double losses[2];
    float *weights[2] = {NULL, NULL};
    bool good = true;
    for (int counted = 0; counted < 2 && good; counted++) {
        struct candidates *candidates = &validation->candidates[counted];
        good = candidates_find(candidates, &validation->parallel) &&
               learn(&weights[counted], candidates, false, &validation->parallel);
        losses[counted] = log_loss(candidates);
    }
    if (good) {
        int chosen = losses[1] < losses[0];
        validation->chosen = &validation->candidates[chosen];
        validation->entry_weights = weights[chosen];
        weights[chosen] = NULL;
        candidates_free(&validation->candidates[!chosen]);
        validation->candidates[!chosen] = (struct candidates){0};
    }
    free(weights[0]);
    free(weights[1]);
    return good;
}

bool fit_context(struct cross_validation *validation) {
    struct candidates *candidates = validation->chosen;
    if (!learn(&validation->all_weights, candidates, true, &validation->parallel)) return false;
    struct operating_point point;
    operating_point_choose(&point, candidates, false, validation->options->precision);
    operating_point_mark_unseen(candidates->skipped, &point, candidates);
    free(validation->all_weights);
    validation->all_weights = NULL;
    return learn(&validation->all_weights, candidates, true, &validation->parallel);
}
