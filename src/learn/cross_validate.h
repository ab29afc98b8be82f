/* Deciding which entries are kept, and with which score. */
#ifndef LEARN_CROSS_VALIDATE_H
#define LEARN_CROSS_VALIDATE_H

#include "learn/evidence.h"

/* Without cross-validation: keeps the entries that are annotated in at least `min_purity` of their occurrences. */
gaz_status keep_by_purity(gaz_lexicon *lexicon, double min_purity, const gaz_harvest_options *options,
                          gaz_error *error);

/* Decides by cross-validation on folds of the corpus which of the entries that it annotates are kept, and which of
 * their variants become entries. Replaces the scoring model of the lexicon. `*done` is false if the corpus is too small
 * for that; then nothing is changed. */
gaz_status cross_validate(bool *done, gaz_lexicon *lexicon, const struct corpus *corpus,
                          const struct evidence *evidence, const gaz_harvest_options *options, gaz_error *error);

#endif
