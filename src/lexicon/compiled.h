/* A model as a list of entries: what gaz_lexicon_build wrote, read back. Verdicts, priorities and the weights of
 * contexts are not in it; entries have their precision and evidence. */
#ifndef LEXICON_COMPILED_H
#define LEXICON_COMPILED_H

#include "lexicon/lexicon.h"

/* Whether a file is a model. */
bool compiled_is(const char *text, size_t size);

/* Adds the entries of a model, which is aligned to 16 bytes. `path` is for errors. */
gaz_status compiled_read(gaz_lexicon *lexicon, const char *path, const char *text, size_t size, gaz_error *error);

#endif
