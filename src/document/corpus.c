#include "document/corpus.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/search.h"

gaz_status corpus_add_token(struct corpus *corpus, const char *bytes, size_t size, gaz_error *error) {
    if (!array_reserve(&corpus->tokens, &corpus->token_capacity, (size_t)corpus->token_count + 1,
                       sizeof *corpus->tokens))
        return error_memory(error);
    gaz_status status = strings_add(&corpus->tokens[corpus->token_count], &corpus->vocabulary, bytes, size, error);
    if (status == GAZ_OK) corpus->token_count++;
    return status;
}

gaz_status corpus_add_span(struct corpus *corpus, uint64_t begin, uint64_t end, const char *type, size_t type_size,
                           gaz_error *error) {
    if (begin >= end || end > corpus->token_count)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "a span outside of the corpus");
    if (end - begin > UINT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "an entity of over 4,294,967,295 tokens");
    struct corpus_span span = {.begin = begin, .size = (uint32_t)(end - begin)};
    gaz_status status = strings_add(&span.type, &corpus->types, type, type_size, error);
    return status == GAZ_OK ? corpus_append_span(corpus, &span, error) : status;
}

gaz_status corpus_append_span(struct corpus *corpus, const struct corpus_span *span, gaz_error *error) {
    if (!array_reserve(&corpus->spans, &corpus->span_capacity, (size_t)corpus->span_count + 1, sizeof *corpus->spans))
        return error_memory(error);
    corpus->spans[corpus->span_count++] = *span;
    return GAZ_OK;
}

/* A text that may be NULL. */
static gaz_status add_text(uint32_t *number, struct strings *texts, const char *text, gaz_error *error) {
    return strings_add_optional(number, texts, text, text ? strlen(text) : 0, error);
}

gaz_status corpus_set_concept(struct corpus *corpus, uint64_t span, const char *id, const char *name,
                              gaz_error *error) {
    gaz_status status = add_text(&corpus->spans[span].id, &corpus->ids, id, error);
    return status == GAZ_OK ? add_text(&corpus->spans[span].name, &corpus->names, name, error) : status;
}

gaz_status corpus_add_sense(struct corpus *corpus, uint64_t span, const struct string *type, const char *id,
                            const char *name, gaz_error *error) {
    struct corpus_sense sense = {.span = span};
    gaz_status status = strings_add(&sense.type, &corpus->types, type->bytes, type->size, error);
    if (status == GAZ_OK) status = add_text(&sense.id, &corpus->ids, id, error);
    if (status == GAZ_OK) status = add_text(&sense.name, &corpus->names, name, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&corpus->senses, &corpus->sense_capacity, corpus->sense_count + 1, sizeof *corpus->senses))
        return error_memory(error);
    corpus->senses[corpus->sense_count++] = sense;
    return GAZ_OK;
}

uint64_t corpus_sentence_of(const struct corpus *corpus, uint64_t token) {
    uint64_t i;
    SEARCH_FIRST(i, corpus->sentence_count, corpus->sentence_ends[i] > token);
    return i;
}

/* Appends `end` unless the unit that it ends is empty. */
static gaz_status end_unit(uint64_t **ends, size_t *capacity, uint64_t *count, uint64_t end, gaz_error *error) {
    uint64_t begin = *count ? (*ends)[*count - 1] : 0;
    if (begin == end) return GAZ_OK;
    if (!array_reserve(ends, capacity, (size_t)*count + 1, sizeof **ends)) return error_memory(error);
    (*ends)[(*count)++] = end;
    return GAZ_OK;
}

gaz_status corpus_end_sentence(struct corpus *corpus, gaz_error *error) {
    return end_unit(&corpus->sentence_ends, &corpus->sentence_capacity, &corpus->sentence_count, corpus->token_count,
                    error);
}

gaz_status corpus_end_document(struct corpus *corpus, gaz_error *error) {
    gaz_status status = corpus_end_sentence(corpus, error);
    if (status != GAZ_OK) return status;
    return end_unit(&corpus->document_ends, &corpus->document_capacity, &corpus->document_count, corpus->sentence_count,
                    error);
}

/* ---- Documents ---- */

/* Notes that the newest token touches the one before it. */
static gaz_status add_touch(struct corpus *corpus, gaz_error *error) {
    uint64_t token = corpus->token_count - 1;
    size_t known = corpus->touching_words;
    if (!array_reserve(&corpus->touching, &corpus->touching_words, (size_t)(token / 64) + 1, sizeof *corpus->touching))
        return error_memory(error);
    memset(corpus->touching + known, 0, (corpus->touching_words - known) * sizeof *corpus->touching);
    corpus->touching[token / 64] |= UINT64_C(1) << token % 64;
    return GAZ_OK;
}

static gaz_status add_tokens(struct corpus *corpus, const gaz_document *document, gaz_error *error) {
    gaz_status status = GAZ_OK;
    size_t span = 0;
    size_t sentence = 0;
    for (uint64_t i = 0; i < document->token_count && status == GAZ_OK; i++) {
        struct document_token token = document->tokens[i];
        status = corpus_add_token(corpus, document->text + token.begin, token.end - token.begin, error);
        bool touches = i && document->tokens[i - 1].end == token.begin;
        if (status == GAZ_OK && touches) status = add_touch(corpus, error);
        if (sentence == document->sentence_count || document->sentence_ends[sentence] != i + 1) continue;
        sentence++;
        while (span < document->span_count && document->spans[span].token_end <= i + 1) span++;
        bool within = span < document->span_count && document->spans[span].token_begin <= i;
        if (status == GAZ_OK && !within) status = corpus_end_sentence(corpus, error);
    }
    return status;
}

/* A span of a document, whose first token has that number. */
static gaz_status add_span(struct corpus *corpus, const gaz_document *document, const struct document_span *span,
                           uint64_t first, gaz_error *error) {
    const struct string *type = document_type(document, span);
    gaz_status status =
        corpus_add_span(corpus, first + span->token_begin, first + span->token_end, type->bytes, type->size, error);
    if (status == GAZ_OK) status = corpus_set_concept(corpus, corpus->span_count - 1, span->id, span->name, error);
    for (uint32_t i = 0; i < span->sense_count && status == GAZ_OK; i++) {
        const struct document_sense *sense = &document->senses[span->sense + i];
        status = corpus_add_sense(corpus, corpus->span_count - 1, &document->names->types.items[sense->type], sense->id,
                                  sense->name, error);
    }
    return status;
}

gaz_status corpus_add_document(struct corpus *corpus, gaz_corpus_report *report, gaz_document *document,
                               gaz_error *error) {
    uint64_t first = corpus->token_count;
    report->overlapping += document_drop_overlapping(document);
    gaz_status status = add_tokens(corpus, document, error);
    for (size_t i = 0; i < document->span_count && status == GAZ_OK; i++) {
        report->widened += document->spans[i].widened;
        status = add_span(corpus, document, &document->spans[i], first, error);
    }
    if (status == GAZ_OK && corpus->texts && corpus->token_count > first)
        status = corpus_texts_add(corpus->texts, document, error);
    return status == GAZ_OK ? corpus_end_document(corpus, error) : status;
}

static gaz_status append_sentence(gaz_document *document, const struct corpus *corpus, uint64_t begin, uint64_t end,
                                  gaz_error *error) {
    gaz_status status = GAZ_OK;
    for (uint64_t i = begin; i < end && status == GAZ_OK; i++) {
        const struct string *token = &corpus->vocabulary.items[corpus->tokens[i]];
        status = document_append_token(document, token->bytes, token->size, error);
    }
    return status == GAZ_OK ? document_end_sentence(document, error) : status;
}

static const char *text_of(const struct strings *texts, uint32_t number) {
    return number ? texts->items[number - 1].bytes : NULL;
}

/* The span of that number; `first`: the document's first token. */
static gaz_status get_span(gaz_document *document, const struct corpus *corpus, uint64_t number, uint64_t first,
                           gaz_error *error) {
    const struct corpus_span *from = &corpus->spans[number];
    const struct string *type = &corpus->types.items[from->type];
    struct document_span added = {.token_begin = document_number(from->begin - first),
                                  .token_end = document_number(from->begin - first + from->size),
                                  .id = text_of(&corpus->ids, from->id),
                                  .name = text_of(&corpus->names, from->name),
                                  .entry = DOCUMENT_NO_ENTRY,
                                  .score = -1};
    gaz_status status = document_add_type(&added.type, document, type->bytes, type->size, error);
    if (status == GAZ_OK) status = document_add_span(document, &added, error);
    size_t i;
    SEARCH_FIRST(i, corpus->sense_count, corpus->senses[i].span >= number);
    for (; i < corpus->sense_count && corpus->senses[i].span == number && status == GAZ_OK; i++) {
        const struct corpus_sense *other = &corpus->senses[i];
        struct document_sense sense = {.id = text_of(&corpus->ids, other->id),
                                       .name = text_of(&corpus->names, other->name),
                                       .entry = DOCUMENT_NO_ENTRY,
                                       .score = -1};
        type = &corpus->types.items[other->type];
        status = document_add_type(&sense.type, document, type->bytes, type->size, error);
        if (status == GAZ_OK) status = document_add_sense(document, &sense, error);
    }
    return status;
}

gaz_status corpus_get_document(gaz_document *document, uint64_t *span, const struct corpus *corpus, uint64_t number,
                               gaz_error *error) {
    gaz_status status = GAZ_OK;
    uint64_t sentence = number ? corpus->document_ends[number - 1] : 0;
    uint64_t first = sentence ? corpus->sentence_ends[sentence - 1] : 0;
    uint64_t token = first;
    document_clear(document);
    for (; sentence < corpus->document_ends[number] && status == GAZ_OK; sentence++) {
        status = append_sentence(document, corpus, token, corpus->sentence_ends[sentence], error);
        token = corpus->sentence_ends[sentence];
    }
    if (status == GAZ_OK) status = document_end_text(document, error);
    for (; *span < corpus->span_count && corpus->spans[*span].begin < token && status == GAZ_OK; ++*span)
        status = get_span(document, corpus, *span, first, error);
    document_find_span_bytes(document);
    return status;
}

void corpus_free(struct corpus *corpus) {
    strings_free(&corpus->vocabulary);
    strings_free(&corpus->types);
    strings_free(&corpus->ids);
    strings_free(&corpus->names);
    strings_free(&corpus->tag_names);
    free(corpus->tokens);
    free(corpus->sentence_ends);
    free(corpus->document_ends);
    free(corpus->touching);
    free(corpus->spans);
    free(corpus->senses);
    free(corpus->tags);
    *corpus = (struct corpus){0};
}
