#include "learn/logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/math.h"

enum { MEMORY = 8 /* steps that approximate the curvature */, STEPS_MAX = 200, HALVINGS_MAX = 30 };

/* Features that no row has keep the weight 0, and are left out of the vectors: that changes no sum. */
struct fit {
    const struct logistic_rows *rows;
    uint8_t left_out;
    double penalty;
    uint32_t *used;       /* numbers of the features that rows have, ascending, and 0 before them; owned */
    size_t size;          /* how many they are, and of each vector but the next two, */
    double *all_weights;  /* which have all features, */
    double *all_gradient; /* of `evaluate` */
    double *vectors;      /* owned; holds all vectors */
    double *weights;
    double *gradient;
    double *direction;
    double *trial;
    double *trial_gradient;
    double *steps[MEMORY];   /* of the weights */
    double *changes[MEMORY]; /* of the gradient */
    double curvatures[MEMORY];
    unsigned remembered;
};

static double dot(const double *left, const double *right, size_t size) {
    double sum = 0;
    for (size_t i = 0; i < size; i++) sum += left[i] * right[i];
    return sum;
}

static void add(double *to, double factor, const double *from, size_t size) {
    for (size_t i = 0; i < size; i++) to[i] += factor * from[i];
}

static bool takes_part(const struct fit *fit, uint64_t row) {
    return fit->rows->groups[row] != fit->left_out && !(fit->rows->skipped && fit->rows->skipped[row]);
}

/* Returns the loss at some weights, and gives its gradient. */
static double evaluate(double *used_gradient, const struct fit *fit, const double *used_weights) {
    const struct logistic_rows *rows = fit->rows;
    double *weights = fit->all_weights;
    double *gradient = fit->all_gradient;
    double loss = 0;
    for (size_t i = 0; i < fit->size; i++) {
        double penalized = i > 0 ? used_weights[i] : 0;
        weights[fit->used[i]] = used_weights[i];
        gradient[fit->used[i]] = fit->penalty * penalized;
        loss += fit->penalty / 2 * penalized * penalized;
    }
    for (uint64_t row = 0; row < rows->row_count; row++) {
        if (!takes_part(fit, row)) continue;
        const uint32_t *features = rows->features + rows->begins[row];
        unsigned count = rows->counts[row];
        double log_odds = 0;
        const float *values = rows->values ? rows->values + rows->begins[row] : NULL;
        for (unsigned i = 0; i < count; i++)
            log_odds += values ? weights[features[i]] * (double)values[i] : weights[features[i]];
        double odds_against = math_exp(-fabs(log_odds)); /* of the more likely outcome */
        double probability = log_odds >= 0 ? 1 / (1 + odds_against) : odds_against / (1 + odds_against);
        double times = rows->times ? rows->times[row] : 1;
        loss += times * (math_log1p(odds_against) + (log_odds >= 0 ? log_odds : 0) - (rows->right[row] ? log_odds : 0));
        double error = times * (probability - rows->right[row]);
        for (unsigned i = 0; i < count; i++) gradient[features[i]] += values ? error * (double)values[i] : error;
    }
    for (size_t i = 0; i < fit->size; i++) used_gradient[i] = gradient[fit->used[i]];
    return loss;
}

/* The two loops of L-BFGS: the approximate inverse Hessian times the negative gradient. */
static void find_direction(struct fit *fit) {
    double factors[MEMORY] = {0};
    for (size_t i = 0; i < fit->size; i++) fit->direction[i] = -fit->gradient[i];
    unsigned known = fit->remembered < MEMORY ? fit->remembered : MEMORY;
    for (unsigned age = 1; age <= known; age++) {
        unsigned at = (fit->remembered - age) % MEMORY;
        factors[at] = dot(fit->steps[at], fit->direction, fit->size) / fit->curvatures[at];
        add(fit->direction, -factors[at], fit->changes[at], fit->size);
    }
    if (known) {
        unsigned newest = (fit->remembered - 1) % MEMORY;
        double scale = fit->curvatures[newest] / dot(fit->changes[newest], fit->changes[newest], fit->size);
        for (size_t i = 0; i < fit->size; i++) fit->direction[i] *= scale;
    }
    for (unsigned age = known; age >= 1; age--) {
        unsigned at = (fit->remembered - age) % MEMORY;
        double factor = dot(fit->changes[at], fit->direction, fit->size) / fit->curvatures[at];
        add(fit->direction, factors[at] - factor, fit->steps[at], fit->size);
    }
}

static void remember(struct fit *fit) {
    unsigned at = fit->remembered % MEMORY;
    for (size_t i = 0; i < fit->size; i++) {
        fit->steps[at][i] = fit->trial[i] - fit->weights[i];
        fit->changes[at][i] = fit->trial_gradient[i] - fit->gradient[i];
    }
    fit->curvatures[at] = dot(fit->steps[at], fit->changes[at], fit->size);
    if (fit->curvatures[at] > 0) fit->remembered++;
}

/* Backtracking line search: takes a step with a sufficient decrease of the loss. False: converged. */
static bool walk(struct fit *fit, double *loss) {
    double slope = dot(fit->direction, fit->gradient, fit->size);
    double length = fit->remembered ? 1 : 1 / (1 + sqrt(dot(fit->gradient, fit->gradient, fit->size)));
    if (slope >= 0) return false;
    for (int halving = 0; halving < HALVINGS_MAX; halving++, length /= 2) {
        memcpy(fit->trial, fit->weights, fit->size * sizeof *fit->trial);
        add(fit->trial, length, fit->direction, fit->size);
        double reached = evaluate(fit->trial_gradient, fit, fit->trial);
        if (reached > *loss + 1e-4 * length * slope) continue;
        bool better = *loss - reached > (fit->rows->tolerance > 0 ? fit->rows->tolerance : 1e-8) * (1 + fabs(*loss));
        remember(fit);
        memcpy(fit->weights, fit->trial, fit->size * sizeof *fit->weights);
        memcpy(fit->gradient, fit->trial_gradient, fit->size * sizeof *fit->gradient);
        *loss = reached;
        return better;
    }
    return false;
}

static bool find_used(struct fit *fit) {
    const struct logistic_rows *rows = fit->rows;
    bool *has = calloc((size_t)rows->feature_count + 1, sizeof *has);
    fit->used = malloc(((size_t)rows->feature_count + 1) * sizeof *fit->used);
    if (!has || !fit->used) {
        free(has);
        return false;
    }
    has[0] = true;
    for (uint64_t row = 0; row < rows->row_count; row++)
        for (unsigned i = 0; i < rows->counts[row] && takes_part(fit, row); i++)
            has[rows->features[rows->begins[row] + i]] = true;
    for (uint32_t i = 0; i < rows->feature_count; i++)
        if (has[i]) fit->used[fit->size++] = i;
    free(has);
    return true;
}

static bool allocate(struct fit *fit) {
    enum { VECTORS = 5 + 2 * MEMORY };
    size_t all = fit->rows->feature_count;
    if (!find_used(fit)) return false;
    fit->vectors = calloc(VECTORS * fit->size + 2 * all + 1, sizeof *fit->vectors);
    if (!fit->vectors) return false;
    fit->all_weights = fit->vectors;
    fit->all_gradient = fit->vectors + all;
    double *next = fit->vectors + 2 * all;
    double **const places[] = {&fit->weights, &fit->gradient, &fit->direction, &fit->trial, &fit->trial_gradient};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++, next += fit->size) *places[i] = next;
    for (unsigned i = 0; i < MEMORY; i++, next += 2 * fit->size) {
        fit->steps[i] = next;
        fit->changes[i] = next + fit->size;
    }
    return true;
}

static void minimize(struct fit *fit) {
    double loss = evaluate(fit->gradient, fit, fit->weights);
    for (int step = 0; step < STEPS_MAX; step++) {
        find_direction(fit);
        if (!walk(fit, &loss)) break;
    }
}

bool logistic_fit(float *weights, const struct logistic_rows *rows, uint8_t left_out, double penalty) {
    struct fit fit = {.rows = rows, .left_out = left_out, .penalty = penalty};
    bool good = allocate(&fit);
    if (good) minimize(&fit);
    for (size_t i = 0; i < rows->feature_count && good; i++) weights[i] = 0;
    for (size_t i = 0; i < fit.size && good; i++) weights[fit.used[i]] = (float)fit.weights[i];
    free(fit.used);
    free(fit.vectors);
    return good;
}
