/* Annotated texts on their way into a corpus: spans of bytes become spans of whole tokens that do not overlap. */
#ifndef DOCUMENT_ANNOTATION_H
#define DOCUMENT_ANNOTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strings.h"
#include "document/corpus.h"
#include "gaz.h"
#include "text/cut.h"

/* One document at a time: cut it, or add its tokens and sentences; add its spans; finish it. All zero is an empty one;
 * the rooms are used again for the next. */
struct document {
    const char *text; /* borrowed until it is finished; tokens are bytes of it */
    struct token *tokens;
    uint32_t token_count;
    size_t token_capacity;
    uint32_t *ends; /* of sentences: token numbers, exclusive, ascending */
    uint32_t end_count;
    size_t end_capacity;
    struct document_span {
        uint32_t begin; /* token number */
        uint32_t end;   /* exclusive */
        uint32_t type;  /* number in types */
        bool snapped;   /* it was widened to whole tokens */
        size_t order;   /* document_add_span fills it in */
    } * spans;
    size_t span_count;
    size_t span_capacity;
    struct strings types; /* of all documents so far */
};

/* Cuts a text with the word tokenizer; each line end ends a sentence. The text is below 2^31 bytes (else it is an error
 * without a file), and borrowed until the document is finished. */
gaz_status document_cut(struct document *document, const char *text, size_t size, gaz_error *error);

/* Adds a token, bytes [begin, end) of what document->text will be, and ends the sentence behind the newest token. */
gaz_status document_add_token(struct document *document, size_t begin, size_t end, gaz_error *error);
gaz_status document_end_sentence(struct document *document, gaz_error *error);

/* A type's number. An empty one is ENTITY; one with a control character is an error without a file. */
gaz_status document_add_type(uint32_t *type, struct document *document, const char *bytes, size_t size,
                             gaz_error *error);

/* Adds a span of the tokens [begin, end), not empty. */
gaz_status document_add_span(struct document *document, const struct document_span *span, gaz_error *error);

/* Adds a span of the bytes [begin, end) of the text, widened to whole tokens. One that holds no token is counted in
 * report->blank and left out. */
gaz_status document_annotate(struct document *document, gaz_corpus_report *report, size_t begin, size_t end,
                             uint32_t type, gaz_error *error);

/* Adds the document to the corpus: of spans that overlap the one that begins first, then the longer, then the one that
 * was added first. A sentence end within a span ends none. The document is empty afterwards. */
gaz_status document_finish(struct document *document, struct corpus *corpus, gaz_corpus_report *report,
                           gaz_error *error);

void document_free(struct document *document);

#endif
