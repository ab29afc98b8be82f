/* Mappings of CoreNLP's TokensRegexNER: TABs between the columns pattern, type, types that may be overwritten (with
 * commas), priority and group; the last three may be missing. A first line `pattern TAB ner ...` names them otherwise.
 *
 *   Los Angeles      CITY    LOCATION,MISC    1.0
 *
 * Each word of a pattern is a regular expression; one is an entry's token if all its special characters are escaped.
 * The types that may be overwritten mean nothing here. */
#ifndef LEXICON_REGEXNER_H
#define LEXICON_REGEXNER_H

#include "lexicon/dictionary.h"

/* Whether the first line has what a list has not: a column of types (upper case) behind the type, or that header. */
bool regexner_is(const char *text, size_t size);

gaz_status regexner_read(struct dictionary *dictionary);

#endif
