#include "learn/fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/math.h"

struct candidates fit_candidates(const struct cross_validation *validation, const struct evidence *evidence,
                                 const uint8_t *folds, unsigned fold_count, bool nested_counted) {
    uint32_t types = validation->lexicon->types.count;
    return (struct candidates){.lexicon = validation->lexicon,
                               .corpus = validation->corpus,
                               .evidence = evidence,
                               .options = validation->options,
                               .folds = folds,
                               .fold_count = fold_count,
                               .nested_counted = nested_counted,
                               .type_count = types,
                               .type_ranks = validation->type_ranks,
                               .entry_features = features_count(types),
                               .shapes = validation->shapes,
                               .all = validation->words};
}

void fit_prepare(struct cross_validation *validation, const struct evidence *evidence) {
    for (int counted = 0; counted < 2; counted++)
        validation->candidates[counted] =
            fit_candidates(validation, evidence, validation->folds, validation->fold_count, counted != 0);
    validation->chosen = NULL;
    validation->entry_weights = NULL;
    validation->all_weights = NULL;
}

void fit_free(struct cross_validation *validation) {
    candidates_free(&validation->candidates[0]);
    candidates_free(&validation->candidates[1]);
    free(validation->entry_weights);
    free(validation->all_weights);
}

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
    unsigned groups = candidates->fold_count < CANDIDATE_GROUPS ? candidates->fold_count : CANDIDATE_GROUPS;
    for (unsigned i = 0; i <= groups; i++)
        fits[i] = (struct fit){candidates, context, i < groups ? (uint8_t)i : LOGISTIC_ALL, NULL};
    bool good = parallel_run(parallel, groups + 1, run_fit, fits);
    for (unsigned i = 0; i < groups; i++) free(fits[i].weights);
    *weights = fits[groups].weights;
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

bool fit_entries_with(struct cross_validation *validation, bool nested_counted) {
    validation->chosen = &validation->candidates[nested_counted];
    return candidates_find(validation->chosen, &validation->parallel) &&
           learn(&validation->entry_weights, validation->chosen, false, &validation->parallel);
}

bool fit_entries(struct cross_validation *validation) {
    if (!fit_entries_with(validation, false)) return false;
    float *weights = validation->entry_weights;
    validation->entry_weights = NULL;
    bool good = fit_entries_with(validation, true);
    bool chosen = good && log_loss(&validation->candidates[true]) < log_loss(&validation->candidates[false]);
    candidates_free(&validation->candidates[!chosen]);
    validation->candidates[!chosen] = (struct candidates){0};
    validation->chosen = &validation->candidates[chosen];
    if (chosen) {
        free(weights);
    } else {
        free(validation->entry_weights);
        validation->entry_weights = weights;
    }
    return good;
}

bool fit_context(struct cross_validation *validation) {
    struct candidates *candidates = validation->chosen;
    if (!learn(&validation->all_weights, candidates, true, &validation->parallel)) return false;
    struct operating_point point;
    operating_point_choose(&point, candidates, false, &validation->aim);
    operating_point_mark_unseen(candidates->skipped, &point, candidates);
    free(validation->all_weights);
    validation->all_weights = NULL;
    return learn(&validation->all_weights, candidates, true, &validation->parallel);
}
