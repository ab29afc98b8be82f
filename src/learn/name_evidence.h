/* What the occurrences of a surface say together: whether it is a name, and of which type. */
#ifndef LEARN_NAME_EVIDENCE_H
#define LEARN_NAME_EVIDENCE_H

#include "lexicon/growth.h"

/* An occurrence that may be a name. */
struct name_hit {
    uint32_t begin; /* token of the sentence */
    uint32_t end;
    float probability; /* of being a name */
    bool won;          /* no better one shares a token with it */
};

/* Occurrences that are less likely are not looked at. */
#define NAME_HIT_LEAST 0.02F

/* Those that share a token with none, or only with less likely ones, win; at least that likely. */
#define NAME_WIN_LEAST 0.05F

/* Finds which of a sentence's hits win; `order` is room for their numbers. */
void name_hits_choose(struct name_hit *hits, uint32_t *order, size_t count);

/* All zero is none. */
struct name_evidence {
    uint32_t count;
    uint32_t won;
    double best;
    double sum;  /* of the probabilities */
    double none; /* log of the probability that none of those that won is a name */
};

void name_evidence_add(struct name_evidence *evidence, const struct name_hit *hit);

/* The values of the model of surfaces, the first of which is 1. `types`: by type, the sum of the probabilities of being
 * a name of it; `*type`: the largest. `most`: more occurrences count as so many, for a large text
 * has more of them than the folds that were learnt from. */
void name_evidence_values(float values[GROWTH_SURFACE_WEIGHTS], uint32_t *type, const struct name_evidence *evidence,
                          const float *types, size_t type_count, uint32_t most);

#endif
