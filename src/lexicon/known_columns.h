/* Delimited files whose columns are known. */
#ifndef LEXICON_KNOWN_COLUMNS_H
#define LEXICON_KNOWN_COLUMNS_H

#include "lexicon/dictionary.h"

/* Rows of GeoNames: 19 fields with TABs, two of them coordinates. */
bool geonames_is(const struct dictionary *file);
gaz_status geonames_read(struct dictionary *dictionary);

/* TYPE|surface, in all of the first rows. */
bool sparknlp_is(const struct dictionary *file);
gaz_status sparknlp_read(struct dictionary *dictionary);

#endif
