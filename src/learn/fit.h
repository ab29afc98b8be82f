/* Fitting the probability that a match is right, on folds. */
#ifndef LEARN_FIT_H
#define LEARN_FIT_H

#include "learn/candidates.h"
#include "learn/operating_point.h"

/* A corpus cut into folds, each tagged with the entries of the others, and the weights fitted to the matches. */
struct cross_validation {
    gaz_lexicon *lexicon;
    const struct corpus *corpus;
    const gaz_harvest_options *options;
    struct operating_aim aim;
    double listed_min_precision; /* the least of an entry that only a gazetteer has */
    struct parallel parallel;
    uint8_t *folds; /* by sentence */
    unsigned fold_count;
    uint64_t parts;       /* of which one is tagged: folds_thin */
    uint32_t *type_order; /* type numbers by name */
    uint32_t *type_ranks; /* the reverse */
    uint8_t *shapes;
    struct word_count *words;
    struct candidates candidates[2]; /* with nested occurrences left out, and counted */
    struct candidates *chosen;
    float *entry_weights; /* fitted on all folds, without context */
    float *all_weights;   /* fitted on all folds, with context; NULL: context is not used */
};

/* Candidates ready to be found in sentences by fold (`folds`, borrowed). */
struct candidates fit_candidates(const struct cross_validation *validation, const struct evidence *evidence,
                                 const uint8_t *folds, unsigned fold_count, bool nested_counted);

/* Makes the candidates of the folds ready to be found. */
void fit_prepare(struct cross_validation *validation, const struct evidence *evidence);

/* Frees the candidates and the weights. */
void fit_free(struct cross_validation *validation);

/* Finds the candidates, with nested occurrences left out and counted, fits the weights of entries to both, and chooses
 * the one with the lower log loss. False: out of memory. */
bool fit_entries(struct cross_validation *validation);

/* The same with nested occurrences counted or not. */
bool fit_entries_with(struct cross_validation *validation, bool nested_counted);

/* Fits the weights of entries and context on all candidates, then again on those only that a tagger with these scores
 * looks at. False: out of memory. */
bool fit_context(struct cross_validation *validation);

#endif
