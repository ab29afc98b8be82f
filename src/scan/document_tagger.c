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

/* The bytes of a token in the document. `cursor` goes through the window with it. */
static struct document_token token_at(const struct document_tagger *tagger, const struct window *window,
                                      struct spread_cursor *cursor, uint32_t unit) {
    uint32_t at = window->units.begins[unit];
    uint32_t size = unit_end(&window->units, unit) - at;
    uint64_t begin = tagger->base + (window->spread ? spread_cursor_offset(cursor, at) : at);
    return (struct document_token){document_number(begin), document_number(begin + size)};
}

/* Takes some of a window's tokens, for which there is room. */
static void take_tokens(struct document_tagger *tagger, const struct window *window, struct spread_cursor *cursor,
                        uint32_t begin, uint32_t end) {
    struct document_token *tokens = tagger->document.tokens;
    size_t count = tagger->document.token_count;
    if (begin == 0 && end > 0 && window->first_goes_on && count > 0)
        tokens[count - 1].end = token_at(tagger, window, cursor, begin++).end;
    for (uint32_t i = begin; i < end; i++) tokens[count++] = token_at(tagger, window, cursor, i);
    tagger->document.token_count = count;
}

static void take_window(struct document_tagger *tagger, const struct window *window) {
    const struct units *units = &window->units;
    struct spread_cursor cursor = {.spread = window->spread};
    tagger->status = document_reserve_tokens(&tagger->document, window->tokens, NULL);
    for (uint32_t begin = 0; begin < units->count && tagger->status == GAZ_OK;) {
        uint32_t end = unit_find_line_end(units, begin);
        take_tokens(tagger, window, &cursor, begin, end);
        if (end < units->count) tagger->status = document_end_sentence(&tagger->document, NULL);
        begin = end + 1;
    }
}

/* ---- Spans ---- */

/* The text, or NULL if it is empty. */
static const char *some(const char *text) {
    return *text ? text : NULL;
}

/* A span that means what a match does. */
static struct document_span span_of(const gaz_model *model, const struct match *match) {
    return (struct document_span){.type = entry_type(model->entries[match->entry]),
                                  .id = some(model_id(model, match->entry)),
                                  .name = some(model_name(model, match->entry)),
                                  .entry = match->entry,
                                  .score = match->score};
}

/* Adds a span, and the weaker senses of the newest match if they are wanted. */
static void add_span(struct document_tagger *tagger, const struct document_span *span) {
    const gaz_model *model = scanner_model(tagger->scanner);
    struct match match = tagger->match;
    tagger->status = document_add_span(&tagger->document, span, NULL);
    if (!scanner_gives_senses(tagger->scanner)) return;
    while (tagger->status == GAZ_OK && scanner_next_sense(&match, tagger->scanner)) {
        struct document_span weaker = span_of(model, &match);
        const struct document_sense sense = {weaker.id, weaker.name, weaker.type, weaker.entry, weaker.score, false};
        tagger->status = document_add_sense(&tagger->document, &sense, NULL);
    }
}

/* The spans' bytes are filled in when all tokens are there: they may reach into the next window. */
static void take_matches(struct document_tagger *tagger) {
    struct document_span span;
    while (tagger->status == GAZ_OK && document_tagger_match(&span, tagger)) add_span(tagger, &span);
}

void document_tagger_begin(struct document_tagger *tagger, struct scanner *scanner, const char *text, size_t size) {
    document_clear(&tagger->document);
    tagger->status = GAZ_OK;
    tagger->scanner = scanner;
    tagger->base = 0;
    tagger->document.text = text;
    tagger->document.size = size;
    tagger->document.unreviewed = true;
    scanner_reset(scanner);
    scanner_begin_document(scanner);
    scanner_feed(scanner, text, size, true);
    if (!scanner_look_ahead(scanner)) tagger->status = GAZ_ERROR_MEMORY;
    if (size > DOCUMENT_SIZE_MAX) tagger->status = GAZ_ERROR_LIMIT;
}

gaz_status document_tagger_fail(const struct document_tagger *tagger, const char *file, gaz_error *error) {
    return tagger->status == GAZ_ERROR_LIMIT ? document_too_large(file, error) : error_memory(error);
}

bool document_tagger_window(struct document_tagger *tagger) {
    const gaz_document *document = &tagger->document;
    struct window window;
    if (tagger->status != GAZ_OK || !scanner_next(&window, tagger->scanner)) return false;
    tagger->next_unit = 0;
    tagger->next_token = document->token_count - (window.first_goes_on && document->token_count > 0);
    take_window(tagger, &window);
    tagger->units = window.units;
    tagger->base += window.size;
    if (tagger->rows && !buffer_add(&tagger->document.made, window.text, window.size))
        tagger->status = GAZ_ERROR_MEMORY;
    return tagger->status == GAZ_OK;
}

bool document_tagger_match(struct document_span *span, struct document_tagger *tagger) {
    const struct match *match = &tagger->match;
    if (!scanner_match(&tagger->match, tagger->scanner)) return false;
    for (; tagger->next_unit < match->begin; tagger->next_unit++)
        tagger->next_token += !unit_is_line_end(&tagger->units, tagger->next_unit);
    *span = span_of(scanner_model(tagger->scanner), match);
    span->token_begin = document_number(tagger->next_token);
    span->token_end = document_number(tagger->next_token + (match->end - match->begin));
    return true;
}

bool document_tagger_end(struct document_tagger *tagger) {
    gaz_document *document = &tagger->document;
    if (tagger->status == GAZ_OK) tagger->status = document_end_sentence(document, NULL);
    if (tagger->rows) {
        document->text = document->made.bytes;
        document->size = document->made.size;
    }
    return tagger->status == GAZ_OK;
}

bool document_tagger_tag(struct document_tagger *tagger, struct scanner *scanner, const char *text, size_t size) {
    document_tagger_begin(tagger, scanner, text, size);
    while (document_tagger_window(tagger)) take_matches(tagger);
    if (!document_tagger_end(tagger)) return false;
    document_find_span_bytes(&tagger->document);
    return true;
}

/* ---- Spans alone ---- */

static void count_window(struct document_tagger *tagger, const struct window *window) {
    const struct units *units = &window->units;
    if (units->count && unit_is_line_end(units, 0)) tagger->sentence_count += tagger->open;
    if (unit_find_line_end(units, 0) < units->count) tagger->open = false;
    if (units->count) tagger->open = tagger->open || !unit_is_line_end(units, units->count - 1);
    tagger->sentence_count += window->sentences;
    tagger->token_count += window->tokens - (window->tokens && window->first_goes_on);
}

static void take_spans(struct document_tagger *tagger, const struct window *window) {
    const gaz_model *model = scanner_model(tagger->scanner);
    const struct match *match = &tagger->match;
    while (tagger->status == GAZ_OK && scanner_match(&tagger->match, tagger->scanner)) {
        struct document_span span = span_of(model, match);
        span.begin = document_number(tagger->base + window_begin(window, match->begin));
        span.end = document_number(tagger->base + window_end(window, match->end - 1));
        add_span(tagger, &span);
    }
}

bool document_tagger_tag_spans(struct document_tagger *tagger, struct scanner *scanner, const char *text, size_t size) {
    struct window window;
    document_tagger_begin(tagger, scanner, text, size);
    tagger->token_count = tagger->sentence_count = 0;
    tagger->open = false;
    while (tagger->status == GAZ_OK && scanner_next(&window, scanner)) {
        count_window(tagger, &window);
        take_spans(tagger, &window);
        tagger->base += window.size;
    }
    return tagger->status == GAZ_OK;
}

void document_tagger_free(struct document_tagger *tagger) {
    document_free(&tagger->document);
    *tagger = (struct document_tagger){0};
}
