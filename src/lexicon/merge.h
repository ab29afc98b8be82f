/* Merging entries that are read more than once. */
#ifndef LEXICON_MERGE_H
#define LEXICON_MERGE_H

#include "lexicon/lexicon.h"

/* Adds an entry, or merges it with the existing one: the evidence of the larger corpus, the higher priority and the
 * stricter case and edges count, and no verdict is lost. The result does not depend on the order. Surface, type, id and
 * token count of `from` are not used. `path` (NULL: nowhere) and `line` are where the entry was read. */
gaz_status merge_entry(gaz_lexicon *lexicon, const struct entry_key *key, const struct entry *from,
                       struct entry_notes notes, const char *path, uint64_t line, gaz_error *error);

#endif
