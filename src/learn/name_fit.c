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

static bool allocate_rows(struct fit_rows *rows, size_t count, size_t columns) {
    rows->begins = malloc((count + 1) * sizeof *rows->begins);
    rows->counts = malloc(count + 1);
    rows->groups = malloc(count + 1);
    rows->right = malloc(count * columns + 1);
    return rows->begins && rows->counts && rows->groups && rows->right;
}

static bool allocate(struct name_fit *fit, size_t rows, size_t features, size_t names) {
    fit->features = malloc((features + 1) * sizeof *fit->features);
    fit->skipped = calloc(rows + 1, sizeof *fit->skipped);
    fit->times = malloc(rows + 1);
    fit->items = calloc(rows + 1, sizeof *fit->items);
    return fit->features && fit->skipped && fit->times && fit->items && allocate_rows(&fit->all, rows, 1) &&
           allocate_rows(&fit->names, names, fit->counts->growth->types.count);
}

static uint64_t append(struct fit_rows *rows, uint64_t begin, uint64_t end, unsigned fold) {
    rows->begins[rows->count] = begin;
    rows->counts[rows->count] = (uint8_t)(end - begin);
    rows->groups[rows->count] = (uint8_t)fold;
    return rows->count++;
}

/* Adds a row of a fold; its features begin at `*next`. `names`: of all folds. */
static void add_row(struct name_fit *fit, const struct name_row *row, unsigned fold, size_t names, uint64_t *next) {
    uint64_t first = *next;
    for (unsigned i = 0; i < row->feature_count; i++) {
        uint32_t feature = feature_map_find(&fit->map, fit->rows[fold].features[row->first_feature + i]);
        if (feature) fit->features[(*next)++] = feature - 1;
    }
    uint64_t number = append(&fit->all, first, *next, fold);
    fit->all.right[number] = row->gold > 0;
    fit->items[number] = (struct name_fit_row){row, (uint8_t)fold};
    if (row->gold == 0) return;
    number = append(&fit->names, first, *next, fold);
    for (uint32_t type = 0; type < fit->counts->growth->types.count; type++)
        fit->names.right[type * names + number] = row->gold == type + 1;
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
            if (!fit->rows[fold].items[i].known) add_row(fit, &fit->rows[fold].items[i], fold, names, &next);
    return true;
}

/* ---- Fitting ---- */

/* `column`: 0, or 1 + a type. */
static struct logistic_rows rows_of(const struct name_fit *fit, uint32_t column) {
    const struct fit_rows *rows = column ? &fit->names : &fit->all;
    return (struct logistic_rows){.features = fit->features,
                                  .begins = rows->begins,
                                  .counts = rows->counts,
                                  .right = rows->right + (column ? (column - 1) * rows->count : 0),
                                  .groups = rows->groups,
                                  .row_count = rows->count,
                                  .feature_count = fit->map.count,
                                  .tolerance = tolerance};
}

/* Most candidates are easily told to be no names: after a rough fit, one in EASY_ROWS of those counts for all. */
enum { EASY_ROWS = 8 };

static bool thin(struct name_fit *fit) {
    struct logistic_rows rows = rows_of(fit, 0);
    float *weights = calloc((size_t)fit->map.count + 1, sizeof *weights);
    uint64_t easy = 0;
    rows.tolerance = 1e-3;
    bool good = weights && logistic_fit(weights, &rows, LOGISTIC_ALL, penalty);
    for (uint64_t row = 0; row < rows.row_count && good; row++) {
        float log_odds = logistic_log_odds(weights, rows.features + rows.begins[row], rows.counts[row]);
        bool is_easy = !rows.right[row] && math_probabilityf(log_odds) < NAME_HIT_LEAST / 2;
        fit->skipped[row] = is_easy && easy++ % EASY_ROWS != 0;
        fit->times[row] = is_easy ? EASY_ROWS : 1;
    }
    free(weights);
    return good;
}

static bool run_fit(void *context, uint64_t number) {
    const struct name_fit *fit = context;
    uint32_t columns = 1 + fit->counts->growth->types.count;
    unsigned fold = (unsigned)(number / columns);
    uint32_t column = (uint32_t)(number % columns);
    struct logistic_rows rows = rows_of(fit, column);
    if (column == 0) {
        rows.skipped = fit->skipped;
        rows.times = fit->times;
    }
    return logistic_fit(name_fit_weights(fit, fold, column), &rows,
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

static void free_rows(struct fit_rows *rows) {
    free(rows->begins);
    free(rows->counts);
    free(rows->groups);
    free(rows->right);
}

void name_fit_free(struct name_fit *fit) {
    free_rows(&fit->all);
    free_rows(&fit->names);
    free(fit->features);
    free(fit->skipped);
    free(fit->times);
    free(fit->items);
    free(fit->weights);
    feature_map_free(&fit->map);
    *fit = (struct name_fit){0};
}
