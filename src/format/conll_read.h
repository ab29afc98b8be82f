/* Column corpora, the CoNLL family: one token a line, columns, sentences separated by empty lines or marks. */
#ifndef FORMAT_CONLL_READ_H
#define FORMAT_CONLL_READ_H

#include "document/corpus.h"
#include "gaz.h"

/* Reads the text of a whole file into `corpus` and adds what was found to `report` (both as far as they hold something
 * already). `columns` holds what the caller forces; `name` is the file's, for errors. On failure the corpus is to be
 * freed. */
gaz_status columns_read_text(struct corpus *corpus, gaz_corpus_report *report, const char *name, const char *text,
                             size_t size, const gaz_columns *columns, gaz_progress progress, void *context,
                             gaz_error *error);

#endif
