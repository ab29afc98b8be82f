/* Entries that are read again. */
#ifndef LEXICON_MERGE_H
#define LEXICON_MERGE_H

#include "lexicon/lexicon.h"

/* Adds an entry, or merges it into the one that is there: the evidence is that of the larger corpus, the higher
 * priority counts, a verdict is never lost. The result does not depend on the order. `surface` (of so many tokens) has
 * the form of surface.h; surface, type and token count of `from` are not used. It was read from that line of `path`. */
gaz_status merge_entry(gaz_lexicon *lexicon, const char *surface, size_t surface_size, uint32_t token_count,
                       const char *type, size_t type_size, const struct entry *from, const char *path, uint64_t line,
                       gaz_error *error);

#endif
