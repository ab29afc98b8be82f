/* Feeds of indicators: what their readers share. */
#ifndef LEXICON_FEED_H
#define LEXICON_FEED_H

#include "lexicon/dictionary.h"
#include "lexicon/indicator.h"

/* A feed that is being read. At the beginning all but the dictionary is zero. */
struct feed {
    struct dictionary *dictionary;
    struct buffer room; /* scratch, for an indicator */
    uint64_t cut;       /* comments behind indicators */
    uint64_t refanged;  /* indicators that were defanged */
};

/* Adds an entry for an indicator. `from` says its id, name and type; without a type it has the one of its form. What no
 * entry can express is skipped. */
gaz_status feed_add(struct feed *feed, struct field text, const struct dictionary_entry *from);

/* Ends reading: notes what the feed was taken for, as `what` calls it, and what was changed in it; NULL notes nothing.
 */
void feed_end(struct feed *feed, const char *what);

#endif
