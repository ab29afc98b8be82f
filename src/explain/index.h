/* The entries of a lexicon, kept or not, by the tokens that one automaton of a model would compare them by. */
#ifndef EXPLAIN_INDEX_H
#define EXPLAIN_INDEX_H

#include "lexicon/lexicon.h"
#include "model/model.h"

#define INDEX_NO_TOKEN UINT32_MAX

/* Where the tokens of entries begin, and the masks of patterns. */
enum index_root { INDEX_ROOT = 0, INDEX_MASKED_ROOT = 0x7FFFFFFF };

/* How tokens may differ that are not the same to a model: each kind leaves less of a difference than the one before. */
struct index_kind {
    const char *name;
    unsigned normalization;
};
enum { INDEX_KINDS = 4 };
extern const struct index_kind index_kinds[INDEX_KINDS];

/* A tree of token numbers. */
struct index {
    const gaz_lexicon *lexicon; /* borrowed; NULL: nothing is in it */
    unsigned normalization;     /* of the model, enum unicode_normalization */
    uint32_t signs;             /* that count as letters */
    struct strings tokens;      /* normalised */
    struct strings nodes;       /* node - 1: the pair of its parent and the token that leads to it */
    uint32_t *first;            /* by node: 1 + number of its first entry, 0 = none */
    size_t first_capacity;
    uint32_t *next; /* by entry: 1 + number of the next one with the same tokens */
    struct buffer room;

    /* The entries by their words, in lower case and without punctuation; made for the first index_find_words. */
    bool has_words;
    struct strings words;
    uint32_t *words_first; /* by number in words, as above */
    size_t words_capacity;
    uint32_t *words_next;
};

/* `tokenization`: TOKENS_CORPUS or TOKENS_WORDS of the model. After a failure too the index is to be freed. */
gaz_status index_make(struct index *index, const gaz_lexicon *lexicon, const gaz_model *model, uint32_t tokenization,
                      gaz_error *error);
void index_free(struct index *index);

/* What a token is compared by; borrowed from it or from the index until the next call. False: out of memory. */
bool index_key(const char **key, size_t *key_size, struct index *index, const char *bytes, size_t size);

/* The number of a token of a text, or of its mask; INDEX_NO_TOKEN if no entry has it. False: out of memory. */
bool index_token(uint32_t *number, struct index *index, const char *bytes, size_t size, bool masked);

/* Where a token leads from a node or root; 0 = nowhere. */
uint32_t index_step(const struct index *index, uint32_t node, uint32_t token);

/* 1 + the number of an entry; 0 = none. */
static inline uint32_t index_first(const struct index *index, uint32_t node) {
    return index->first[node];
}

/* Finds the entries with the words of a text: 1 + the number of the first, from which index->words_next leads on. */
gaz_status index_find_words(uint32_t *first, struct index *index, const char *text, size_t size, gaz_error *error);

#endif
