#include "learn/name_surfaces.h"

#include <math.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "base/math.h"

/* The rows of the model of surfaces: one for each that wins somewhere in a fold. */
struct surface_rows {
    float *values;
    size_t value_capacity;
    uint8_t *right;
    size_t right_capacity;
    size_t count;
    uint32_t most; /* occurrences of a surface */
};

/* What a fold's occurrences say of each surface, by number of its gram. */
struct fold_evidence {
    const struct name_fit *fit;
    const struct name_grams *grams;
    struct name_evidence *items; /* all zero for surfaces without a hit */
    float *types;                /* by surface, then type */
    uint32_t *gold;              /* the same: annotations */
};

/* A row's log odds and types by the weights without its fold. */
static float score_row(float *types, const struct name_fit *fit, size_t number) {
    uint32_t type_count = fit->counts->growth->types.count;
    unsigned fold = fit->items[number].fold;
    const uint32_t *features = fit->features + fit->all.begins[number];
    unsigned count = fit->all.counts[number];
    float probability = math_probabilityf(logistic_log_odds(name_fit_weights(fit, fold, 0), features, count));
    float sum = 0;
    if (probability < NAME_HIT_LEAST) return probability;
    for (uint32_t type = 0; type < type_count; type++) {
        types[type] = math_probabilityf(logistic_log_odds(name_fit_weights(fit, fold, 1 + type), features, count));
        sum += types[type];
    }
    for (uint32_t type = 0; type < type_count; type++) types[type] = sum > 0 ? types[type] / sum : 0;
    return probability;
}

/* The hits of one sentence, and which rows they are. */
struct sentence_hits {
    struct name_hit *hits;
    size_t *rows;
    uint32_t *order;
    float *types;
    size_t capacities[4];
    size_t count;
};

static bool add_hit(struct sentence_hits *found, const struct name_fit *fit, size_t number) {
    uint32_t types = fit->counts->growth->types.count;
    const struct name_row *row = fit->items[number].row;
    if (!array_reserve(&found->hits, &found->capacities[0], found->count + 1, sizeof *found->hits) ||
        !array_reserve(&found->rows, &found->capacities[1], found->count + 1, sizeof *found->rows) ||
        !array_reserve(&found->order, &found->capacities[2], found->count + 1, sizeof *found->order) ||
        !array_reserve(&found->types, &found->capacities[3], (found->count + 1) * types, sizeof *found->types))
        return false;
    float probability = score_row(found->types + found->count * types, fit, number);
    if (probability < NAME_HIT_LEAST) return true;
    uint64_t begin = row->sentence ? fit->counts->corpus->sentence_ends[row->sentence - 1] : 0;
    uint32_t at = (uint32_t)(row->begin - begin);
    found->hits[found->count] = (struct name_hit){.begin = at, .end = at + row->size, .probability = probability};
    found->rows[found->count++] = number;
    return true;
}

static void end_sentence(struct sentence_hits *found, const struct fold_evidence *evidence) {
    uint32_t types = evidence->fit->counts->growth->types.count;
    name_hits_choose(found->hits, found->order, found->count);
    for (size_t i = 0; i < found->count; i++) {
        size_t gram = name_grams_find(evidence->grams, evidence->fit->items[found->rows[i]].row->hash);
        name_evidence_add(&evidence->items[gram], &found->hits[i]);
        for (uint32_t type = 0; type < types; type++)
            evidence->types[gram * types + type] += found->hits[i].probability * found->types[i * types + type];
    }
    found->count = 0;
}

/* Gathers the evidence of the rows [begin, end), which are a fold's. */
static bool gather_evidence(struct fold_evidence *evidence, size_t begin, size_t end) {
    const struct name_fit *fit = evidence->fit;
    uint32_t types = fit->counts->growth->types.count;
    struct sentence_hits found = {0};
    bool good = true;
    for (size_t i = begin; i < end && good; i++) {
        const struct name_row *row = fit->items[i].row;
        if (i > begin && row->sentence != fit->items[i - 1].row->sentence) end_sentence(&found, evidence);
        good = add_hit(&found, fit, i);
        if (row->gold) evidence->gold[name_grams_find(evidence->grams, row->hash) * types + row->gold - 1]++;
    }
    end_sentence(&found, evidence);
    free(found.hits);
    free(found.rows);
    free(found.order);
    free(found.types);
    return good;
}

static bool add_surfaces(struct surface_rows *rows, const struct fold_evidence *evidence) {
    uint32_t types = evidence->fit->counts->growth->types.count;
    for (size_t gram = 0; gram < evidence->grams->count; gram++) {
        uint32_t type;
        if (evidence->items[gram].won == 0) continue;
        if (!array_reserve(&rows->values, &rows->value_capacity, (rows->count + 1) * GROWTH_SURFACE_WEIGHTS,
                           sizeof *rows->values) ||
            !array_reserve(&rows->right, &rows->right_capacity, rows->count + 1, 1))
            return false;
        name_evidence_values(rows->values + rows->count * GROWTH_SURFACE_WEIGHTS, &type, &evidence->items[gram],
                             evidence->types + gram * types, types, UINT32_MAX);
        if (evidence->items[gram].count > rows->most) rows->most = evidence->items[gram].count;
        rows->right[rows->count++] = evidence->gold[gram * types + type] > 0;
    }
    return true;
}

static bool find_surfaces(struct surface_rows *rows, const struct name_fit *fit, const struct name_grams *grams) {
    uint32_t types = fit->counts->growth->types.count;
    size_t begin = 0;
    bool good = true;
    for (unsigned fold = 0; fold < fit->counts->fold_count && good; fold++) {
        struct fold_evidence evidence = {.fit = fit,
                                         .grams = grams,
                                         .items = calloc(grams->count + 1, sizeof *evidence.items),
                                         .types = calloc(grams->count * types + 1, sizeof *evidence.types),
                                         .gold = calloc(grams->count * types + 1, sizeof *evidence.gold)};
        size_t end = begin;
        while (end < fit->all.count && fit->items[end].fold == fold) end++;
        good = evidence.items && evidence.types && evidence.gold && gather_evidence(&evidence, begin, end) &&
               add_surfaces(rows, &evidence);
        free(evidence.items);
        free(evidence.types);
        free(evidence.gold);
        begin = end;
    }
    return good;
}

/* Scales each value but the first to mean 0 and deviation 1, without which the fit hardly converges. */
static void standardize(struct surface_rows *surfaces, double means[GROWTH_SURFACE_WEIGHTS],
                        double deviations[GROWTH_SURFACE_WEIGHTS]) {
    for (int k = 0; k < GROWTH_SURFACE_WEIGHTS; k++) {
        means[k] = 0;
        deviations[k] = 1;
    }
    for (int k = 1; k < GROWTH_SURFACE_WEIGHTS && surfaces->count; k++) {
        float *values = surfaces->values + k;
        double sum = 0;
        double squares = 0;
        for (size_t i = 0; i < surfaces->count; i++) sum += (double)values[i * GROWTH_SURFACE_WEIGHTS];
        means[k] = sum / (double)surfaces->count;
        for (size_t i = 0; i < surfaces->count; i++) {
            double value = (double)values[i * GROWTH_SURFACE_WEIGHTS] - means[k];
            squares += value * value;
        }
        if (squares > 0) deviations[k] = sqrt(squares / (double)surfaces->count);
        for (size_t i = 0; i < surfaces->count; i++) {
            float *value = &values[i * GROWTH_SURFACE_WEIGHTS];
            *value = (float)(((double)*value - means[k]) / deviations[k]);
        }
    }
}

/* Turns the weights of scaled values into those of the values. */
static void unscale(float *weights, const double *means, const double *deviations) {
    double bias = (double)weights[0];
    for (int k = 1; k < GROWTH_SURFACE_WEIGHTS; k++) {
        double weight = (double)weights[k] / deviations[k];
        bias -= weight * means[k];
        weights[k] = (float)decimal_round(weight);
    }
    weights[0] = (float)decimal_round(bias);
}

/* Fits the model of surfaces. */
static bool fit_surfaces(struct growth *growth, struct surface_rows *surfaces) {
    double means[GROWTH_SURFACE_WEIGHTS];
    double deviations[GROWTH_SURFACE_WEIGHTS];
    standardize(surfaces, means, deviations);
    size_t numbers = surfaces->count * GROWTH_SURFACE_WEIGHTS;
    uint32_t *features = malloc((numbers + 1) * sizeof *features);
    uint64_t *begins = malloc((surfaces->count + 1) * sizeof *begins);
    uint8_t *counts = malloc(surfaces->count + 1);
    uint8_t *groups = calloc(surfaces->count + 1, 1);
    bool good = features && begins && counts && groups;
    for (size_t i = 0; i < numbers && good; i++) features[i] = (uint32_t)(i % GROWTH_SURFACE_WEIGHTS);
    for (size_t i = 0; i < surfaces->count && good; i++) {
        begins[i] = i * GROWTH_SURFACE_WEIGHTS;
        counts[i] = GROWTH_SURFACE_WEIGHTS;
    }
    const struct logistic_rows rows = {.features = features,
                                       .values = surfaces->values,
                                       .begins = begins,
                                       .counts = counts,
                                       .right = surfaces->right,
                                       .groups = groups,
                                       .row_count = surfaces->count,
                                       .feature_count = GROWTH_SURFACE_WEIGHTS};
    good = good && logistic_fit(growth->surface, &rows, LOGISTIC_ALL, 10);
    unscale(growth->surface, means, deviations);
    growth->most = surfaces->most ? surfaces->most : 1;
    free(features);
    free(begins);
    free(counts);
    free(groups);
    return good;
}

bool name_surfaces_fit(struct growth *growth, const struct name_fit *fit, const struct name_grams *grams) {
    struct surface_rows surfaces = {0};
    bool good = find_surfaces(&surfaces, fit, grams) && fit_surfaces(growth, &surfaces);
    free(surfaces.values);
    free(surfaces.right);
    return good;
}
