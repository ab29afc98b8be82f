/* Fitting the weights that tell names from other candidates. */
#ifndef LEARN_NAME_FIT_H
#define LEARN_NAME_FIT_H

#include "learn/logistic.h"
#include "learn/name_model.h"
#include "learn/name_rows.h"

/* Rows for a fit, with the memory that struct logistic_rows borrows; all of it owned. */
struct fit_rows {
    uint64_t *begins;
    uint8_t *counts;
    uint8_t *groups;
    uint8_t *right; /* of names: by type, then row */
    uint64_t count;
};

/* The candidates of all folds but those that are entries, one after the other, and the weights fitted to them. All zero
 * until name_fit_make. */
struct name_fit {
    const struct name_counts *counts; /* borrowed, as is the next */
    const struct name_rows *rows;     /* by fold */
    struct feature_map map;           /* owned, as is the rest */
    uint32_t *features;
    struct fit_rows all;   /* whether it is a name */
    struct fit_rows names; /* of those that are names, whether they are of a type */
    bool *skipped;         /* by row; the next two too */
    uint8_t *times;
    struct name_fit_row {
        const struct name_row *row;
        uint8_t fold;
    } * items;
    float *weights; /* by fold, by 1 + type, by feature; of the last fold: fitted to all rows */
};

/* False: out of memory. */
bool name_fit_make(struct name_fit *fit, const struct name_counts *counts, const struct name_rows *rows,
                   const struct parallel *parallel);
void name_fit_free(struct name_fit *fit);

/* The weights without a fold (fold_count: of all): of being a name (0), or of type - 1. */
static inline float *name_fit_weights(const struct name_fit *fit, unsigned fold, uint32_t column) {
    size_t columns = 1 + (size_t)fit->counts->growth->types.count;
    return fit->weights + (fold * columns + column) * fit->map.count;
}

#endif
