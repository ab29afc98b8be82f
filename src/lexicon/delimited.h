/* Terminologies in delimited columns: CSV (RFC 4180), TSV and their kin, whose columns have names in a first row or are
 * said by the caller; and files whose columns are known: MRCONSO.RRF of the UMLS, GeoNames, Spark NLP. */
#ifndef LEXICON_DELIMITED_H
#define LEXICON_DELIMITED_H

#include "lexicon/dictionary.h"

/* Whether the columns are said, or the file is a *.csv, or its first row names columns with commas or semicolons
 * between. */
bool delimited_is(const struct dictionary *file);
gaz_status delimited_read(struct dictionary *dictionary);

/* Rows of MRCONSO: 18 fields, each with | behind it, the first a CUI. */
bool umls_is(const struct dictionary *file);
gaz_status umls_read(struct dictionary *dictionary);

/* Rows of GeoNames: 19 fields with TABs, two of them coordinates. */
bool geonames_is(const struct dictionary *file);
gaz_status geonames_read(struct dictionary *dictionary);

/* TYPE|surface, in all of the first rows. */
bool sparknlp_is(const struct dictionary *file);
gaz_status sparknlp_read(struct dictionary *dictionary);

#endif
