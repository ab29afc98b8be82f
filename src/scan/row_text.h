/* The door for columns: turns the tokens of a window of rows into a text, so that what follows need not know of rows.
 * Used by scanner.c. */
#ifndef SCAN_ROW_TEXT_H
#define SCAN_ROW_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "text/units.h"

/*    rows   Use\tO\nLinux\tB-OS\n\nA\tO\nkern ...
 *    text   Use Linux\nA
 *    units  [-] [---] | -                a space between two tokens, LF after each sentence
 */
struct row_text {
    char *bytes; /* owned, as the arrays */
    uint32_t size;
    uint32_t *begins;
    uint32_t *ends;
    bool open; /* the sentence that the text begins in has had a token */
};

/* For windows of up to `size` bytes and `capacity` units. False: out of memory. */
bool row_text_init(struct row_text *text, size_t size, size_t capacity);
void row_text_free(struct row_text *text);

/* Makes the text of a window of rows, whose units are replaced by it. There are `ahead` more units behind the window's,
 * and the bytes of these follow the text: matches may end in them. */
void row_text_fill(struct units *units, struct row_text *text, uint32_t ahead);

#endif
