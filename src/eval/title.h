/* What a document is called in tables of all files. */
#ifndef EVAL_TITLE_H
#define EVAL_TITLE_H

#include "base/buffer.h"
#include "eval/pair.h"

/* Appends the name of the gold's document: its own, or that of its file and, if that has several, its number there.
 * Control characters become blanks. False: out of memory. */
bool title_add(struct buffer *out, const struct pair *pair, uint64_t document);

#endif
