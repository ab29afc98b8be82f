#include "learn/grow.h"

#include <math.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/math.h"
#include "base/search.h"
#include "base/sort.h"
#include "learn/name_fit.h"
#include "lexicon/surface.h"

struct learner {
    struct name_counts counts;
    struct name_rows rows[NAME_FOLDS + 1]; /* by fold; the last: of the whole corpus, with nothing left out */
    struct sort_item *grams;               /* the rows of all folds by hash; `item` is the fold */
    size_t gram_count;
    struct name_fit fit;
};

/* ---- Rows ---- */

static bool find_rows(void *context, uint64_t fold) {
    struct learner *learner = context;
    return name_rows_find(&learner->rows[fold], &learner->counts, (unsigned)fold);
}

/* Sorts what occurs by its tokens. False: out of memory. */
static bool sort_grams(struct learner *learner) {
    for (unsigned fold = 0; fold < NAME_FOLDS; fold++) learner->gram_count += learner->rows[fold].count;
    learner->grams = malloc((learner->gram_count + 1) * sizeof *learner->grams);
    struct sort_item *scratch = malloc((learner->gram_count + 1) * sizeof *scratch);
    bool good = learner->grams && scratch;
    size_t next = 0;
    for (unsigned fold = 0; fold < NAME_FOLDS && good; fold++)
        for (size_t i = 0; i < learner->rows[fold].count; i++)
            learner->grams[next++] = (struct sort_item){learner->rows[fold].items[i].hash, fold};
    if (good) sort_items(learner->grams, scratch, learner->gram_count);
    free(scratch);
    return good;
}

/* The number of a row's tokens among those that occur. */
static size_t find_gram(const struct learner *learner, uint64_t hash) {
    size_t i;
    SEARCH_FIRST(i, learner->gram_count, learner->grams[i].key >= hash);
    return i;
}

/* How often they occur outside of a fold. */
static uint32_t count_gram(const struct learner *learner, uint64_t hash, unsigned fold) {
    uint32_t count = 0;
    for (size_t i = find_gram(learner, hash); i < learner->gram_count && learner->grams[i].key == hash; i++)
        count += learner->grams[i].item != fold;
    return count;
}

/* Fills in the features of what the corpus has without annotating it. In the whole corpus nothing counts as seen:
 * what is there is asked how it would be judged if it were not. */
static void fill_seen(struct learner *learner) {
    for (unsigned fold = 0; fold <= NAME_FOLDS; fold++)
        for (size_t i = 0; i < learner->rows[fold].count; i++) {
            const struct name_row *row = &learner->rows[fold].items[i];
            uint32_t count = fold < NAME_FOLDS ? count_gram(learner, row->hash, fold) : 0;
            uint64_t *features = learner->rows[fold].features + row->first_feature;
            name_features_seen(features + row->feature_count - NAME_FEATURES_SEEN, row->shapes, count);
        }
}

/* ---- Weights ---- */

static gaz_status take_weights(struct growth *growth, const struct name_fit *fit, gaz_error *error) {
    uint64_t *features = calloc((size_t)fit->map.count + 1, sizeof *features);
    if (!features) return error_memory(error);
    for (size_t i = 0; i < fit->map.slot_count; i++)
        if (fit->map.slots[i].number) features[fit->map.slots[i].number - 1] = fit->map.slots[i].feature;
    bool good = true;
    for (uint32_t i = 0; i < fit->map.count && good; i++) {
        float *weights = growth_add_feature(growth, features[i]);
        good = weights != NULL;
        for (uint32_t column = 0; column <= growth->types.count && good; column++)
            weights[column] = (float)decimal_round((double)name_fit_weights(fit, fit->counts->fold_count, column)[i]);
    }
    free(features);
    return good ? GAZ_OK : error_memory(error);
}

/* ---- Surfaces ---- */

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
    const struct learner *learner;
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
    uint32_t types = evidence->learner->counts.growth->types.count;
    name_hits_choose(found->hits, found->order, found->count);
    for (size_t i = 0; i < found->count; i++) {
        size_t gram = find_gram(evidence->learner, evidence->learner->fit.items[found->rows[i]].row->hash);
        name_evidence_add(&evidence->items[gram], &found->hits[i]);
        for (uint32_t type = 0; type < types; type++)
            evidence->types[gram * types + type] += found->hits[i].probability * found->types[i * types + type];
    }
    found->count = 0;
}

/* Gathers the evidence of the rows [begin, end), which are a fold's. */
static bool gather_evidence(struct fold_evidence *evidence, size_t begin, size_t end) {
    const struct name_fit *fit = &evidence->learner->fit;
    uint32_t types = fit->counts->growth->types.count;
    struct sentence_hits found = {0};
    bool good = true;
    for (size_t i = begin; i < end && good; i++) {
        const struct name_row *row = fit->items[i].row;
        if (i > begin && row->sentence != fit->items[i - 1].row->sentence) end_sentence(&found, evidence);
        good = add_hit(&found, fit, i);
        if (row->gold) evidence->gold[find_gram(evidence->learner, row->hash) * types + row->gold - 1]++;
    }
    end_sentence(&found, evidence);
    free(found.hits);
    free(found.rows);
    free(found.order);
    free(found.types);
    return good;
}

static bool add_surfaces(struct surface_rows *rows, const struct fold_evidence *evidence) {
    uint32_t types = evidence->learner->counts.growth->types.count;
    for (size_t gram = 0; gram < evidence->learner->gram_count; gram++) {
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

static bool find_surfaces(struct surface_rows *rows, const struct learner *learner) {
    const struct name_fit *fit = &learner->fit;
    uint32_t types = learner->counts.growth->types.count;
    size_t begin = 0;
    bool good = true;
    for (unsigned fold = 0; fold < NAME_FOLDS && good; fold++) {
        struct fold_evidence evidence = {.learner = learner,
                                         .items = calloc(learner->gram_count + 1, sizeof *evidence.items),
                                         .types = calloc(learner->gram_count * types + 1, sizeof *evidence.types),
                                         .gold = calloc(learner->gram_count * types + 1, sizeof *evidence.gold)};
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
        float *values = surfaces->values + k;
        double sum = 0;
        double squares = 0;
        means[k] = 0;
        deviations[k] = 1;
        if (k == 0 || surfaces->count == 0) continue;
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

/* ---- What is seen ---- */

/* Adds what would be taken for a name if the corpus did not have it. */
static gaz_status take_seen(struct growth *growth, const struct learner *learner, gaz_error *error) {
    const struct corpus *corpus = learner->counts.corpus;
    const struct name_rows *rows = &learner->rows[NAME_FOLDS];
    uint32_t numbers[NAME_FEATURES_MAX + NAME_FEATURES_SEEN];
    struct name_model model = {0};
    struct buffer surface = {0};
    gaz_status status = name_model_make(&model, growth, error);
    for (size_t i = 0; i < rows->count && status == GAZ_OK; i++) {
        const struct name_row *row = &rows->items[i];
        if (row->known) continue;
        uint32_t count = name_model_numbers(numbers, &model, rows->features + row->first_feature, row->feature_count);
        if (math_probabilityf(name_model_log_odds(growth, numbers, count)) < NAME_HIT_LEAST) continue;
        surface.size = 0;
        bool good = true;
        for (unsigned k = 0; k < row->size && good; k++) {
            const struct string *token = &corpus->vocabulary.items[corpus->tokens[row->begin + k]];
            good = surface_add_token(&surface, token->bytes, token->size);
        }
        status = good ? growth_add_seen(growth, surface.bytes, surface.size, count_gram(learner, row->hash, NAME_FOLDS),
                                        error)
                      : error_memory(error);
    }
    buffer_free(&surface);
    name_model_free(&model);
    return status;
}

/* ---- All ---- */

static gaz_status learn(struct learner *learner, const gaz_harvest_options *options, gaz_error *error) {
    struct growth *growth = learner->counts.growth;
    const struct parallel parallel = {options->threads, options->progress, options->user, "learning to suggest"};
    struct surface_rows surfaces = {0};
    bool good = parallel_run(&parallel, NAME_FOLDS + 1, find_rows, learner) && sort_grams(learner);
    if (good) fill_seen(learner);
    good = good && name_fit_make(&learner->fit, &learner->counts, learner->rows, &parallel);
    good = good && find_surfaces(&surfaces, learner) && fit_surfaces(growth, &surfaces);
    free(surfaces.values);
    free(surfaces.right);
    gaz_status status = good ? take_weights(growth, &learner->fit, error) : error_memory(error);
    return status == GAZ_OK ? take_seen(growth, learner, error) : status;
}

gaz_status grow_learn(struct growth **growth, const gaz_lexicon *lexicon, const struct corpus *corpus,
                      const struct evidence *evidence, const gaz_harvest_options *options, gaz_error *error) {
    struct learner learner = {.counts = {.lexicon = lexicon, .corpus = corpus, .evidence = evidence}};
    *growth = calloc(1, sizeof **growth);
    if (!*growth) return error_memory(error);
    learner.counts.growth = *growth;
    gaz_status status = name_counts_make(&learner.counts, error);
    bool enough = learner.counts.fold_count && (*growth)->shape_count && (*growth)->shape_count <= GROWTH_SHAPES_MAX;
    if (status == GAZ_OK && enough) status = learn(&learner, options, error);
    for (unsigned fold = 0; fold <= NAME_FOLDS; fold++) name_rows_free(&learner.rows[fold]);
    name_fit_free(&learner.fit);
    name_counts_free(&learner.counts);
    free(learner.grams);
    if (status == GAZ_OK && enough && (*growth)->feature_count) return GAZ_OK;
    growth_free(*growth);
    *growth = NULL;
    return status;
}
