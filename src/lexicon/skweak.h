/* Dictionaries of skweak and its like: one JSON object of lists of names by type; a name that is a list has its own
 * tokens. */
#ifndef LEXICON_SKWEAK_H
#define LEXICON_SKWEAK_H

#include "lexicon/dictionary.h"

/* Whether all of the file has that shape. */
bool skweak_is(const struct dictionary *file);

gaz_status skweak_read(struct dictionary *dictionary);

#endif
