/* How often the tokens of a candidate occur as candidates in a corpus. */
#ifndef LEARN_NAME_GRAMS_H
#define LEARN_NAME_GRAMS_H

#include "base/sort.h"
#include "learn/name_rows.h"

/* The candidates of all folds by the hash of their tokens. All zero until name_grams_make. */
struct name_grams {
    struct sort_item *items; /* `item` is the fold */
    size_t count;
};

/* False: out of memory. */
bool name_grams_make(struct name_grams *grams, const struct name_rows *rows, unsigned fold_count);
void name_grams_free(struct name_grams *grams);

/* The number of the first candidate with such tokens: below `count`. */
size_t name_grams_find(const struct name_grams *grams, uint64_t hash);

/* How often they occur outside of a fold. */
uint32_t name_grams_count(const struct name_grams *grams, uint64_t hash, unsigned fold);

#endif
