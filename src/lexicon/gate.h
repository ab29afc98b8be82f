/* Gazetteers of GATE: an index file, `lists.def`, that names lists beside it, and these lists, an entry a line.
 *
 *   city.lst:location:city:en:Location        list, major type, minor type, language, annotation type
 *   London<TAB>country=UK<TAB>id=Q84          entry, and features if there is a separator
 *
 * The type is the annotation type unless that is missing or Lookup, which GATE takes for all; then the major type.
 * Which separator is used stands in GATE's settings, not in the files: it is the first of TAB : & | @ $ with pairs
 * name=value behind it wherever it stands in a list (as GATE demands). A feature `id` that is alone is the entry's id;
 * other features are kept in its place as they are, & between them. Minor type and language are not kept. */
#ifndef LEXICON_GATE_H
#define LEXICON_GATE_H

#include "lexicon/dictionary.h"

/* Whether it looks like an index file: its first line has a name and a colon. */
bool gate_is(const char *text, size_t size);

gaz_status gate_read(struct dictionary *dictionary);

#endif
