/* A part of a corpus's documents, in another order. */
#ifndef DOCUMENT_CORPUS_SELECT_H
#define DOCUMENT_CORPUS_SELECT_H

#include "document/corpus.h"

/* Leaves the documents of these numbers, each given once at most, in that order. The numbers of names stay. */
gaz_status corpus_select(struct corpus *corpus, const uint64_t *numbers, size_t count, gaz_error *error);

/* The first token of a document, or of what is behind the last one. */
uint64_t corpus_document_begin(const struct corpus *corpus, uint64_t document);

#endif
