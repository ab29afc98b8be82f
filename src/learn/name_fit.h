/* Fitting the weights that tell names from other candidates. */
#ifndef LEARN_NAME_FIT_H
#define LEARN_NAME_FIT_H

#include "learn/logistic.h"
#include "learn/name_model.h"
#include "learn/name_rows.h"

/* The rows of all folds, one after the other, and the weights fitted to them. All zero until name_fit_make. */
struct name_fit {
    const struct name_counts *counts; /* borrowed, as is the next */
    const struct name_rows *rows;     /* by fold */
    struct feature_map map;           /* owned, as is the rest */
    struct logistic_rows all;         /* by row: whether it is a name */
    struct logistic_rows *names;      /* by type: of the rows that are names, whether they are of it */
    struct name_fit_row {
        const struct name_row *row;
        uint8_t fold;
    } * items;
    bool *skipped; /* by row, as is the next: of `all` */
    uint8_t *times;
    float *weights; /* by fold, by 1 + type, by feature; of the last fold: fitted to all rows */
};

/* False: out of memory. */
bool name_fit_make(struct name_fit *fit, const struct name_counts *counts, const struct name_rows *rows,
                   const struct parallel *parallel);
void name_fit_free(struct name_fit *fit);

/* The weights without a fold (fold_count: of all): of being a name (0), or of type - 1. */
static inline const float *name_fit_weights(const struct name_fit *fit, unsigned fold, uint32_t column) {
    size_t columns = 1 + (size_t)fit->counts->growth->types.count;
    return fit->weights + (fold * columns + column) * fit->all.feature_count;
}

#endif
