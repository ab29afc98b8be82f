/* Gazetteers of GATE: an index file, `lists.def`, that names lists in its folder, and these lists, one entry per line.
 *
 *   city.lst:location:city:en:Location        list, major type, minor type, language, annotation type
 *   London<TAB>country=UK<TAB>id=Q84          entry, and features if there is a separator
 *
 * The type is the annotation type; if that is missing or Lookup, the default of GATE, it is the major type.
 * The separator is in the settings of GATE, not in the files. It is detected: the first of TAB : & | @ $ that only
 * pairs name=value follow wherever it occurs in a list, as GATE demands. If `id` is the only feature, its value is the
 * id of the entry; else the id is all features with & between them. Minor type and language are not kept. */
#ifndef LEXICON_GATE_H
#define LEXICON_GATE_H

#include "lexicon/dictionary.h"

/* Whether it looks like an index file: it is a *.def, and its first line has a name and a colon. */
bool gate_is(const struct dictionary *file);

gaz_status gate_read(struct dictionary *dictionary);

#endif
