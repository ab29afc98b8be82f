/* Attributes of MISP's events. */
#ifndef LEXICON_MISP_H
#define LEXICON_MISP_H

#include "lexicon/dictionary.h"

/* Whether it is JSON with "Attribute" and what attributes have. */
bool misp_is(const struct dictionary *file);

/* Each attribute whose type is one of indicators is an entry with its uuid as id; one as domain|ip is two. */
gaz_status misp_read(struct dictionary *dictionary);

#endif
