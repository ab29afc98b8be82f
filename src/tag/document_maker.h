/* Making documents: a text is tagged as a whole. */
#ifndef TAG_DOCUMENT_MAKER_H
#define TAG_DOCUMENT_MAKER_H

#include "tag/document.h"
#include "tag/scanner.h"

/* A document that is being made. All zero is an empty one. */
struct document_maker {
    struct document document;
    struct buffer text; /* of rows: the tokens with spaces between them, each sentence a line */
    bool rows;          /* what is scanned are rows */
    bool failed;        /* out of memory */
};

/* Makes the document of a text, which is borrowed unless it holds rows: tokens, sentences and spans. False: out of
 * memory. What else the document says is the caller's. */
bool document_make(struct document_maker *maker, struct scanner *scanner, const char *text, size_t size);

/* Where a walk along the lines of a document is. All zero is before the first. */
struct document_lines {
    size_t token; /* the first behind the line */
    size_t span;
    uint64_t number; /* of the line, from 0 */
};

/* Makes a document of the next line that has a token. 1, 0 when there is none left, or -1: out of memory. */
int document_next_line(struct document_maker *maker, struct document_lines *lines, const struct document *whole);

void document_maker_free(struct document_maker *maker);

#endif
