/* What an annotated file is, by its path and by what it holds. */
#ifndef FORMAT_DETECT_H
#define FORMAT_DETECT_H

#include <stddef.h>

#include "format/format.h"

/* The format that opens such a path itself, as a brat folder; NULL: the file is to be read first. */
gaz_status detect_path(const struct format **format, const char *path, gaz_error *error);

/* The format of the text of a whole file: jsonl for every JSON format but json-tokens; columns if nothing speaks for
 * another. `fields` are those of the options. */
gaz_status detect_text(const struct format **format, const char *text, size_t size, const char *fields,
                       gaz_error *error);

#endif
