/* brat's standoff: a text in NAME.txt, its spans in NAME.ann. */
#ifndef FORMAT_BRAT_READ_H
#define FORMAT_BRAT_READ_H

#include <stdbool.h>

#include "document/corpus.h"
#include "gaz.h"

/* Whether the path is a folder with an .ann file, or an .ann or .txt file beside its partner. */
gaz_status brat_find(bool *there, const char *path, gaz_error *error);

/* Reads the documents of a folder, sorted by name, or the one of an .ann or .txt file, and adds to the report's format,
 * files and counts of spans and documents left out. A text without .ann is one that nobody has annotated. On failure
 * the corpus is to be freed. */
gaz_status brat_read(struct corpus *corpus, gaz_corpus_report *report, const char *path, gaz_progress progress,
                     void *context, gaz_error *error);

#endif
