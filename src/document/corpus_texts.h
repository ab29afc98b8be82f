/* What the documents of a corpus are called, and their texts: which a corpus itself does not keep. */
#ifndef DOCUMENT_CORPUS_TEXTS_H
#define DOCUMENT_CORPUS_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "document/document.h"

/* A document, by its number in the corpus. */
struct named_text {
    size_t title;    /* in `titles`, up to a zero byte: its id, or its file's name and its number there; "" = none */
    bool has_id;     /* the title is an id */
    uint64_t token;  /* its first in `tokens` */
    size_t position; /* of its text in `bytes` */
    size_t size;     /* of its text */
};

/* All zero but `keep` is empty. */
struct corpus_texts {
    bool keep; /* texts and tokens too, and not titles only: to be set before anything is read */
    struct named_text *items;
    size_t count;
    size_t capacity;
    struct buffer titles;
    struct buffer bytes;
    struct document_token *tokens; /* of all documents; each says bytes of its own document's text */
    uint64_t token_count;
    size_t token_capacity;
};

/* Adds a document, which has a token. */
gaz_status corpus_texts_add(struct corpus_texts *texts, const gaz_document *document, gaz_error *error);

static inline const char *corpus_texts_title(const struct corpus_texts *texts, size_t number) {
    return texts->titles.bytes + texts->items[number].title;
}

/* Leaves the documents of these numbers, in that order. */
gaz_status corpus_texts_select(struct corpus_texts *texts, const uint64_t *numbers, size_t count, gaz_error *error);

void corpus_texts_free(struct corpus_texts *texts);

#endif
