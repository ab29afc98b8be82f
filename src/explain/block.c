#include "explain/block.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "tag/units.h"

enum { BLOCK_SIZE = 1 << 15, BLOCK_SIZE_MAX = 1 << 30 };

void block_rewind(struct block *block) {
    block->offset = 0;
    block->line = 1;
    block->size = 0;
    block->token_count = block->sentence_count = 0;
}

void block_free(struct block *block) {
    free(block->tokens);
    free(block->sentences);
}

/* Cuts `size` bytes. `final`: the text ends with them. */
static gaz_status cut_block(struct block *block, cut_function *function, size_t size, bool final, gaz_error *error) {
    if (!array_reserve(&block->tokens, &block->token_capacity, size + 2, sizeof *block->tokens) ||
        !array_reserve(&block->sentences, &block->sentence_capacity, size + 2, sizeof *block->sentences))
        return error_memory(error);
    struct cut cut = {.tokens = block->tokens, .sentences = block->sentences, .capacity = (uint32_t)size + 2};
    struct cut_state state = {0};
    function(&cut, &state, block->text, size, final);
    block->sentence_count = cut.sentence_count;
    block->token_count = cut.sentence_count ? cut.sentences[cut.sentence_count - 1].token_end : 0;
    block->size = cut.sentence_count ? cut.sentences[cut.sentence_count - 1].next : 0;
    return GAZ_OK;
}

gaz_status block_next(struct block *block, cut_function *cut, const char *text, uint64_t size, gaz_error *error) {
    block->line = block->size ? block->line + lines_count(block->text, block->size) : block->line + !block->line;
    block->offset += block->size;
    block->size = 0;
    block->token_count = block->sentence_count = 0;
    if (block->offset >= size) return GAZ_OK;
    block->text = text + block->offset;
    uint64_t left = size - block->offset;
    for (size_t wanted = BLOCK_SIZE;; wanted *= 2) {
        if (wanted > BLOCK_SIZE_MAX)
            return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a sentence of over %d bytes is not explained",
                             BLOCK_SIZE_MAX);
        bool final = left <= wanted;
        gaz_status status = cut_block(block, cut, final ? left : wanted, final, error);
        if (status != GAZ_OK || block->sentence_count || final) return status;
    }
}

uint32_t block_sentence(const struct block *block, uint32_t token) {
    uint32_t low = 0;
    uint32_t high = block->sentence_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (block->sentences[middle].token_end > token)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

uint32_t block_token(const struct block *block, uint64_t at) {
    uint32_t low = 0;
    uint32_t high = block->token_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (block->tokens[middle].end > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
