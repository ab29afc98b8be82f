#include "learn/name_fit.h"

#include <stdlib.h>

#include "base/math.h"

/* Features of fewer rows are left out: they tell little. */
enum { FEATURE_ROWS_MIN = 3 };

static const double penalty = 2;

/* More steps change the weights, and hardly what they tell. */
static const double tolerance = 1e-5;

/* ---- Numbering features ---- */

/* Counts the rows of each feature, and numbers those of several. False: out of memory. */
static bool number_features(struct name_fit *fit) {
    struct feature_map all = {0};
    uint32_t *found = NULL;
    size_t capacity = 0;
    bool good = true;
    for (unsigned fold = 0; fold < fit->counts->fold_count && good; fold++) {
        const struct name_rows *rows = &fit->rows[fold];
        for (size_t row = 0; row < rows->count && good; row++) {
            const struct name_row *item = &rows->items[row];
            for (unsigned i = 0; i < item->feature_count && !item->known && good; i++) {
                uint64_t feature = rows->features[item->first_feature + i];
                uint32_t known = all.count;
                uint32_t number = feature_map_add(&all, feature);
                good = number && array_reserve(&found, &capacity, number, sizeof *found);
                if (good && number > known) found[number - 1] = 0;
                if (good && ++found[number - 1] == FEATURE_ROWS_MIN) good = feature_map_add(&fit->map, feature) != 0;
            }
        }
    }
    free(found);
    feature_map_free(&all);
    return good;
}

/* ---- Rows ---- */

static bool allocate(struct name_fit *fit, size_t rows, size_t features, size_t names) {
    uint32_t types = fit->counts->growth->types.count;
    fit->items = calloc(rows + 1, sizeof *fit->items);
    fit->skipped = calloc(rows + 1, sizeof *fit->skipped);
    fit->times = calloc(rows + 1, 1);
    fit->names = calloc((size_t)types + 1, sizeof *fit->names);
    fit->all.features = malloc((features + 1) * sizeof *fit->all.features);
    fit->all.begins = malloc((rows + 1) * sizeof *fit->all.begins);
    fit->all.counts = malloc(rows + 1);
    fit->all.right = malloc(rows + 1);
    fit->all.groups = malloc(rows + 1);
    bool good = fit->items && fit->names && fit->all.features && fit->all.begins && fit->all.counts && fit->all.right &&
                fit->all.groups;
    uint64_t *begins = malloc((names + 1) * sizeof *begins);
    uint8_t *counts = malloc(2 * (names + 1)); /* and groups */
    if (fit->names) fit->names[types] = (struct logistic_rows){.begins = begins, .counts = counts};
    good = good && begins && counts;
    for (uint32_t type = 0; type < types && good; type++) {
        fit->names[type] = (struct logistic_rows){.features = fit->all.features,
                                                  .begins = begins,
                                                  .counts = counts,
                                                  .right = malloc(names + 1),
                                                  .groups = counts + names + 1,
                                                  .feature_count = fit->map.count,
                                                  .tolerance = tolerance};
        good = fit->names[type].right != NULL;
    }
    fit->all.feature_count = fit->map.count;
    fit->all.tolerance = tolerance;
    return good;
}

/* Adds a row of a fold; its features begin at `*next`. */
static void add_row(struct name_fit *fit, const struct name_rows *rows, const struct name_row *row, unsigned fold,
                    uint64_t *next) {
    uint64_t number = fit->all.row_count++;
    uint64_t first = *next;
    for (unsigned i = 0; i < row->feature_count; i++) {
        uint32_t feature = feature_map_find(&fit->map, rows->features[row->first_feature + i]);
        if (feature) ((uint32_t *)fit->all.features)[(*next)++] = feature - 1;
    }
    ((uint64_t *)fit->all.begins)[number] = first;
    ((uint8_t *)fit->all.counts)[number] = (uint8_t)(*next - first);
    ((uint8_t *)fit->all.right)[number] = row->gold > 0;
    ((uint8_t *)fit->all.groups)[number] = (uint8_t)fold;
    fit->items[number] = (struct name_fit_row){row, (uint8_t)fold};
    if (row->gold == 0) return;
    uint32_t types = fit->counts->growth->types.count;
    uint64_t name = fit->names[types].row_count++;
    ((uint64_t *)fit->names[types].begins)[name] = first;
    ((uint8_t *)fit->names[types].counts)[name] = (uint8_t)(*next - first);
    ((uint8_t *)fit->names[0].groups)[name] = (uint8_t)fold;
    for (uint32_t type = 0; type < types; type++) ((uint8_t *)fit->names[type].right)[name] = row->gold == type + 1;
}

static bool gather(struct name_fit *fit) {
    size_t rows = 0;
    size_t features = 0;
    size_t names = 0;
    for (unsigned fold = 0; fold < fit->counts->fold_count; fold++)
        for (size_t i = 0; i < fit->rows[fold].count; i++) {
            const struct name_row *row = &fit->rows[fold].items[i];
            rows += !row->known;
            names += !row->known && row->gold;
            features += row->known ? 0 : row->feature_count;
        }
    if (!allocate(fit, rows, features, names)) return false;
    uint64_t next = 0;
    for (unsigned fold = 0; fold < fit->counts->fold_count; fold++)
        for (size_t i = 0; i < fit->rows[fold].count; i++)
            if (!fit->rows[fold].items[i].known) add_row(fit, &fit->rows[fold], &fit->rows[fold].items[i], fold, &next);
    for (uint32_t type = 0; type < fit->counts->growth->types.count; type++) fit->names[type].row_count = names;
    return true;
}

/* ---- Fitting ---- */

/* Most candidates are easily told to be no names: after a rough fit, one in EASY_ROWS of those counts for all. */
enum { EASY_ROWS = 8 };

static bool thin(struct name_fit *fit) {
    static const double rough = 1e-3;
    float *weights = calloc((size_t)fit->map.count + 1, sizeof *weights);
    uint64_t easy = 0;
    fit->all.tolerance = rough;
    bool good = weights && fit->skipped && fit->times && logistic_fit(weights, &fit->all, LOGISTIC_ALL, penalty);
    fit->all.tolerance = tolerance;
    for (uint64_t row = 0; row < fit->all.row_count && good; row++) {
        float log_odds = logistic_log_odds(weights, fit->all.features + fit->all.begins[row], fit->all.counts[row]);
        bool is_easy = !fit->all.right[row] && math_probabilityf(log_odds) < NAME_HIT_LEAST / 2;
        fit->skipped[row] = is_easy && easy++ % EASY_ROWS != 0;
        fit->times[row] = is_easy ? EASY_ROWS : 1;
    }
    fit->all.skipped = fit->skipped;
    fit->all.times = fit->times;
    free(weights);
    return good;
}

static bool run_fit(void *context, uint64_t number) {
    struct name_fit *fit = context;
    uint32_t columns = 1 + fit->counts->growth->types.count;
    unsigned fold = (unsigned)(number / columns);
    uint32_t column = (uint32_t)(number % columns);
    const struct logistic_rows *rows = column ? &fit->names[column - 1] : &fit->all;
    return logistic_fit((float *)name_fit_weights(fit, fold, column), rows,
                        fold < fit->counts->fold_count ? (uint8_t)fold : LOGISTIC_ALL, penalty);
}

bool name_fit_make(struct name_fit *fit, const struct name_counts *counts, const struct name_rows *rows,
                   const struct parallel *parallel) {
    size_t fits = (counts->fold_count + 1) * (1 + (size_t)counts->growth->types.count);
    fit->counts = counts;
    fit->rows = rows;
    if (!number_features(fit) || !gather(fit) || !thin(fit)) return false;
    fit->weights = calloc(fits * fit->map.count + 1, sizeof *fit->weights);
    return fit->weights && parallel_run(parallel, fits, run_fit, fit);
}

static void free_rows(struct logistic_rows *rows) {
    free((void *)rows->begins);
    free((void *)rows->counts);
}

void name_fit_free(struct name_fit *fit) {
    uint32_t types = fit->names ? fit->counts->growth->types.count : 0;
    for (uint32_t type = 0; type < types; type++) free((void *)fit->names[type].right);
    if (fit->names) free_rows(&fit->names[types]);
    free(fit->names);
    free_rows(&fit->all);
    free((void *)fit->all.features);
    free((void *)fit->all.right);
    free((void *)fit->all.groups);
    free(fit->items);
    free(fit->skipped);
    free(fit->times);
    free(fit->weights);
    feature_map_free(&fit->map);
    *fit = (struct name_fit){0};
}
