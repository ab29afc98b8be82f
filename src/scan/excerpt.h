/* Parts of a document as lists have them: what stands at some tokens, and the text around them. False: out of memory.
 */
#ifndef SCAN_EXCERPT_H
#define SCAN_EXCERPT_H

#include "document/document.h"

/* Appends the surface of tokens [begin, end) as the text has it: tokens without a blank between them are one. */
bool excerpt_add_surface(struct buffer *surface, const gaz_document *document, uint64_t begin, uint64_t end);

/* Appends tokens [begin, end) with some bytes of their sentence, tokens [first, last), on both sides. */
bool excerpt_add_example(struct buffer *example, const gaz_document *document, uint64_t begin, uint64_t end,
                         uint64_t first, uint64_t last);

/* Appends bytes as UTF-8, with blanks for control characters. */
bool excerpt_add_plain(struct buffer *out, const char *bytes, size_t size);

#endif
