/* How certain matches are whose entry a person has confirmed or written, in a model that scores matches in context. */
#ifndef LEXICON_CERTAINTY_H
#define LEXICON_CERTAINTY_H

#include "lexicon/lexicon.h"

/* Whether that is asked of the entry: a person has confirmed it, or written it. */
bool certainty_is_asked(const struct entry *entry);

/* The entry's part of the log odds of a match; LOG_ODDS_CERTAIN if the text around it has no say. */
float certainty_log_odds(const gaz_lexicon *lexicon, const struct entry *entry, gaz_verdicts_score wanted);

#endif
