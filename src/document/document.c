#include "document/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/controls.h"
#include "base/error.h"
#include "base/search.h"
#include "text/cut.h"

enum { WINDOW = 1024 /* tokens that are cut at once */ };

void document_names_free(struct document_names *names) {
    strings_free(&names->types);
    strings_free(&names->ids);
}

void document_clear(gaz_document *document) {
    document->text = document->id = NULL;
    document->size = 0;
    document->made.size = 0;
    document->token_count = document->sentence_count = document->span_count = document->sense_count = 0;
    document->source = NULL;
    document->field = NULL;
    document->next = NULL;
    document->shows_field = false;
    document->source_names = NULL;
    document->suggestion = 0;
    document->unreviewed = false;
    document->markup = NULL;
}

void document_free(gaz_document *document) {
    buffer_free(&document->made);
    free(document->tokens);
    free(document->sentence_ends);
    free(document->spans);
    free(document->senses);
    *document = (gaz_document){0};
}

/* ---- Tokens and sentences ---- */

gaz_status document_reserve_tokens(gaz_document *document, size_t count, gaz_error *error) {
    bool ok = array_reserve(&document->tokens, &document->token_capacity, document->token_count + count,
                            sizeof *document->tokens);
    return ok ? GAZ_OK : error_memory(error);
}

/* Ends a sentence after `end` tokens, unless it is empty. */
static gaz_status end_sentence(gaz_document *document, uint64_t end, gaz_error *error) {
    if (end == document_sentence_begin(document, document->sentence_count)) return GAZ_OK;
    if (!array_reserve(&document->sentence_ends, &document->sentence_capacity, document->sentence_count + 1,
                       sizeof *document->sentence_ends))
        return error_memory(error);
    document->sentence_ends[document->sentence_count++] = end;
    return GAZ_OK;
}

gaz_status document_end_sentence(gaz_document *document, gaz_error *error) {
    return end_sentence(document, document->token_count, error);
}

gaz_status document_too_large(const char *file, gaz_error *error) {
    return error_set(error, GAZ_ERROR_LIMIT, file, 0, "a document of over 2,147,483,647 bytes");
}

gaz_status document_tokenize(gaz_document *document, const char *text, size_t size, gaz_error *error) {
    struct token tokens[WINDOW];
    struct sentence sentences[WINDOW];
    struct cut cut = {.tokens = tokens, .sentences = sentences, .capacity = WINDOW};
    struct cut_state state = {0};
    gaz_status status = GAZ_OK;
    if (size > DOCUMENT_SIZE_MAX) return document_too_large(NULL, error);
    document->text = text;
    document->size = size;
    for (size_t at = 0; at < size && status == GAZ_OK; at += cut.used) {
        size_t before = document->token_count;
        cut_words(&cut, &state, text + at, size - at, true);
        for (uint32_t i = 0; i < cut.token_count && status == GAZ_OK; i++)
            status = document_add_token(document, at + cut.tokens[i].begin, at + cut.tokens[i].end, error);
        for (uint32_t i = 0; i < cut.sentence_count && status == GAZ_OK; i++)
            status = end_sentence(document, before + cut.sentences[i].token_end, error);
        if (cut.used == 0) break;
    }
    return status;
}

gaz_status document_append_token(gaz_document *document, const char *bytes, size_t size, gaz_error *error) {
    struct buffer *made = &document->made;
    char between = document_at_sentence_begin(document) ? '\n' : ' ';
    if (document->token_count && !buffer_add_byte(made, between)) return error_memory(error);
    size_t begin = made->size;
    if (!buffer_add(made, bytes, size)) return error_memory(error);
    if (made->size >= DOCUMENT_SIZE_MAX) /* a line end comes behind the last one */
        return document_too_large(NULL, error);
    return document_add_token(document, begin, made->size, error);
}

gaz_status document_end_text(gaz_document *document, gaz_error *error) {
    if (document->token_count && !buffer_add_byte(&document->made, '\n')) return error_memory(error);
    document->text = document->made.bytes;
    document->size = document->made.size;
    return document_end_sentence(document, error);
}

/* ---- Spans ---- */

gaz_status document_add_type(uint32_t *type, gaz_document *document, const char *bytes, size_t size, gaz_error *error) {
    static const char nameless[] = "ENTITY";
    struct strings *types = &document->names->types;
    if (controls_are_there(bytes, size))
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "a type with a control character in it");
    if (size == 0) return strings_add(type, types, nameless, sizeof nameless - 1, error);
    return strings_add(type, types, bytes, size, error);
}

gaz_status document_add_id(const char **id, gaz_document *document, const char *bytes, size_t size, gaz_error *error) {
    struct strings *ids = &document->names->ids;
    uint32_t number;
    *id = NULL;
    if (size == 0) return GAZ_OK;
    if (controls_are_there(bytes, size))
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "an id or name with a control character in it");
    gaz_status status = strings_add(&number, ids, bytes, size, error);
    if (status == GAZ_OK) *id = ids->items[number].bytes;
    return status;
}

gaz_status document_add_span(gaz_document *document, const struct document_span *span, gaz_error *error) {
    if (!array_reserve(&document->spans, &document->span_capacity, document->span_count + 1, sizeof *document->spans))
        return error_memory(error);
    document->spans[document->span_count] = *span;
    document->spans[document->span_count].order = document_number(document->span_count);
    document->span_count++;
    return GAZ_OK;
}

/* The first token that ends after a byte. */
static uint32_t first_after(const gaz_document *document, uint64_t byte) {
    size_t token;
    SEARCH_FIRST(token, document->token_count, document->tokens[token].end > byte);
    return document_number(token);
}

/* Finds the tokens of a span. False: it holds none. */
static bool find_tokens(struct document_span *span, const gaz_document *document) {
    const struct document_token *tokens = document->tokens;
    span->token_begin = first_after(document, span->begin);
    span->token_end = first_after(document, span->end);
    if (span->token_end < document->token_count && tokens[span->token_end].begin < span->end) span->token_end++;
    if (span->begin >= span->end || span->token_begin >= span->token_end) return false;
    span->widened = tokens[span->token_begin].begin < span->begin || tokens[span->token_end - 1].end > span->end;
    return true;
}

gaz_status document_annotate(bool *blank, gaz_document *document, const struct document_span *span, gaz_error *error) {
    struct document_span added = *span;
    *blank = !find_tokens(&added, document);
    return *blank ? GAZ_OK : document_add_span(document, &added, error);
}

uint64_t document_find_span_tokens(gaz_document *document) {
    size_t kept = 0;
    for (size_t i = 0; i < document->span_count; i++) {
        struct document_span span = document->spans[i];
        span.order = document_number(kept);
        if (find_tokens(&span, document)) document->spans[kept++] = span;
    }
    uint64_t blank = document->span_count - kept;
    document->span_count = kept;
    return blank;
}

void document_find_span_bytes(gaz_document *document) {
    for (size_t i = 0; i < document->span_count; i++) {
        struct document_span *span = &document->spans[i];
        span->begin = document->tokens[span->token_begin].begin;
        span->end = document->tokens[span->token_end - 1].end;
    }
}

/* By begin, then the longest, then as they were added. */
static int compare_places(uint64_t left_begin, uint64_t left_end, uint64_t right_begin, uint64_t right_end) {
    if (left_begin != right_begin) return left_begin < right_begin ? -1 : 1;
    return left_end == right_end ? 0 : left_end > right_end ? -1 : 1;
}

static int compare_bytes(const void *left, const void *right) {
    const struct document_span *a = left;
    const struct document_span *b = right;
    int order = compare_places(a->begin, a->end, b->begin, b->end);
    return order ? order : a->order < b->order ? -1 : 1;
}

static int compare_tokens(const void *left, const void *right) {
    const struct document_span *a = left;
    const struct document_span *b = right;
    int order = compare_places(a->token_begin, a->token_end, b->token_begin, b->token_end);
    return order ? order : a->order < b->order ? -1 : 1;
}

static bool are_sorted(const gaz_document *document, int (*compare)(const void *left, const void *right)) {
    for (size_t i = 1; i < document->span_count; i++)
        if (compare(&document->spans[i - 1], &document->spans[i]) > 0) return false;
    return true;
}

/* Mostly they are sorted; qsort would take memory to find that out. */
static void sort_spans(gaz_document *document, int (*compare)(const void *left, const void *right)) {
    if (are_sorted(document, compare)) return;
    qsort(document->spans, document->span_count, sizeof *document->spans, compare);
}

bool document_is_sorted(const gaz_document *document, bool overlaps) {
    if (!are_sorted(document, compare_bytes)) return false;
    if (overlaps) return true;
    for (size_t i = 1; i < document->span_count; i++)
        if (document->spans[i].token_begin < document->spans[i - 1].token_end) return false;
    return true;
}

void document_sort_spans(gaz_document *document) {
    sort_spans(document, compare_bytes);
}

uint64_t document_drop_overlapping(gaz_document *document) {
    size_t kept = 0;
    uint64_t end = 0;
    sort_spans(document, compare_tokens);
    for (size_t i = 0; i < document->span_count; i++) {
        const struct document_span *span = &document->spans[i];
        if (span->token_begin < end) continue;
        end = span->token_end;
        document->spans[kept++] = *span;
    }
    uint64_t dropped = document->span_count - kept;
    document->span_count = kept;
    return dropped;
}

/* ---- Lines ---- */

/* Sets the text to the line around byte `at`, without its line end. */
static void find_line(gaz_document *document, const gaz_document *whole, uint64_t at) {
    const char *newline = memrchr(whole->text, '\n', at);
    const char *begin = newline ? newline + 1 : whole->text;
    const char *end = memchr(whole->text + at, '\n', whole->size - at);
    if (!end) end = whole->text + whole->size;
    if (end > begin && end[-1] == '\r') end--;
    document->text = begin;
    document->size = (uint64_t)(end - begin);
}

gaz_status document_next_line(bool *found, gaz_document *line, struct document_lines *lines, const gaz_document *whole,
                              gaz_error *error) {
    size_t first = lines->token;
    const char *before = first ? line->text + line->size : whole->text; /* the end of the line before */
    *found = first < whole->token_count;
    if (!*found) return GAZ_OK;
    document_clear(line);
    line->names = whole->names;
    line->unreviewed = whole->unreviewed;
    find_line(line, whole, whole->tokens[first].begin);
    lines->number += bytes_count_lines(before, (size_t)(line->text - before));
    uint64_t offset = (uint64_t)(line->text - whole->text);
    gaz_status status = GAZ_OK;
    for (; lines->token < whole->token_count && status == GAZ_OK; lines->token++) {
        const struct document_token *token = &whole->tokens[lines->token];
        if (token->begin >= offset + line->size) break;
        status = document_add_token(line, token->begin - offset, token->end - offset, error);
    }
    if (status == GAZ_OK) status = document_end_sentence(line, error);
    for (; lines->span < whole->span_count && status == GAZ_OK; lines->span++) {
        struct document_span span = whole->spans[lines->span];
        if (span.token_begin >= lines->token) break;
        span.token_begin -= (uint32_t)first;
        span.token_end -= (uint32_t)first;
        span.begin -= (uint32_t)offset;
        span.end -= (uint32_t)offset;
        uint32_t sense_count = span.sense_count;
        span.sense_count = 0;
        status = document_add_span(line, &span, error);
        for (uint32_t i = 0; i < sense_count && status == GAZ_OK; i++)
            status = document_add_sense(line, &whole->senses[span.sense + i], error);
    }
    return status;
}
