/* An entry as numbers that a logistic model weighs: its own part of the log odds that a match of it is right. */
#ifndef LEARN_FEATURES_H
#define LEARN_FEATURES_H

#include "lexicon/lexicon.h"
#include "model/context.h"

/* What is known of an entry, on some text. */
struct entry_stats {
    uint32_t type; /* its place by name */
    uint32_t token_count;
    uint8_t shapes;
    uint8_t length;              /* bytes, at most 255 */
    uint8_t variant;             /* enum variant */
    uint32_t annotated;          /* the entry's; of a variant, that of the surface it is a form of */
    uint32_t occurrences;        /* that surface's: all occurrences, or those that do not lie inside longer entities */
    uint32_t own_occurrences;    /* a variant's */
    uint32_t casefold_annotated; /* all surfaces that differ in case only */
    uint32_t casefold_occurrences;
};

/* Matches of such an entry are hardly ever right, and there may be very many of them: it is dropped, and nothing is
 * learnt from it. */
static inline bool entry_stats_are_negligible(const struct entry_stats *stats) {
    return stats->occurrences >= 200 && stats->annotated < stats->occurrences / 100;
}

enum { FEATURES_MAX = 12 };

/* Numbers of features are below; 0 is the bias. */
uint32_t features_count(uint32_t type_count);

/* Writes the numbers of an entry's features and returns how many there are. */
uint32_t features_of(uint32_t features[FEATURES_MAX], uint32_t type_count, const struct entry_stats *stats);

#endif
