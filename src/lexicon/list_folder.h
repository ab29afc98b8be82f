/* Which files of a folder are lists. */
#ifndef LEXICON_LIST_FOLDER_H
#define LEXICON_LIST_FOLDER_H

#include <stdbool.h>

#include "base/buffer.h"
#include "gaz.h"

/* The lists of a folder, *.tsv, *.txt and *.lst (but for those of GATE's lists.def), sorted by name, as one owned array
 * of owned paths that ends in NULL;
 * `*tsv`: there is a *.tsv among them. `left_out` receives the names of files that are none, with commas between, and
 * a zero byte; what gaz writes beside lists, documentation and corpora are not among these. */
gaz_status list_folder_find(char ***lists, bool *tsv, struct buffer *left_out, const char *folder, gaz_error *error);

#endif
