/* A table of the spans on which two sides differ. */
#ifndef EVAL_DIFFERENCES_H
#define EVAL_DIFFERENCES_H

#include "base/buffer.h"
#include "eval/pair.h"
#include "eval/units.h"

/* How the sides differ at a unit: "type", "boundary", "only predicted", "only gold". NULL: they agree. */
const char *difference_kind(const struct unit *unit);

/* Appends the rows of a pair. */
gaz_status differences_add(struct buffer *rows, const struct pair *pair, gaz_error *error);

#endif
