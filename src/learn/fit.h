/* Fitting the probability that a match is right, on folds. */
#ifndef LEARN_FIT_H
#define LEARN_FIT_H

#include "learn/candidates.h"

/* A corpus cut into folds, each tagged with the entries of the others, and the weights fitted to the matches. */
struct cross_validation {
    gaz_lexicon *lexicon;
    const struct corpus *corpus;
    const gaz_harvest_options *options;
    struct parallel parallel;
    uint8_t *folds;
    unsigned fold_count;
    uint32_t *type_order; /* type numbers by name */
    uint32_t *type_ranks; /* the reverse */
    uint8_t *shapes;
    struct word_count *words;
    struct candidates candidates[2]; /* with nested occurrences left out, and counted */
    struct candidates *chosen;
    float *entry_weights; /* fitted on all folds, without context */
    float *all_weights;   /* fitted on all folds, with context; NULL: context is not used */
};

/* Finds the candidates, with nested occurrences left out and counted, fits the weights of entries to both, and chooses
 * the one with the lower log loss. False: out of memory. */
bool fit_entries(struct cross_validation *validation);

/* Fits the weights of entries and context on all candidates, then again on those only that a tagger with these scores
 * looks at. False: out of memory. */
bool fit_context(struct cross_validation *validation);

#endif
