/* What a file is that should be text, by its first bytes. */
#ifndef BASE_FILE_KIND_H
#define BASE_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "gaz.h"

enum file_class {
    FILE_TEXT,   /* as far as can be seen */
    FILE_MARKUP, /* text of a kind that is neither list nor corpus */
    FILE_UTF16,  /* text, but not UTF-8 */
    FILE_BINARY  /* no text */
};

/* Finds the kind of a file by the beginning of it, or all of it. `*name` is static: "a PNG image"; NULL for text. */
enum file_class file_kind(const char **name, const char *bytes, size_t size);

/* Whether a text, or the beginning of it, is an annotated corpus of PubTator: "ID|t|title" is its first line. */
bool file_is_pubtator(const char *text, size_t size);

/* How strictly a text is looked at. */
enum file_check {
    FILE_CHECK_BYTES = 1,  /* bytes that are not UTF-8 are accepted */
    FILE_CHECK_MARKUP = 2, /* and so is markup */
    FILE_CHECK_KIND = 4    /* and so is any kind of file */
};

/* Fails for what is no text, for markup, and for bytes that are not UTF-8, which the line is named of. `accepted`: bits
 * of enum file_check; `what` the file should be: "list". */
gaz_status file_check(const char *path, const char *text, size_t size, unsigned accepted, const char *what,
                      gaz_error *error);

#endif
