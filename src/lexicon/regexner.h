/* Mappings of CoreNLP's TokensRegexNER: the columns pattern, type, overwritable types (with commas), priority and
 * group, separated by TABs; the last three may be missing. A first line `pattern TAB ner ...` names the columns
 * instead.
 *
 *   Los Angeles      CITY    LOCATION,MISC    1.0
 *
 * Each word of a pattern is a regular expression; it is a token of an entry if all its special characters are escaped.
 * Overwritable types are ignored. */
#ifndef LEXICON_REGEXNER_H
#define LEXICON_REGEXNER_H

#include "lexicon/dictionary.h"

/* Whether the first line has what no list has: a column of types in upper case after the type, or that header. */
bool regexner_is(const struct dictionary *file);

gaz_status regexner_read(struct dictionary *dictionary);

#endif
