/* Merging entries that are read more than once. */
#ifndef LEXICON_MERGE_H
#define LEXICON_MERGE_H

#include "lexicon/lexicon.h"

/* Adds an entry, or merges it with the existing one: the evidence of the larger corpus and the higher priority count,
 * and no verdict is lost. The result does not depend on the order. `surface` has the form of surface.h, and
 * `token_count` tokens. Surface, type and token count of `from` are not used. `path` and `line` are where the entry was
 * read. */
gaz_status merge_entry(gaz_lexicon *lexicon, const char *surface, size_t surface_size, uint32_t token_count,
                       const char *type, size_t type_size, const struct entry *from, const char *path, uint64_t line,
                       gaz_error *error);

#endif
