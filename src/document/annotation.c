#include "document/annotation.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

enum { WINDOW = 1024 /* tokens that are cut at once */ };

gaz_status document_add_token(struct document *document, size_t begin, size_t end, gaz_error *error) {
    if (!array_reserve(&document->tokens, &document->token_capacity, (size_t)document->token_count + 1,
                       sizeof *document->tokens))
        return error_memory(error);
    document->tokens[document->token_count++] = (struct token){(uint32_t)begin, (uint32_t)end};
    return GAZ_OK;
}

/* Ends a sentence behind `end` tokens, unless it is empty. */
static gaz_status end_sentence(struct document *document, uint32_t end, gaz_error *error) {
    if (end == (document->end_count ? document->ends[document->end_count - 1] : 0)) return GAZ_OK;
    if (!array_reserve(&document->ends, &document->end_capacity, (size_t)document->end_count + 1,
                       sizeof *document->ends))
        return error_memory(error);
    document->ends[document->end_count++] = end;
    return GAZ_OK;
}

gaz_status document_end_sentence(struct document *document, gaz_error *error) {
    return end_sentence(document, document->token_count, error);
}

gaz_status document_cut(struct document *document, const char *text, size_t size, gaz_error *error) {
    struct token tokens[WINDOW];
    struct sentence sentences[WINDOW];
    struct cut cut = {.tokens = tokens, .sentences = sentences, .capacity = WINDOW};
    struct cut_state state = {0};
    gaz_status status = GAZ_OK;
    if (size > INT32_MAX) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a text of over 2,147,483,647 bytes");
    document->text = text;
    for (size_t at = 0; at < size && status == GAZ_OK; at += cut.used) {
        uint32_t before = document->token_count;
        cut_words(&cut, &state, text + at, size - at, true);
        for (uint32_t i = 0; i < cut.token_count && status == GAZ_OK; i++)
            status = document_add_token(document, at + cut.tokens[i].begin, at + cut.tokens[i].end, error);
        for (uint32_t i = 0; i < cut.sentence_count && status == GAZ_OK; i++)
            status = end_sentence(document, before + cut.sentences[i].token_end, error);
        if (cut.used == 0) break;
    }
    return status;
}

gaz_status document_add_type(uint32_t *type, struct document *document, const char *bytes, size_t size,
                             gaz_error *error) {
    static const char nameless[] = "ENTITY";
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] < ' ' || bytes[i] == 0x7F)
            return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "a type with a control character in it");
    if (size == 0) return strings_add(type, &document->types, nameless, sizeof nameless - 1, error);
    return strings_add(type, &document->types, bytes, size, error);
}

gaz_status document_add_span(struct document *document, const struct document_span *span, gaz_error *error) {
    if (!array_reserve(&document->spans, &document->span_capacity, document->span_count + 1, sizeof *document->spans))
        return error_memory(error);
    document->spans[document->span_count] = *span;
    document->spans[document->span_count].order = document->span_count;
    document->span_count++;
    return GAZ_OK;
}

/* The first token that ends behind a byte. */
static uint32_t first_behind(const struct document *document, size_t byte) {
    uint32_t low = 0;
    uint32_t high = document->token_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (document->tokens[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

gaz_status document_annotate(struct document *document, gaz_corpus_report *report, size_t begin, size_t end,
                             uint32_t type, gaz_error *error) {
    struct document_span span = {.begin = first_behind(document, begin), .type = type};
    span.end = first_behind(document, end);
    if (span.end < document->token_count && document->tokens[span.end].begin < end) span.end++;
    if (begin >= end || span.begin >= span.end) {
        report->blank++;
        return GAZ_OK;
    }
    span.snapped = document->tokens[span.begin].begin < begin || document->tokens[span.end - 1].end > end;
    return document_add_span(document, &span, error);
}

/* By begin, then the longest, then in the order they were added. */
static int compare_spans(const void *left, const void *right) {
    const struct document_span *a = left;
    const struct document_span *b = right;
    if (a->begin != b->begin) return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* Leaves those that are taken. */
static void choose_spans(struct document *document, gaz_corpus_report *report) {
    size_t kept = 0;
    uint32_t end = 0;
    for (size_t i = 0; i < document->span_count; i++) {
        const struct document_span *span = &document->spans[i];
        if (span->begin < end) {
            report->overlapping++;
            continue;
        }
        end = span->end;
        report->snapped += span->snapped;
        document->spans[kept++] = *span;
    }
    document->span_count = kept;
}

static gaz_status add_tokens(struct corpus *corpus, const struct document *document, gaz_error *error) {
    gaz_status status = GAZ_OK;
    size_t span = 0;
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < document->token_count && status == GAZ_OK; i++) {
        struct token token = document->tokens[i];
        status = corpus_add_token(corpus, document->text + token.begin, token.end - token.begin, error);
        if (sentence == document->end_count || document->ends[sentence] != i + 1) continue;
        sentence++;
        while (span < document->span_count && document->spans[span].end <= i + 1) span++;
        bool within = span < document->span_count && document->spans[span].begin <= i;
        if (status == GAZ_OK && !within) status = corpus_end_sentence(corpus, error);
    }
    return status;
}

gaz_status document_finish(struct document *document, struct corpus *corpus, gaz_corpus_report *report,
                           gaz_error *error) {
    uint64_t first = corpus->token_count;
    if (document->span_count) qsort(document->spans, document->span_count, sizeof *document->spans, compare_spans);
    choose_spans(document, report);
    gaz_status status = add_tokens(corpus, document, error);
    for (size_t i = 0; i < document->span_count && status == GAZ_OK; i++) {
        const struct document_span *span = &document->spans[i];
        const struct string *type = &document->types.items[span->type];
        status = corpus_add_span(corpus, first + span->begin, first + span->end, type->bytes, type->size, error);
    }
    if (status == GAZ_OK) status = corpus_end_document(corpus, error);
    document->text = NULL;
    document->token_count = document->end_count = 0;
    document->span_count = 0;
    return status;
}

void document_free(struct document *document) {
    free(document->tokens);
    free(document->ends);
    free(document->spans);
    strings_free(&document->types);
    *document = (struct document){0};
}
