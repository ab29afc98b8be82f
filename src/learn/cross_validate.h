/* Deciding what is kept, and with which score. */
#ifndef LEARN_CROSS_VALIDATE_H
#define LEARN_CROSS_VALIDATE_H

#include "learn/evidence.h"

/* The simple rule: what is annotated in at least `min_purity` of its occurrences. */
gaz_status keep_by_purity(gaz_lexicon *lexicon, double min_purity, const gaz_harvest_options *options,
                          gaz_error *error);

/* Judges the entries that the corpus annotates, and their variants, which become entries, on folds of the corpus.
 * Replaces what the lexicon has learnt before. `*judged` is false if the corpus is too small; then nothing is changed.
 */
gaz_status cross_validate(bool *judged, gaz_lexicon *lexicon, const struct corpus *corpus,
                          const struct evidence *evidence, const gaz_harvest_options *options, gaz_error *error);

#endif
