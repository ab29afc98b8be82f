/* Making documents: a text is tagged as a whole. */
#ifndef SCAN_DOCUMENT_TAGGER_H
#define SCAN_DOCUMENT_TAGGER_H

#include "format/document.h"
#include "scan/scanner.h"

/* A document that is being made. All zero is an empty one. */
struct document_maker {
    struct document document;
    struct buffer text; /* of rows: the tokens with spaces between them, each sentence a line */
    bool rows;          /* what is scanned are rows */
    bool failed;        /* out of memory */

    struct scanner *scanner; /* at work; borrowed */
    uint64_t base;           /* bytes of the text before the next window */
    uint64_t first_token;    /* of the newest window */
};

/* Makes the document of a text, which is borrowed unless it holds rows: tokens, sentences and spans. False: out of
 * memory. What else the document says is the caller's. */
bool document_make(struct document_maker *maker, struct scanner *scanner, const char *text, size_t size);

/* The same in steps, for those who take the matches as they come: the document has no spans then. A window's tokens are
 * there before its matches, whose bytes are not said and which may end in the next window. False: there is none left.
 */
void document_begin(struct document_maker *maker, struct scanner *scanner, const char *text, size_t size);
bool document_window(struct document_maker *maker);
bool document_match(struct document_span *span, struct document_maker *maker);

/* To be called behind the last window. False: out of memory. */
bool document_end(struct document_maker *maker);

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
