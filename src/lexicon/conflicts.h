/* Entries that claim one surface: who wins, and why. */
#ifndef LEXICON_CONFLICTS_H
#define LEXICON_CONFLICTS_H

#include "lexicon/lexicon.h"

/* What decides between two entries, the first that differs. */
enum claim { CLAIM_VERDICT, CLAIM_PRIORITY, CLAIM_PRECISION, CLAIM_ANNOTATED, CLAIM_TYPE, CLAIM_SURFACE };

/* Whether `left` has the stronger claim than `right`, and by what. The surface only makes the order total. */
bool conflicts_is_stronger(enum claim *claim, const gaz_lexicon *lexicon, const struct entry *left,
                           const struct entry *right);

/* The names of what decides: "verdict", "priority", ... */
extern const char *const conflicts_claim_names[];

/* Of the entries of a surface that are `kept` (by number) the one with the strongest claim; NULL: none is. */
const struct entry *conflicts_winner(const gaz_lexicon *lexicon, const bool *kept, uint32_t surface);

#define CONFLICTS_NO_WINNER UINT32_MAX

/* Writes a table of the entries that lose their tokens to another entry. `winners` has for each tokenization of a model
 * (the corpus's, then words) who has an entry's tokens, both by number; CONFLICTS_NO_WINNER: the entry has none there;
 * NULL: the model is without it. */
gaz_status conflicts_write(const gaz_lexicon *lexicon, uint32_t *const winners[2], const gaz_sink *sink,
                           gaz_error *error);

#endif
