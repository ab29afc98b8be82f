/* Learning what finds names that the lists lack. */
#ifndef LEARN_GROW_H
#define LEARN_GROW_H

#include "learn/evidence.h"
#include "lexicon/growth.h"

/* Learns from a corpus and the evidence of its surfaces: on each of some folds, from the names that the others lack.
 * `*growth` is owned, NULL if the corpus is too small. */
gaz_status grow_learn(struct growth **growth, const gaz_lexicon *lexicon, const struct corpus *corpus,
                      const struct evidence *evidence, const gaz_harvest_options *options, gaz_error *error);

#endif
