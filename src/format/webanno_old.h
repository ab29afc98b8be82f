/* WebAnno TSV 1 and 2, of WebAnno before its version 3: no offsets, and IOB2 tags in the columns. */
#ifndef FORMAT_WEBANNO_OLD_H
#define FORMAT_WEBANNO_OLD_H

#include "format/read.h"

/* Whether a file, or the beginning of it, is one without any doubt. */
bool webanno_is_old(const char *text, size_t size);

/* Reads the only document of a file. `*found` false: nobody has annotated it. */
gaz_status webanno_old_read(bool *found, struct document_reader *reader, gaz_error *error);

#endif
