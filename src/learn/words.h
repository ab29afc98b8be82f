/* How often a word beside an entity belongs to it. */
#ifndef LEARN_WORDS_H
#define LEARN_WORDS_H

#include "document/corpus.h"
#include "model/context.h"

/* By token of a corpus's vocabulary. */
struct word_count {
    uint32_t occurrences;
    uint32_t goes_on;    /* inside an entity, not its first token */
    uint32_t goes_ahead; /* inside an entity, not its last token */
};

/* Adds the counts of the sentences of one fold (`folds` NULL: of all). */
void words_count(struct word_count *counts, const struct corpus *corpus, const uint8_t *folds, unsigned fold);

/* The class of a word by its occurrences, `part` of which are a part of an entity. */
enum word_class words_class(uint32_t part, uint32_t occurrences);

#endif
