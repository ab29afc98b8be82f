/* The door for columns: turns the tokens of a window of rows into a text, so that what follows need not know of rows.
 * Used by scanner.c. */
#ifndef SCAN_ROW_TEXT_H
#define SCAN_ROW_TEXT_H

#include "text/cut.h"

/*    rows   Use\tO\nLinux\tB-OS\n\nA\tO\nkern ...
 *    text   Use Linux\nA
 *    tokens [-] [---]  -                 a space between two, LF after each sentence
 */
struct row_text {
    char *bytes; /* owned, as the arrays */
    uint32_t size;
    struct token *tokens;
    struct sentence *sentences;
    bool open; /* the sentence that the text begins in has had a token */
};

/* For windows of up to `size` bytes and `capacity` tokens and sentences. False: out of memory. */
bool row_text_init(struct row_text *text, size_t size, size_t capacity);
void row_text_free(struct row_text *text);

/* Makes the text of a window of rows, which lies at `rows`. The array of tokens has `ahead` more than the window, and
 * the bytes of these follow the text: matches may end in them. */
void row_text_fill(struct row_text *text, const struct cut *cut, uint32_t ahead, const char *rows);

#endif
