/* Feeds of indicators with columns: rows with commas, below a row, or a comment, that names an indicator's column. */
#ifndef LEXICON_FEED_TABLE_H
#define LEXICON_FEED_TABLE_H

#include "lexicon/dictionary.h"

bool feed_table_is(const struct dictionary *file);
gaz_status feed_table_read(struct dictionary *dictionary);

#endif
