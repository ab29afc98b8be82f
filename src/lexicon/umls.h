/* MRCONSO.RRF of the UMLS, as its Reference Manual has it: 18 fields, each with | behind it, the first a CUI. The types
 * of entries are the semantic types of their concepts, which MRSTY.RRF has. */
#ifndef LEXICON_UMLS_H
#define LEXICON_UMLS_H

#include "lexicon/dictionary.h"

bool umls_is(const struct dictionary *file);

/* Takes the types from the file that the options name, or that lies beside; what was done is noted. */
gaz_status umls_read(struct dictionary *dictionary);

#endif
