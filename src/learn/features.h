/* The features of an entry: their weights sum up to its own part of the log odds that a match of it is right. */
#ifndef LEARN_FEATURES_H
#define LEARN_FEATURES_H

#include "lexicon/lexicon.h"
#include "model/context.h"

/* Statistics of an entry in some text. */
struct entry_stats {
    uint32_t type; /* rank by name */
    uint32_t token_count;
    uint8_t shapes;
    uint8_t length;                /* bytes, at most 255 */
    uint8_t variant;               /* enum variant */
    bool listed;                   /* a gazetteer has it; of a variant: it or its source */
    uint32_t annotated;            /* of a variant: that of its source */
    uint32_t occurrences;          /* of a variant: those of its source; all, or only those outside longer entities */
    uint32_t own_occurrences;      /* of the variant itself; else 0 */
    uint32_t casefold_annotated;   /* of all surfaces that differ in case only */
    uint32_t casefold_occurrences; /* of the same surfaces */
};

/* Names of a gazetteer that have occurred so often without an annotation are right too rarely to raise F1; with 4 and
 * with 8, F1 on five corpora is the same within 0.1. */
enum { LISTED_OCCURRENCES_MAX = 5 };

/* Whether matches of the entry are hardly ever right: there may be very many of them, so the entry is dropped and no
 * weights are fitted to them. */
static inline bool entry_stats_are_negligible(const struct entry_stats *stats) {
    if (stats->annotated == 0) return stats->occurrences >= LISTED_OCCURRENCES_MAX;
    return stats->occurrences >= 200 && stats->annotated < stats->occurrences / 100;
}

/* Whether only a gazetteer speaks for the entry. */
static inline bool entry_stats_are_listed_only(const struct entry_stats *stats) {
    return stats->listed && stats->annotated == 0;
}

enum { FEATURES_MAX = 13 };

/* How many features there are. Feature 0 is the bias. */
uint32_t features_count(uint32_t type_count);

/* Writes the numbers of an entry's features and returns how many there are. */
uint32_t features_of(uint32_t features[FEATURES_MAX], uint32_t type_count, const struct entry_stats *stats);

#endif
