/* Tags a text as a whole, into a document. Used by tagger.c, by the stream for formats of documents, and by gaz
 * explain, which takes the matches itself. */
#ifndef SCAN_DOCUMENT_TAGGER_H
#define SCAN_DOCUMENT_TAGGER_H

#include "document/document.h"
#include "scan/scanner.h"

/* All zero but the document's names: an empty document. */
struct document_tagger {
    gaz_document document;
    bool rows;         /* rows are scanned: the document's text is made of the windows' */
    gaz_status status; /* GAZ_ERROR_MEMORY: out of memory */

    struct scanner *scanner; /* at work; borrowed */
    uint64_t base;           /* bytes of the text before the next window */
    struct units units;      /* of the newest window; borrowed */
    uint32_t next_unit;      /* matches are given from here on, */
    uint64_t next_token;     /* which is this token of the document */
    struct match match;      /* the newest */

    uint64_t token_count; /* what document_tagger_tag_spans has counted */
    uint64_t sentence_count;
    bool open; /* a sentence that has tokens has not ended */
};

/* Fills the document with the text's tokens, sentences and spans; its other members are the caller's. The text is
 * borrowed unless it holds rows. False: out of memory. */
bool document_tagger_tag(struct document_tagger *tagger, struct scanner *scanner, const char *text, size_t size);

/* The same without tokens and sentences, for who looks at the spans' bytes only; but they are counted. Not for rows. */
bool document_tagger_tag_spans(struct document_tagger *tagger, struct scanner *scanner, const char *text, size_t size);

/* document_tagger_tag in steps, for callers that take the matches themselves; the document gets no spans.
 * document_tagger_window appends a window's tokens, document_tagger_match gives its matches, without bytes; they may
 * end in the next window. False: there is none left. */
void document_tagger_begin(struct document_tagger *tagger, struct scanner *scanner, const char *text, size_t size);
bool document_tagger_window(struct document_tagger *tagger);
bool document_tagger_match(struct document_span *span, struct document_tagger *tagger);

/* To be called after the last window. False: it failed. */
bool document_tagger_end(struct document_tagger *tagger);

/* Says why a document was not tagged: for want of memory, or it is larger than a document may be. */
gaz_status document_tagger_fail(const struct document_tagger *tagger, const char *file, gaz_error *error);

/* Adds a model's types to a document's names: there they have the same numbers. */
gaz_status document_add_model_types(struct document_names *names, const gaz_model *model, gaz_error *error);

void document_tagger_free(struct document_tagger *tagger);

#endif
