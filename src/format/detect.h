/* What an annotated file is, by what it holds. */
#ifndef FORMAT_DETECT_H
#define FORMAT_DETECT_H

#include <stddef.h>

#include "gaz.h"

/* The format of the text of a whole file: GAZ_CORPUS_WEBANNO, GAZ_CORPUS_JSONL for every JSON format, or what is taken
 * for granted otherwise, GAZ_CORPUS_CONLL. */
gaz_status detect_format(gaz_corpus_format *format, const char *text, size_t size, gaz_error *error);

#endif
