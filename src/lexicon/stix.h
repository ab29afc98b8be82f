/* Indicators of STIX 2.1: bundles, and what TAXII sends. */
#ifndef LEXICON_STIX_H
#define LEXICON_STIX_H

#include "lexicon/dictionary.h"

/* Whether it is an object with "objects", and with the id of a bundle or an indicator. */
bool stix_is(const struct dictionary *file);

/* Each equality of an indicator's pattern is an entry with the indicator's id and name. */
gaz_status stix_read(struct dictionary *dictionary);

#endif
