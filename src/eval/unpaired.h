/* Names of documents that were left out of a comparison. */
#ifndef EVAL_UNPAIRED_H
#define EVAL_UNPAIRED_H

#include "base/strings.h"
#include "gaz.h"

/* All zero is none. */
struct pair_unpaired {
    struct strings gold;      /* only the gold has them, */
    struct strings predicted; /* only the prediction, */
    struct strings differing; /* or both with other tokens */
};

/* Adds names to those of other files. */
gaz_status unpaired_add(struct pair_unpaired *unpaired, const struct pair_unpaired *more, gaz_error *error);
void unpaired_free(struct pair_unpaired *unpaired);

#endif
