/* Terminologies in delimited columns: CSV (RFC 4180), TSV and their kin, whose columns have names in a first row or are
 * said by the caller. */
#ifndef LEXICON_DELIMITED_H
#define LEXICON_DELIMITED_H

#include "lexicon/dictionary.h"

/* Whether the columns are said, or the file is a *.csv, or its first row names columns with commas or semicolons
 * between. */
bool delimited_is(const struct dictionary *file);
gaz_status delimited_read(struct dictionary *dictionary);

#endif
