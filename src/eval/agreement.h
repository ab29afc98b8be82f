/* How far two annotators agree, beyond what chance would bring about.
 *
 * Each unit has a value on either side: the type of a span, or none. With n units, of which a share Po has the same
 * value on both sides:
 *
 * - Cohen's kappa (J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement
 *   20, 1960) is (Po - Pe) / (1 - Pe), where Pe is the sum over all values of the product of their shares on the two
 *   sides.
 * - Krippendorff's alpha for nominal data (K. Krippendorff, Content Analysis, 2nd ed., 2004, ch. 11; Computing
 *   Krippendorff's alpha-reliability, 2011) is 1 - Do / De, where Do = 1 - Po, and De is the share of unequal pairs
 * among all pairs of the 2n values of both sides.
 *
 * Both are undefined if all values are one and the same. Those of one type are about whether a value is that type. */
#ifndef EVAL_AGREEMENT_H
#define EVAL_AGREEMENT_H

#include "eval/cross_table.h"
#include "eval/pair.h"
#include "gaz.h"

/* Values: 0 = none, else 1 + type. The predictions are left, the gold is right. */
struct agreement {
    struct cross_table spans;  /* every range of tokens that either side has a span at is a unit */
    struct cross_table tokens; /* every token is one */
};

/* Adds the units of a pair; `map` gives the number of each of the pair's types. */
gaz_status agreement_add(struct agreement *agreement, const struct pair *pair, const uint32_t *map, gaz_error *error);

/* Of all values. */
void agreement_measure(gaz_eval_agreement *result, const struct cross_table *table);

/* Whether a unit has the value, or not. */
void agreement_measure_one(gaz_eval_agreement *result, const struct cross_table *table, uint32_t value);

void agreement_free(struct agreement *agreement);

#endif
