/* A str or bytes as what gaz reads. */
#ifndef PYTHON_TEXT_H
#define PYTHON_TEXT_H

#include "extension.h"

struct text {
    const char *bytes; /* UTF-8, or any bytes if the unit is bytes */
    size_t size;
    gaz_offsets unit; /* of its spans; bytes if the text is ASCII, where all units are one */
    PyObject *owner;  /* holds the bytes */
};

/* `unit` GAZ_OFFSETS_DEFAULT is code points for str, and bytes for bytes. Lone surrogates are UnicodeEncodeError, or
 * with `replace` become U+FFFD. Bytes whose offsets are not bytes are decoded, and errors handled alike. */
int text_open(struct text *text, PyObject *object, gaz_offsets unit, bool replace);
void text_close(struct text *text);

#endif
