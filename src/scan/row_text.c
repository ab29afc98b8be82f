#include "scan/row_text.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT = 16 /* bytes that are copied at once, though fewer may be wanted */ };

bool row_text_init(struct row_text *text, size_t size, size_t capacity) {
    text->bytes = malloc(size + 2 + SHORT); /* a token and the byte before it take no more than its row */
    text->tokens = malloc(capacity * sizeof *text->tokens);
    text->sentences = malloc(capacity * sizeof *text->sentences);
    return text->bytes && text->tokens && text->sentences;
}

void row_text_free(struct row_text *text) {
    free(text->bytes);
    free(text->tokens);
    free(text->sentences);
}

/* Appends the tokens [begin, end) of the window, which are of one sentence. */
static void add_tokens(struct row_text *text, const struct cut *cut, const char *rows, uint32_t begin, uint32_t end) {
    char *at = text->bytes + text->size;
    if (begin < end && text->open) *at++ = ' ';
    for (uint32_t i = begin; i < end; i++) {
        const struct token *token = &cut->tokens[i];
        uint32_t size = token->end - token->begin;
        uint32_t offset = (uint32_t)(at - text->bytes);
        if (size <= SHORT && token->begin + SHORT <= cut->used)
            memcpy(at, rows + token->begin, SHORT);
        else
            memcpy(at, rows + token->begin, size);
        text->tokens[i] = (struct token){offset, offset + size};
        at[size] = ' ';
        at += size + 1;
    }
    if (begin < end) at--; /* the space after the last */
    text->size = (uint32_t)(at - text->bytes);
    text->open = text->open || begin < end;
}

void row_text_fill(struct row_text *text, const struct cut *cut, uint32_t ahead, const char *rows) {
    uint32_t begin = 0;
    text->size = 0;
    for (uint32_t i = 0; i < cut->sentence_count; i++) {
        uint32_t end = cut->sentences[i].token_end;
        add_tokens(text, cut, rows, begin, end);
        text->sentences[i] = (struct sentence){end, text->size, text->size + 1};
        text->bytes[text->size++] = '\n';
        text->open = false;
        begin = end;
    }
    add_tokens(text, cut, rows, begin, cut->token_count);
    struct row_text rest = *text;
    add_tokens(&rest, cut, rows, cut->token_count, cut->token_count + ahead);
}
