/* Feeds of one indicator a line: plain ones with comments, hosts files, and rules of ad blockers. They are told from
 * ordinary lists by what nearly all of their lines are. */
#ifndef LEXICON_FEED_LINES_H
#define LEXICON_FEED_LINES_H

#include "lexicon/dictionary.h"

/* Whether the lines are indicators, and some have what no ordinary list has: comments behind them, blocks of addresses,
 * wildcards, defanged forms, or lines of comments with addresses, URLs or hashes below. */
bool feed_is(const struct dictionary *file);
gaz_status feed_read(struct dictionary *dictionary);

/* Whether the lines are addresses and names, and half of these addresses are 0.0.0.0 and its kin. */
bool hosts_are(const struct dictionary *file);
gaz_status hosts_read(struct dictionary *dictionary);

/* Whether it begins with [Adblock, or lines are rules, and some ||host^. */
bool adblock_is(const struct dictionary *file);
gaz_status adblock_read(struct dictionary *dictionary);

#endif
