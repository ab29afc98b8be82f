/* Filling the gaps of one prediction with the spans of another. */
#ifndef EVAL_FILL_H
#define EVAL_FILL_H

#include "document/corpus.h"

/* Adds to `predicted` the spans of `fill`, with their tags and ids, that share no token with one of its own. Types and
 * tags are numbered alike in both, and both have tags. Senses are dropped. */
gaz_status fill_spans(struct corpus *predicted, const struct corpus *fill, gaz_error *error);

#endif
