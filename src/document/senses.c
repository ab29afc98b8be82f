/* What a span may mean besides its first sense. */
#include <stdlib.h>

#include "base/error.h"
#include "document/document.h"

static gaz_status reserve(gaz_document *document, size_t count, gaz_error *error) {
    if (document->sense_count + count > UINT32_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the spans have over 4 billion senses");
    bool ok = array_reserve(&document->senses, &document->sense_capacity, document->sense_count + count,
                            sizeof *document->senses);
    return ok ? GAZ_OK : error_memory(error);
}

gaz_status document_add_sense(gaz_document *document, const struct document_sense *sense, gaz_error *error) {
    struct document_span *span = &document->spans[document->span_count - 1];
    gaz_status status = reserve(document, 1, error);
    if (status != GAZ_OK) return status;
    if (span->sense_count++ == 0) span->sense = (uint32_t)document->sense_count;
    document->senses[document->sense_count++] = *sense;
    return GAZ_OK;
}

/* ---- Spans that become senses ---- */

/* Where a span is, without blanks around it, and what it means. */
struct meaning {
    uint64_t begin;
    uint64_t end;
    uintptr_t id; /* equal ids are one string */
    uint32_t type;
    size_t span;
};

static struct meaning meaning_of(const gaz_document *document, size_t number) {
    const struct document_span *span = &document->spans[number];
    bool whole = !span->widened;
    return (struct meaning){.begin = whole ? document->tokens[span->token_begin].begin : span->begin,
                            .end = whole ? document->tokens[span->token_end - 1].end : span->end,
                            .id = (uintptr_t)span->id,
                            .type = span->type,
                            .span = number};
}

static int compare(const void *left, const void *right) {
    const struct meaning *a = left;
    const struct meaning *b = right;
    if (a->begin != b->begin) return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end) return a->end < b->end ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->span < b->span ? -1 : 1;
}

/* Whether each span begins after the one before, so that no two are at one place. */
static bool all_apart(const gaz_document *document) {
    for (size_t i = 1; i < document->span_count; i++)
        if (document->spans[i].token_begin <= document->spans[i - 1].token_begin) return false;
    return true;
}

/* Notes for each span the first one at its place, or itself if it says nothing new. */
static void find_owners(size_t *owners, const struct meaning *meanings, size_t count) {
    for (size_t begin = 0, end = 0; begin < count; begin = end) {
        size_t owner = meanings[begin].span;
        for (; end < count && meanings[end].begin == meanings[begin].begin && meanings[end].end == meanings[begin].end;
             end++)
            if (meanings[end].span < owner) owner = meanings[end].span;
        for (size_t i = begin; i < end; i++) {
            bool repeated =
                i > begin && meanings[i].type == meanings[i - 1].type && meanings[i].id == meanings[i - 1].id;
            owners[meanings[i].span] = repeated ? meanings[i].span : owner;
        }
    }
}

/* Gives the spans to their owners, in their order; there is room for all. */
static void move_spans(gaz_document *document, const size_t *owners) {
    struct document_span *spans = document->spans;
    size_t kept = 0;
    for (size_t i = 0; i < document->span_count; i++) spans[owners[i]].sense_count += owners[i] != i;
    for (size_t i = 0; i < document->span_count; i++) {
        spans[i].sense = (uint32_t)document->sense_count;
        document->sense_count += spans[i].sense_count;
        spans[i].sense_count = 0;
    }
    for (size_t i = 0; i < document->span_count; i++) {
        struct document_span *owner = &spans[owners[i]];
        if (owners[i] != i)
            document->senses[owner->sense + owner->sense_count++] = document_get_sense(document, &spans[i], 0);
    }
    for (size_t i = 0; i < document->span_count; i++)
        if (owners[i] == i) spans[kept++] = spans[i];
    document->span_count = kept;
}

gaz_status document_gather_senses(gaz_document *document, gaz_error *error) {
    size_t count = document->span_count;
    if (all_apart(document)) return GAZ_OK;
    struct meaning *meanings = malloc(count * sizeof *meanings);
    size_t *owners = malloc(count * sizeof *owners);
    gaz_status status = meanings && owners ? reserve(document, count, error) : error_memory(error);
    if (status == GAZ_OK) {
        for (size_t i = 0; i < count; i++) meanings[i] = meaning_of(document, i);
        qsort(meanings, count, sizeof *meanings, compare);
        find_owners(owners, meanings, count);
        move_spans(document, owners);
    }
    free(meanings);
    free(owners);
    return status;
}
