#include "lexicon/certainty.h"

#include <math.h>

#include "base/unicode.h"

enum { SHORT_LETTERS = 3 };

/* A person has said that it is a name, which does not say how often: with even odds the text around it decides. */
static const float confirmed_log_odds = 0;

/* Whether a surface is as short as an ordinary word or an abbreviation of something else may be: one token of at most
 * SHORT_LETTERS letters, or one in capitals. */
static bool is_short(const gaz_lexicon *lexicon, const struct entry *entry) {
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    size_t letters = 0;
    size_t capitals = 0;
    for (size_t i = 0; i < surface->size;) {
        uint32_t code;
        unsigned length = unicode_decode(&code, surface->bytes + i, surface->size - i);
        enum unicode_case kind = length ? unicode_case_of(code) : UNICODE_CASELESS;
        letters += kind != UNICODE_SIGN && kind != UNICODE_DIGIT;
        capitals += kind == UNICODE_UPPER;
        i += length ? length : 1;
    }
    return entry->token_count == 1 && (letters <= SHORT_LETTERS || capitals == letters);
}

bool certainty_is_asked(const struct entry *entry) {
    return entry->verdict == VERDICT_KEEP || !isfinite(entry->log_odds);
}

float certainty_log_odds(const gaz_lexicon *lexicon, const struct entry *entry, gaz_verdicts_score wanted) {
    if (!certainty_is_asked(entry)) return entry->log_odds;
    if (wanted == GAZ_VERDICTS_SCORE_CERTAIN) return LOG_ODDS_CERTAIN;
    if (wanted == GAZ_VERDICTS_SCORE_AUTO && !is_short(lexicon, entry)) return LOG_ODDS_CERTAIN;
    bool better = isfinite(entry->log_odds) && entry->log_odds > confirmed_log_odds;
    return better ? entry->log_odds : confirmed_log_odds;
}
