/* Patterns of spaCy's EntityRuler and SpanRuler, and of Prodigy: JSON objects, usually one per line.
 *
 *   {"label": "ORG", "pattern": "European Union", "id": "Q458"}
 *   {"label": "ORG", "pattern": [{"ORTH": "European"}, {"TEXT": "Union"}]}
 *   {"label": "ORG", "pattern": [{"LOWER": "european"}, {"LOWER": "union"}]}      if the model ignores case
 *
 * A string is split at blanks; the objects of a list are the tokens of an entry. Other attributes of such an object
 * (operators, regular expressions, sets, parts of speech ...) cannot be expressed by an entry. */
#ifndef LEXICON_PATTERNS_H
#define LEXICON_PATTERNS_H

#include "lexicon/dictionary.h"

/* Whether a file holds patterns: JSON with the key "pattern" in it; in its first line, if its name does not say JSON.
 */
bool patterns_are(const struct dictionary *file);

gaz_status patterns_read(struct dictionary *dictionary);

#endif
