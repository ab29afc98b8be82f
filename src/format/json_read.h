/* Annotated texts as JSON: what doccano, Label Studio, Prodigy, spaCy and gaz write. */
#ifndef FORMAT_JSON_READ_H
#define FORMAT_JSON_READ_H

#include "document/corpus.h"
#include "gaz.h"

/* Reads the text of a whole file (records one after the other, or in one array) into `corpus`, a document each, and
 * adds to the report's format and to its counts of spans and records left out. The record's shape is found for each,
 * unless options->format forces one. `name` is the file's, for errors. On failure the corpus is to be freed. */
gaz_status records_read(struct corpus *corpus, gaz_corpus_report *report, const char *name, const char *text,
                        size_t size, const gaz_corpus_options *options, gaz_progress progress, void *context,
                        gaz_error *error);

#endif
