#include "scan/document_tagger.h"

#include <string.h>

#include "base/error.h"

gaz_status document_add_model_types(struct document_names *names, const gaz_model *model, gaz_error *error) {
    const char *type;
    uint32_t number;
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; status == GAZ_OK && (type = gaz_model_type(model, i)) != NULL; i++)
        status = strings_add(&number, &names->types, type, strlen(type), error);
    return status;
}

/* ---- Windows ---- */

/* A token of rows becomes a part of the text. */
static gaz_status take_row_token(struct document_maker *maker, const struct window *window, uint32_t i, bool goes_on) {
    const struct token *token = &window->tokens[i];
    const char *bytes = window->text + token->begin;
    if (goes_on) return document_append_bytes(&maker->document, bytes, token->end - token->begin, NULL);
    return document_append_token(&maker->document, bytes, token->end - token->begin, NULL);
}

static gaz_status take_token(struct document_maker *maker, const struct window *window, uint32_t i) {
    gaz_document *document = &maker->document;
    bool goes_on = i == 0 && window->first_goes_on && document->token_count > 0;
    const struct token *token = &window->tokens[i];
    if (maker->rows) return take_row_token(maker, window, i, goes_on);
    if (!goes_on) return document_add_token(document, maker->base + token->begin, maker->base + token->end, NULL);
    document->tokens[document->token_count - 1].end = maker->base + token->end;
    return GAZ_OK;
}

static void take_window(struct document_maker *maker, const struct window *window) {
    uint32_t sentence = 0;
    for (uint32_t i = 0; i <= window->token_count && maker->status == GAZ_OK; i++) {
        for (; sentence < window->sentence_count && window->sentences[sentence].token_end == i; sentence++)
            if (maker->status == GAZ_OK) maker->status = document_end_sentence(&maker->document, NULL);
        if (i < window->token_count && maker->status == GAZ_OK) maker->status = take_token(maker, window, i);
    }
}

/* The spans' bytes are filled in when all tokens are there: they may reach into the next window. */
static void take_matches(struct document_maker *maker) {
    struct document_span span;
    while (maker->status == GAZ_OK && document_match(&span, maker))
        maker->status = document_add_span(&maker->document, &span, NULL);
}

void document_begin(struct document_maker *maker, struct scanner *scanner, const char *text, size_t size) {
    document_clear(&maker->document);
    maker->status = GAZ_OK;
    maker->scanner = scanner;
    maker->base = 0;
    maker->document.text = text;
    maker->document.size = size;
    scanner_reset(scanner);
    scanner_feed(scanner, text, size, true);
}

bool document_window(struct document_maker *maker) {
    const gaz_document *document = &maker->document;
    struct window window;
    if (maker->status != GAZ_OK || !scanner_next(&window, maker->scanner)) return false;
    maker->first_token = document->token_count - (window.first_goes_on && document->token_count > 0);
    take_window(maker, &window);
    maker->base += window.size;
    return maker->status == GAZ_OK;
}

bool document_match(struct document_span *span, struct document_maker *maker) {
    struct match match;
    if (!scanner_match(&match, maker->scanner)) return false;
    *span = (struct document_span){.token_begin = maker->first_token + match.begin,
                                   .token_end = maker->first_token + match.end,
                                   .type = scanner_model(maker->scanner)->entries[match.entry].type,
                                   .entry = match.entry,
                                   .score = match.score};
    return true;
}

bool document_end(struct document_maker *maker) {
    gaz_document *document = &maker->document;
    if (maker->status == GAZ_OK)
        maker->status = maker->rows ? document_end_text(document, NULL) : document_end_sentence(document, NULL);
    return maker->status == GAZ_OK;
}

bool document_make(struct document_maker *maker, struct scanner *scanner, const char *text, size_t size) {
    document_begin(maker, scanner, text, size);
    while (document_window(maker)) take_matches(maker);
    if (!document_end(maker)) return false;
    document_find_span_bytes(&maker->document);
    return true;
}

void document_maker_free(struct document_maker *maker) {
    document_free(&maker->document);
    *maker = (struct document_maker){0};
}
