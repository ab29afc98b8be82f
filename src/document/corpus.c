#include "document/corpus.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

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
    if (!array_reserve(&corpus->spans, &corpus->span_capacity, (size_t)corpus->span_count + 1, sizeof *corpus->spans))
        return error_memory(error);
    struct corpus_span *span = &corpus->spans[corpus->span_count];
    *span = (struct corpus_span){.begin = begin, .size = (uint32_t)(end - begin)};
    gaz_status status = strings_add(&span->type, &corpus->types, type, type_size, error);
    if (status == GAZ_OK) corpus->span_count++;
    return status;
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

void corpus_free(struct corpus *corpus) {
    strings_free(&corpus->vocabulary);
    strings_free(&corpus->types);
    strings_free(&corpus->tag_names);
    free(corpus->tokens);
    free(corpus->sentence_ends);
    free(corpus->document_ends);
    free(corpus->spans);
    free(corpus->tags);
    *corpus = (struct corpus){0};
}
