/* What pages and documents declare as their encoding. */
#ifndef FORMAT_MARKUP_ENCODING_H
#define FORMAT_MARKUP_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "gaz.h"

enum { MARKUP_ENCODING_SIZE = 32 };

/* Finds the encoding that the beginning of a source declares, as a name for iconv; "": UTF-8, or none that is known. */
gaz_status markup_find_encoding(char name[MARKUP_ENCODING_SIZE], const char *source, size_t size, bool xml,
                                gaz_error *error);

/* Appends a source in UTF-8. Bytes that are no character are GAZ_ERROR_INPUT; `file` is for errors. */
gaz_status markup_decode(struct buffer *decoded, const char *source, size_t size, const char *encoding,
                         const char *file, gaz_error *error);

#endif
