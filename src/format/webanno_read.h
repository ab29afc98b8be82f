/* WebAnno TSV 3, which WebAnno and INCEpTION write: a token a line, annotations in columns that the header names. */
#ifndef FORMAT_WEBANNO_READ_H
#define FORMAT_WEBANNO_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "document/corpus.h"
#include "gaz.h"

/* Whether a text begins as such a file does. */
bool webanno_is_there(const char *text, size_t size);

/* Reads the text of a whole file into `corpus`, one document, and adds to the report's format and counts of spans. The
 * spans are those of `layer`; NULL: of the first layer that is called NamedEntity, or the project's first own one, or
 * the first; without a span layer nobody has annotated the document. Tokens are the file's own. `name` is the file's,
 * for errors. On failure the corpus is to be freed. */
gaz_status webanno_read(struct corpus *corpus, gaz_corpus_report *report, const char *name, const char *text,
                        size_t size, const char *layer, gaz_error *error);

#endif
