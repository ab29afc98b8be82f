/* Annotated corpora of every format into one struct corpus. */
#ifndef CORPUS_READ_H
#define CORPUS_READ_H

#include "corpus/corpus.h"
#include "gaz.h"

/* Reads a file ("-" is standard input) or a brat folder into `corpus` and adds what was found to `report` (both as far
 * as they hold something already). On failure the corpus is to be freed. */
gaz_status corpus_read(struct corpus *corpus, gaz_corpus_report *report, const char *path,
                       const gaz_corpus_options *options, gaz_progress progress, void *context, gaz_error *error);

#endif
