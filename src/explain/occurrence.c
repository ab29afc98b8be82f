#include "explain/occurrence.h"

#include "base/error.h"
#include "explain/explanation.h"

/* Explains the next tokens of the passage that match the surface as `wanted` says. `*best` becomes the best match that
 * was met, if it is better. */
static gaz_status next_tokens(bool *found, enum query_match *best, gaz_explainer *explainer, enum query_match wanted,
                              gaz_error *error) {
    struct query *query = &explainer->query;
    struct cursor *cursor = &explainer->cursor;
    const struct passage *passage = &cursor->passage;
    while (cursor->next < passage_document(passage)->token_count) {
        uint64_t token = cursor->next++;
        enum query_match match;
        if (!query_compare(&match, query, &explainer->finder.index, passage, token, !query->found))
            return error_memory(error);
        if (match > *best) *best = match;
        if (match != wanted) continue;
        *found = true;
        return explanation_of_tokens(explainer, cursor, token, token + query->exact.count, error);
    }
    return GAZ_OK;
}

/* Explains the next occurrence in what is left of the input. */
static gaz_status next_in_input(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct query *query = &explainer->query;
    struct cursor *cursor = &explainer->cursor;
    for (;;) {
        bool done = false;
        gaz_status status = cursor->ready ? GAZ_OK : cursor_next(&done, cursor, &explainer->finder, error);
        if (status != GAZ_OK || done) return status;
        enum query_match best = QUERY_NO_MATCH;
        status = next_tokens(found, &best, explainer, QUERY_TOKENS, error);
        query->found = query->found || *found;
        if (status != GAZ_OK || *found) return status;
        uint64_t at;
        query->next = 0;
        if (!query->found && best == QUERY_NO_MATCH && query->best <= QUERY_BYTES &&
            query_next_bytes(&at, query, &cursor->passage))
            best = QUERY_BYTES;
        if (!query->found && best != QUERY_NO_MATCH) status = query_keep_passage(query, &cursor->passage, best, error);
        if (status != GAZ_OK) return status;
        cursor->ready = false;
    }
}

/* Goes back to the next passage that was kept. */
static gaz_status next_copy(gaz_explainer *explainer, gaz_error *error) {
    struct query *query = &explainer->query;
    struct cursor *cursor = &explainer->cursor;
    passage_restore(&cursor->passage, &query->copies[query->copy++]);
    query->next = 0;
    cursor->next = 0;
    cursor->ready = true;
    return cursor_find(cursor, &explainer->finder, error);
}

static gaz_status say_difference(gaz_explainer *explainer, gaz_error *error) {
    struct query *query = &explainer->query;
    struct cursor *cursor = &explainer->cursor;
    const char *differs = "tokens";
    if (query->best == QUERY_NEARLY) differs = query_difference(query, &cursor->passage, cursor->next - 1);
    explainer->explanation.differs = differs;
    return differs ? GAZ_OK : error_memory(error);
}

/* Explains the next occurrence in the passages that were kept. */
static gaz_status next_in_copies(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct query *query = &explainer->query;
    struct cursor *cursor = &explainer->cursor;
    while (query->occurrences < OCCURRENCES_MAX) {
        gaz_status status = GAZ_OK;
        if (!cursor->ready && query->copy == query->copy_count) return GAZ_OK;
        if (!cursor->ready) status = next_copy(explainer, error);
        if (status != GAZ_OK) return status;
        enum query_match best = QUERY_TOKENS;
        uint64_t at;
        if (query->best == QUERY_NEARLY) {
            status = next_tokens(found, &best, explainer, QUERY_NEARLY, error);
        } else if (query_next_bytes(&at, query, &cursor->passage)) {
            *found = true;
            status = explanation_of_bytes(explainer, cursor, at, at + query->size, error);
        }
        if (status != GAZ_OK) return status;
        query->occurrences += *found;
        if (*found) return say_difference(explainer, error);
        cursor->ready = false;
    }
    return GAZ_OK;
}

gaz_status occurrence_next(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct query *query = &explainer->query;
    if (!query->at_copies) {
        gaz_status status = next_in_input(found, explainer, error);
        if (status != GAZ_OK || *found || query->found) return status;
        query->at_copies = true;
        explainer->cursor.ready = false;
    }
    return next_in_copies(found, explainer, error);
}
