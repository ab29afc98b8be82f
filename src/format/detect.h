/* What an annotated file is, by its path and by what it holds. */
#ifndef FORMAT_DETECT_H
#define FORMAT_DETECT_H

#include <stddef.h>

#include "format/format.h"

/* The format that opens such a path itself, as a brat folder; NULL: the file is to be read first. */
gaz_status detect_path(const struct format **format, const char *path, gaz_error *error);

/* The format of the text of a whole file: jsonl for every JSON format; columns if nothing speaks for another. */
gaz_status detect_text(const struct format **format, const char *text, size_t size, gaz_error *error);

#endif
