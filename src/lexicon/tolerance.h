/* How tolerant an entry is of the case of a text: what lists and options ask for, settled by its surface. */
#ifndef LEXICON_TOLERANCE_H
#define LEXICON_TOLERANCE_H

#include "lexicon/lexicon.h"

enum { TOLERANCE_LETTERS = 5 /* the most of a surface that GAZ_CASE_AUTO takes for exact */ };

/* Whether the letters of a text must be those of the surface (in the form of surface.h), GAZ_CASE_EXACT, or may have
 * any case, GAZ_CASE_IGNORE; GAZ_CASE_DEFAULT: it has no letters of which that could be asked. `wanted` is the entry's,
 * and not GAZ_CASE_DEFAULT. */
gaz_case tolerance_of_case(gaz_case wanted, const char *surface, size_t size);

#endif
