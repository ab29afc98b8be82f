/* Learning on folds how probable it is that a match is right. */
#ifndef LEARN_FIT_H
#define LEARN_FIT_H

#include "learn/candidates.h"

/* A corpus cut into folds, each tagged with what the others hold, and what is learnt from that. */
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
    struct candidates candidates[2]; /* with what lies inside longer entities left out, and counted */
    struct candidates *chosen;
    float *entry_weights; /* learnt on all folds */
    float *all_weights;   /* the same, with context; NULL without */
};

/* Finds what to learn from, with nested occurrences left out and counted, and fits the weights of entries; the way to
 * count with the lower log loss is chosen. False: out of memory. */
bool fit_entries(struct cross_validation *validation);

/* Fits the weights of entries and context: on all candidates, then once more on those only that a tagger with these
 * scores looks at. False: out of memory. */
bool fit_context(struct cross_validation *validation);

#endif
