/* The candidates for names of a corpus with their features, each fold seen with what the others know. */
#ifndef LEARN_NAME_ROWS_H
#define LEARN_NAME_ROWS_H

#include "base/parallel.h"
#include "learn/name_counts.h"

struct name_row {
    uint64_t begin; /* token of the corpus */
    uint64_t first_feature;
    uint64_t hash; /* of its tokens */
    uint32_t sentence;
    uint32_t gold; /* 1 + number of its type; 0: it is no name */
    uint16_t shapes;
    uint8_t size; /* tokens */
    uint8_t feature_count;
    bool known; /* it is an entry: not to be found, and without features */
};

/* The candidates of a fold, or of all sentences. */
struct name_rows {
    struct name_row *items; /* by begin, then the shortest first */
    size_t count;
    size_t capacity;
    uint64_t *features;
    size_t feature_count;
    size_t feature_capacity;
};

/* Finds the candidates of a fold; of counts->fold_count: those of all sentences, with nothing left out. `rows` is empty
 * before. False: out of memory. */
bool name_rows_find(struct name_rows *rows, const struct name_counts *counts, unsigned fold);
void name_rows_free(struct name_rows *rows);

#endif
