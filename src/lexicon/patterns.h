/* Patterns of spaCy's EntityRuler and SpanRuler, and of Prodigy: JSON objects, mostly one a line.
 *
 *   {"label": "ORG", "pattern": "European Union", "id": "Q458"}
 *   {"label": "ORG", "pattern": [{"ORTH": "European"}, {"TEXT": "Union"}]}
 *   {"label": "ORG", "pattern": [{"LOWER": "european"}, {"LOWER": "union"}]}      if the model ignores case
 *
 * A string is cut at blanks; the objects of a list are an entry's own tokens. All else that can stand in such an object
 * (operators, regular expressions, sets, parts of speech ...) no entry can express. */
#ifndef LEXICON_PATTERNS_H
#define LEXICON_PATTERNS_H

#include "lexicon/dictionary.h"

/* Whether a file holds patterns: JSON with the key "pattern" in it. `named`: its name says JSON, so that its first line
 * need not have it. */
bool patterns_are(const char *text, size_t size, bool named);

gaz_status patterns_read(struct dictionary *dictionary);

#endif
