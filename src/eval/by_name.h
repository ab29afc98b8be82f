/* Documents of two corpora that have the same name, side by side. */
#ifndef EVAL_BY_NAME_H
#define EVAL_BY_NAME_H

#include "eval/pair.h"

/* Pairs the documents of pair->gold and pair->predicted, whose tokens are numbered alike, by name: drops those that are
 * on one side only, which are kept in pair->unpaired, and gives the others the same order. Documents of one name with
 * other tokens are an error that names them, or with `lenient` are dropped and kept there too. `named`: each side's
 * documents are called so wherever they are. `*why` not NULL: nothing has changed, for documents have no names, or not
 * each its own, or the sides have no name in common, or other names for the same texts in the same order; it is static,
 * and goes behind the message if their tokens differ, too. */
gaz_status pair_by_name(const char **why, struct pair *pair, bool named, bool lenient, const char *file,
                        const char *gold_file, gaz_error *error);

#endif
