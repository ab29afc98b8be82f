#include "learn/grow.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/math.h"
#include "learn/name_surfaces.h"
#include "lexicon/surface.h"

struct learner {
    struct name_counts counts;
    struct name_rows rows[NAME_FOLDS + 1]; /* by fold; the last: of the whole corpus, with nothing left out */
    struct name_grams grams;
    struct name_fit fit;
};

/* ---- Rows ---- */

static bool find_rows(void *context, uint64_t fold) {
    struct learner *learner = context;
    return name_rows_find(&learner->rows[fold], &learner->counts, (unsigned)fold);
}

/* Fills in the features of what the corpus has without annotating it. In the whole corpus nothing counts as seen:
 * what is there is asked how it would be judged if it were not. */
static void fill_seen(struct learner *learner) {
    for (unsigned fold = 0; fold <= NAME_FOLDS; fold++)
        for (size_t i = 0; i < learner->rows[fold].count; i++) {
            const struct name_row *row = &learner->rows[fold].items[i];
            uint32_t count = fold < NAME_FOLDS ? name_grams_count(&learner->grams, row->hash, fold) : 0;
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
        status = good ? growth_add_seen(growth, surface.bytes, surface.size,
                                        name_grams_count(&learner->grams, row->hash, NAME_FOLDS), error)
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
    bool good = parallel_run(&parallel, NAME_FOLDS + 1, find_rows, learner) &&
                name_grams_make(&learner->grams, learner->rows, NAME_FOLDS);
    if (good) fill_seen(learner);
    good = good && name_fit_make(&learner->fit, &learner->counts, learner->rows, &parallel);
    good = good && name_surfaces_fit(growth, &learner->fit, &learner->grams);
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
    bool enough = learner.counts.fold_count && (*growth)->types.count <= GROWTH_TYPES_MAX && (*growth)->shape_count &&
                  (*growth)->shape_count <= GROWTH_SHAPES_MAX;
    if (status == GAZ_OK && enough) status = learn(&learner, options, error);
    for (unsigned fold = 0; fold <= NAME_FOLDS; fold++) name_rows_free(&learner.rows[fold]);
    name_fit_free(&learner.fit);
    name_counts_free(&learner.counts);
    name_grams_free(&learner.grams);
    if (status == GAZ_OK && enough && (*growth)->feature_count) return GAZ_OK;
    growth_free(*growth);
    *growth = NULL;
    return status;
}
