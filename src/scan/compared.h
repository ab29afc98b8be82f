/* The text by which the units of a window are compared: normalised in place, so that they begin where they are written.
 * Used by unit_room.c and raw_room.c. */
#ifndef SCAN_COMPARED_H
#define SCAN_COMPARED_H

#include <stdbool.h>
#include <stddef.h>

#include "text/spread.h"

struct kernel;

struct compared {
    const struct kernel *kernel;
    unsigned normalization; /* enum unicode_normalization */
    char *bytes;            /* owned */
};

/* For texts of up to `size` bytes. False: out of memory. */
bool compared_init(struct compared *compared, const struct kernel *kernel, size_t size, unsigned normalization);
void compared_free(struct compared *compared);

/* Normalises tokens with blanks between them. A form that is shorter is filled up with blanks. The text ends with a
 * blank, and UNITS_MARGIN bytes can be read behind it and the result. Returns the text itself if it is compared as it
 * is; NULL if a form is longer than its token. */
const char *compared_text(struct compared *compared, const char *text, size_t size);

/* The same for the made text, with a blank behind it that makes it `size` bytes. */
const char *compared_spread(struct compared *compared, const struct spread *spread, size_t size);

#endif
