/* A text a few sentences at a time. */
#ifndef EXPLAIN_BLOCK_H
#define EXPLAIN_BLOCK_H

#include "gaz.h"
#include "text/cut.h"

/* Whole sentences of a text, one at least. All zero is before the first. */
struct block {
    const char *text; /* of the block */
    uint64_t offset;  /* where it begins, and its line, from 1 */
    uint64_t line;
    uint32_t size; /* 0: there is none left */
    struct token *tokens;
    uint32_t token_count;
    struct sentence *sentences;
    uint32_t sentence_count;
    size_t token_capacity;
    size_t sentence_capacity;
};

/* Goes on to the block behind this one. */
gaz_status block_next(struct block *block, cut_function *cut, const char *text, uint64_t size, gaz_error *error);

/* Goes back before the first block. */
void block_rewind(struct block *block);

void block_free(struct block *block);

/* The number of the sentence that a token belongs to. */
uint32_t block_sentence(const struct block *block, uint32_t token);

/* The first token that ends behind a byte of the block, or token_count. */
uint32_t block_token(const struct block *block, uint64_t at);

static inline uint32_t sentence_first(const struct block *block, uint32_t sentence) {
    return sentence ? block->sentences[sentence - 1].token_end : 0;
}

#endif
