#include "scan/document_tagger.h"

#include <stdlib.h>

static void add_token(struct document_maker *maker, uint64_t begin, uint64_t end) {
    struct document *document = &maker->document;
    if (!array_reserve(&document->tokens, &document->token_capacity, document->token_count + 1,
                       sizeof *document->tokens)) {
        maker->failed = true;
        return;
    }
    document->tokens[document->token_count++] = (struct document_token){begin, end};
}

static void add_span(struct document_maker *maker, const struct document_span *span) {
    struct document *document = &maker->document;
    if (!array_reserve(&document->spans, &document->span_capacity, document->span_count + 1, sizeof *document->spans)) {
        maker->failed = true;
        return;
    }
    document->spans[document->span_count++] = *span;
}

static void end_sentence(struct document_maker *maker) {
    struct document *document = &maker->document;
    uint64_t begin = document->sentence_count ? document->sentence_ends[document->sentence_count - 1] : 0;
    if (document->token_count == begin) return;
    if (!array_reserve(&document->sentence_ends, &document->sentence_capacity, document->sentence_count + 1,
                       sizeof *document->sentence_ends)) {
        maker->failed = true;
        return;
    }
    document->sentence_ends[document->sentence_count++] = document->token_count;
}

/* ---- Windows ---- */

/* Whether the next token is the first of its sentence. */
static bool at_sentence_begin(const struct document *document) {
    return document->token_count ==
           (document->sentence_count ? document->sentence_ends[document->sentence_count - 1] : 0);
}

/* A token of rows becomes a part of the text. */
static void take_row_token(struct document_maker *maker, const struct window *window, uint32_t i, bool goes_on) {
    struct buffer *text = &maker->text;
    const struct token *token = &window->tokens[i];
    if (!goes_on && text->size) {
        char between = at_sentence_begin(&maker->document) ? '\n' : ' ';
        if (!buffer_add_byte(text, between)) maker->failed = true;
    }
    uint64_t begin = text->size;
    if (!buffer_add(text, window->text + token->begin, token->end - token->begin)) maker->failed = true;
    if (goes_on)
        maker->document.tokens[maker->document.token_count - 1].end = text->size;
    else
        add_token(maker, begin, text->size);
}

/* `base`: bytes of the text before the window. */
static void take_token(struct document_maker *maker, const struct window *window, uint32_t i, uint64_t base) {
    bool goes_on = i == 0 && window->first_goes_on && maker->document.token_count > 0;
    const struct token *token = &window->tokens[i];
    if (maker->rows)
        take_row_token(maker, window, i, goes_on);
    else if (goes_on)
        maker->document.tokens[maker->document.token_count - 1].end = base + token->end;
    else
        add_token(maker, base + token->begin, base + token->end);
}

static void take_window(struct document_maker *maker, const struct window *window, uint64_t base) {
    uint32_t sentence = 0;
    for (uint32_t i = 0; i <= window->token_count && !maker->failed; i++) {
        for (; sentence < window->sentence_count && window->sentences[sentence].token_end == i; sentence++)
            end_sentence(maker);
        if (i < window->token_count) take_token(maker, window, i, base);
    }
}

/* The spans' bytes are filled in when all tokens are there: they may reach into the next window. */
static void take_matches(struct document_maker *maker) {
    struct document_span span;
    while (!maker->failed && document_match(&span, maker)) add_span(maker, &span);
}

static void find_span_bytes(struct document *document) {
    for (size_t i = 0; i < document->span_count; i++) {
        struct document_span *span = &document->spans[i];
        span->begin = document->tokens[span->token_begin].begin;
        span->end = document->tokens[span->token_end - 1].end;
    }
}

static void clear(struct document_maker *maker) {
    maker->document.token_count = maker->document.sentence_count = maker->document.span_count = 0;
    maker->text.size = 0;
    maker->failed = false;
}

void document_begin(struct document_maker *maker, struct scanner *scanner, const char *text, size_t size) {
    clear(maker);
    maker->scanner = scanner;
    maker->base = 0;
    maker->document.text = text;
    maker->document.size = size;
    scanner_reset(scanner);
    scanner_feed(scanner, text, size, true);
}

bool document_window(struct document_maker *maker) {
    const struct document *document = &maker->document;
    struct window window;
    if (maker->failed || !scanner_next(&window, maker->scanner)) return false;
    maker->first_token = document->token_count - (window.first_goes_on && document->token_count > 0);
    take_window(maker, &window, maker->base);
    maker->base += window.size;
    return !maker->failed;
}

bool document_match(struct document_span *span, struct document_maker *maker) {
    struct match match;
    if (!scanner_match(&match, maker->scanner)) return false;
    *span = (struct document_span){.token_begin = maker->first_token + match.begin,
                                   .token_end = maker->first_token + match.end,
                                   .entry = match.entry,
                                   .score = match.score};
    return true;
}

bool document_end(struct document_maker *maker) {
    struct document *document = &maker->document;
    end_sentence(maker);
    if (!maker->rows) return !maker->failed;
    if (document->token_count && !buffer_add_byte(&maker->text, '\n')) maker->failed = true;
    document->text = maker->text.bytes;
    document->size = maker->text.size;
    return !maker->failed;
}

bool document_make(struct document_maker *maker, struct scanner *scanner, const char *text, size_t size) {
    document_begin(maker, scanner, text, size);
    while (document_window(maker)) take_matches(maker);
    if (!document_end(maker)) return false;
    find_span_bytes(&maker->document);
    return true;
}

/* ---- Lines ---- */

/* Sets the text to the line around byte `at`, without its line end. */
static void find_line(struct document *document, const struct document *whole, uint64_t at) {
    const char *newline = memrchr(whole->text, '\n', at);
    const char *begin = newline ? newline + 1 : whole->text;
    const char *end = memchr(whole->text + at, '\n', whole->size - at);
    if (!end) end = whole->text + whole->size;
    if (end > begin && end[-1] == '\r') end--;
    document->text = begin;
    document->size = (uint64_t)(end - begin);
}

int document_next_line(struct document_maker *maker, struct document_lines *lines, const struct document *whole) {
    struct document *document = &maker->document;
    size_t first = lines->token;
    if (first == whole->token_count) return 0;
    const char *before = first ? document->text + document->size : whole->text; /* the end of the line before */
    clear(maker);
    find_line(document, whole, whole->tokens[first].begin);
    lines->number += lines_count(before, (size_t)(document->text - before));
    uint64_t offset = (uint64_t)(document->text - whole->text);
    for (; lines->token < whole->token_count; lines->token++) {
        const struct document_token *token = &whole->tokens[lines->token];
        if (token->begin >= offset + document->size) break;
        add_token(maker, token->begin - offset, token->end - offset);
    }
    end_sentence(maker);
    for (; lines->span < whole->span_count; lines->span++) {
        struct document_span span = whole->spans[lines->span];
        if (span.token_begin >= lines->token) break;
        span.token_begin -= first;
        span.token_end -= first;
        span.begin -= offset;
        span.end -= offset;
        add_span(maker, &span);
    }
    return maker->failed ? -1 : 1;
}

void document_maker_free(struct document_maker *maker) {
    free(maker->document.tokens);
    free(maker->document.sentence_ends);
    free(maker->document.spans);
    buffer_free(&maker->text);
    *maker = (struct document_maker){0};
}
