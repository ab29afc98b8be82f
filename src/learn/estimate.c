#include "learn/estimate.h"

#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "learn/operating_point.h"

enum { WORD_SIZE_MAX = 64 /* bytes; longer words are left out */ };

/* Puts the results of tagging the folds, at the operating point and at other thresholds. */
static void put_estimate(struct scoring_model *scoring, const struct cross_validation *validation,
                         const struct operating_point *point) {
    const struct candidates *candidates = validation->chosen;
    uint64_t gold = candidates->gold;
    scoring->estimate =
        (gaz_estimate){.judged = 1,
                       .context = validation->all_weights != NULL,
                       .nested_counted = candidates->nested_counted,
                       .threshold = decimal_round(point->threshold),
                       .min_precision = decimal_round(point->min_precision),
                       .precision = decimal_round(operating_point_precision(point)),
                       .recall = decimal_round(operating_point_recall(point, candidates)),
                       .f1 = decimal_round(operating_point_f1(point, candidates)),
                       .recall_bound = gold ? decimal_round((double)candidates->known_surfaces / (double)gold) : 0,
                       .folds = validation->fold_count,
                       .candidates = candidates->count};
    double calibration = operating_point_calibration(scoring->estimate.bins, point, candidates);
    scoring->estimate.calibration = decimal_round(calibration);
    for (int step = 0; step <= 100; step++) {
        struct operating_point other = {.without_context = point->without_context,
                                        .threshold = step / 100.0,
                                        .min_precision = point->min_precision};
        operating_point_evaluate(&other, candidates);
        scoring->points[scoring->point_count++] = (struct image_point){
            (float)decimal_round(other.threshold), (float)decimal_round(operating_point_precision(&other)),
            (float)decimal_round(operating_point_recall(&other, candidates))};
    }
}

static gaz_status add_word(struct scoring_model *scoring, const struct string *word, const struct word_count *count,
                           gaz_error *error) {
    enum word_class extends = words_class(count->goes_on, count->occurrences);
    enum word_class introduces = words_class(count->goes_ahead, count->occurrences);
    if ((extends == WORD_UNKNOWN && introduces == WORD_UNKNOWN) || word->size > WORD_SIZE_MAX) return GAZ_OK;
    uint32_t number;
    gaz_status status = strings_add(&number, &scoring->words, word->bytes, word->size, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&scoring->classes, &scoring->class_capacity, (size_t)number + 1, sizeof *scoring->classes))
        return error_memory(error);
    scoring->classes[number] = (struct word_classes){(uint8_t)extends, (uint8_t)introduces};
    return GAZ_OK;
}

/* Puts the weights of the context, with types in the order of their names, and the words. */
static gaz_status take_context(struct scoring_model *scoring, const struct cross_validation *validation,
                               gaz_error *error) {
    const gaz_lexicon *lexicon = validation->lexicon;
    const struct corpus *corpus = validation->corpus;
    uint32_t types = lexicon->types.count;
    size_t count = context_weight_count(types);
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < types && status == GAZ_OK; i++) {
        const struct string *type = &lexicon->types.items[validation->type_order[i]];
        uint32_t number;
        status = strings_add(&number, &scoring->types, type->bytes, type->size, error);
    }
    if (status != GAZ_OK) return status;
    scoring->weights = malloc(count * sizeof *scoring->weights);
    if (!scoring->weights) return error_memory(error);
    const float *weights = validation->all_weights + validation->chosen->entry_features;
    for (size_t i = 0; i < count; i++) scoring->weights[i] = (float)decimal_round((double)weights[i]);
    for (uint32_t i = 0; i < corpus->vocabulary.count && status == GAZ_OK; i++)
        status = add_word(scoring, &corpus->vocabulary.items[i], &validation->words[i], error);
    return status;
}

gaz_status estimate_make(struct scoring_model **scoring, const struct cross_validation *validation, gaz_error *error) {
    const struct candidates *candidates = validation->chosen;
    bool context = validation->all_weights != NULL;
    *scoring = calloc(1, sizeof **scoring);
    if (!*scoring) return error_memory(error);
    struct operating_point without;
    operating_point_choose(&without, candidates, true, &validation->aim);
    struct operating_point point = without;
    if (context) operating_point_choose(&point, candidates, false, &validation->aim);
    put_estimate(*scoring, validation, &point);
    struct operating_point freely;
    const struct operating_aim best_f1 = {.threshold_max = validation->aim.threshold_max};
    operating_point_choose(&freely, candidates, !context, &best_f1);
    (*scoring)->estimate.wanted_precision = decimal_round(validation->aim.precision);
    (*scoring)->estimate.best_f1_recall = decimal_round(operating_point_recall(&freely, candidates));
    (*scoring)->estimate.min_precision_without_context = decimal_round(without.min_precision);
    (*scoring)->estimate.f1_without_context = decimal_round(operating_point_f1(&without, candidates));
    return context ? take_context(*scoring, validation, error) : GAZ_OK;
}
