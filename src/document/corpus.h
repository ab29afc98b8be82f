/* An annotated corpus in memory: token numbers, sentences, documents and spans. About four bytes a token. */
#ifndef DOCUMENT_CORPUS_H
#define DOCUMENT_CORPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strings.h"
#include "document/corpus_texts.h"
#include "document/document.h"
#include "gaz.h"

struct corpus_span {
    uint64_t begin; /* token number in the corpus */
    uint32_t size;  /* tokens */
    uint32_t type;  /* number in types */
    uint32_t id;    /* 1 + number in ids, of the concept; 0 = none */
    uint32_t name;  /* 1 + number in names, of the concept; 0 = none */
};

/* What else a span is annotated with. */
struct corpus_sense {
    uint64_t span; /* its number */
    uint32_t type; /* as in struct corpus_span */
    uint32_t id;
    uint32_t name;
};

/* All zero is an empty corpus. Readers append to it. */
struct corpus {
    struct strings vocabulary;
    struct strings types;
    struct strings ids;
    struct strings names;
    uint32_t *tokens; /* numbers in vocabulary */
    uint64_t token_count;
    size_t token_capacity;
    uint64_t *touching; /* bits, by token: in its text no blank stands before it; NULL: that is not known of any */
    size_t touching_words;
    uint64_t *sentence_ends; /* token numbers, exclusive, ascending; every sentence has a token */
    uint64_t sentence_count;
    size_t sentence_capacity;
    uint64_t *document_ends; /* sentence numbers, exclusive, ascending; every document has a sentence */
    uint64_t document_count;
    size_t document_capacity;
    struct corpus_span *spans; /* by begin, not overlapping, none crossing a sentence end */
    uint64_t span_count;
    size_t span_capacity;
    struct corpus_sense *senses; /* by span */
    size_t sense_count;
    size_t sense_capacity;
    /* Tags are kept only if `keep_tags` is set before anything is read. */
    bool keep_tags;
    struct strings tag_names; /* the distinct ones as they are written; one without a type has that of its spans */
    uint32_t *tags;           /* numbers in tag_names; one a token */
    size_t tag_capacity;
    struct corpus_texts *texts; /* receives what documents are called, and their texts; NULL: nobody needs to know;
                                 * borrowed. Column files do not tell it */
};

/* Appends to the open sentence. */
gaz_status corpus_add_token(struct corpus *corpus, const char *bytes, size_t size, gaz_error *error);

/* Appends a span over the tokens [begin, end) of the corpus, without an id. */
gaz_status corpus_add_span(struct corpus *corpus, uint64_t begin, uint64_t end, const char *type, size_t type_size,
                           gaz_error *error);

/* Sets the concept of a span; id and name may be NULL or "". */
gaz_status corpus_set_concept(struct corpus *corpus, uint64_t span, const char *id, const char *name, gaz_error *error);

/* Adds another sense to a span, behind which no span has one yet. */
gaz_status corpus_add_sense(struct corpus *corpus, uint64_t span, const struct string *type, const char *id,
                            const char *name, gaz_error *error);

/* Appends a span whose type has a number. */
gaz_status corpus_append_span(struct corpus *corpus, const struct corpus_span *span, gaz_error *error);

/* Whether a token stands right behind the one before it in its text. */
static inline bool corpus_touches(const struct corpus *corpus, uint64_t token) {
    return token / 64 < corpus->touching_words && (corpus->touching[token / 64] >> token % 64 & 1);
}

/* The number of the sentence that holds a token. */
uint64_t corpus_sentence_of(const struct corpus *corpus, uint64_t token);

/* Ends the open sentence or document; nothing happens if it is empty. The end of a document ends its sentence. */
gaz_status corpus_end_sentence(struct corpus *corpus, gaz_error *error);
gaz_status corpus_end_document(struct corpus *corpus, gaz_error *error);

/* Appends a document, and counts in `report` what of its spans could not be taken. Of spans that share a token the one
 * that begins first is taken, then the longest. A sentence that ends within a span goes on. Changes the document's
 * spans. */
gaz_status corpus_add_document(struct corpus *corpus, gaz_corpus_report *report, gaz_document *document,
                               gaz_error *error);

/* Makes a document of the corpus's document `number`: its text is the tokens with a space between two, each sentence a
 * line. `*span` is the first span that is not in the documents before, and then the first not in this one. */
gaz_status corpus_get_document(gaz_document *document, uint64_t *span, const struct corpus *corpus, uint64_t number,
                               gaz_error *error);

void corpus_free(struct corpus *corpus);

#endif
