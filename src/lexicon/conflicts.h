/* Entries that claim the same surface: which one wins, and why. */
#ifndef LEXICON_CONFLICTS_H
#define LEXICON_CONFLICTS_H

#include "lexicon/lexicon.h"

/* What decides between two entries: the first of these that differs. */
enum claim {
    CLAIM_VERDICT,
    CLAIM_PRIORITY,
    CLAIM_PRECISION,
    CLAIM_ANNOTATED,
    CLAIM_VARIANT, /* what is listed comes before a variant */
    CLAIM_TYPE,
    CLAIM_ID,
    CLAIM_SURFACE,
    CLAIM_END
};

/* Whether `left` has a stronger claim than `right`; `*claim` decided it. The surface only makes the order total. */
bool conflicts_is_stronger(enum claim *claim, const gaz_lexicon *lexicon, const struct entry *left,
                           const struct entry *right);

/* The names of what decides: "verdict", "priority", ... */
extern const char *const conflicts_claim_names[];

#define CONFLICTS_NO_WINNER UINT32_MAX

/* Writes a table of the entries above which another one is ranked. `winners` has an array for each tokenization
 * (corpus, words), NULL if the model is without it: by entry number, the number of the first entry with its tokens;
 * CONFLICTS_NO_WINNER: the entry is not there. */
gaz_status conflicts_write(const gaz_lexicon *lexicon, uint32_t *const winners[2], const gaz_sink *sink,
                           gaz_error *error);

#endif
