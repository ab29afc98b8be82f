/* Documents from texts: a text is tagged as a whole. */
#ifndef SCAN_DOCUMENT_TAGGER_H
#define SCAN_DOCUMENT_TAGGER_H

#include "document/document.h"
#include "scan/scanner.h"

/* A document that is being made. All zero but the document's names is an empty one. */
struct document_maker {
    gaz_document document;
    bool rows;         /* what is scanned are rows, of which a text is made: the tokens, each sentence a line */
    gaz_status status; /* GAZ_ERROR_MEMORY: out of memory */

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

/* To be called after the last window. False: out of memory. */
bool document_end(struct document_maker *maker);

/* Adds a model's types to a document's names: there they have the same numbers. */
gaz_status document_add_model_types(struct document_names *names, const gaz_model *model, gaz_error *error);

void document_maker_free(struct document_maker *maker);

#endif
