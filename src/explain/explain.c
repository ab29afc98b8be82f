#include <stdlib.h>

#include "base/error.h"
#include "base/sink.h"
#include "explain/explanation.h"
#include "explain/occurrence.h"
#include "explain/write.h"

gaz_status gaz_explainer_new(gaz_explainer **explainer, const gaz_model *model, const gaz_lexicon *lexicon,
                             const gaz_explain_options *options, gaz_error *error) {
    if (!explainer || !model) return error_argument(error, "gaz_explainer_new without a model");
    *explainer = NULL;
    gaz_explain_options complete;
    gaz_status status = explain_options_complete(&complete, options, error);
    if (status != GAZ_OK) return status;
    gaz_explainer *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->input = complete.input.format;
    made->text = "";
    cursor_init(&made->cursor, &complete);
    cursor_init(&made->span_cursor, &complete);
    made->rejected = calloc(REJECTED_MAX + 1, sizeof *made->rejected);
    made->near_misses = calloc(NEAR_MISSES_MAX, sizeof *made->near_misses);
    status = made->rejected && made->near_misses ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK) status = candidate_finder_init(&made->finder, model, lexicon, &complete, error);
    if (status != GAZ_OK) {
        gaz_explainer_free(made);
        return status;
    }
    *explainer = made;
    return GAZ_OK;
}

void gaz_explainer_free(gaz_explainer *explainer) {
    if (!explainer) return;
    query_clear(&explainer->query);
    candidate_finder_free(&explainer->finder);
    cursor_free(&explainer->cursor);
    cursor_free(&explainer->span_cursor);
    strings_free(&explainer->strings);
    buffer_free(&explainer->scratch);
    free(explainer->begins);
    free(explainer->ends);
    free(explainer->rejected);
    free(explainer->near_misses);
    free(explainer);
}

/* ---- Texts ---- */

static void begin(gaz_explainer *explainer, const char *text, size_t size) {
    explainer->text = text;
    explainer->size = size;
    explainer->has_explanation = false;
    query_clear(&explainer->query);
    cursor_rewind(&explainer->cursor, text ? text : "", size);
    cursor_rewind(&explainer->span_cursor, text ? text : "", size);
}

gaz_status gaz_explainer_text(gaz_explainer *explainer, const char *text, size_t size, gaz_error *error) {
    if (!explainer || (!text && size)) return error_argument(error, "gaz_explainer_text without an explainer or text");
    begin(explainer, size ? text : "", size);
    return GAZ_OK;
}

gaz_status gaz_explainer_file(gaz_explainer *explainer, const char *path, gaz_error *error) {
    if (!explainer || !path) return error_argument(error, "gaz_explainer_file without an explainer or path");
    begin(explainer, NULL, 0);
    return passage_open(&explainer->cursor.passage, path, error);
}

gaz_status gaz_explainer_why(gaz_explainer *explainer, const char *surface, size_t size, gaz_error *error) {
    if (!explainer || !surface) return error_argument(error, "gaz_explainer_why without an explainer or a surface");
    struct query *query = &explainer->query;
    cut_function *cut = explainer->finder.tokenization == TOKENS_WORDS ? cut_words : cut_tokenized;
    explainer->has_explanation = false;
    if (explainer->text) cursor_rewind(&explainer->cursor, explainer->text, explainer->size);
    gaz_status status = query_set(query, &explainer->finder.index, cut, surface, size, error);
    if (status == GAZ_OK && query->exact.count == 0) status = error_argument(error, "the surface holds no token");
    if (status != GAZ_OK) query_clear(query);
    return status;
}

/* ---- One after the other ---- */

static gaz_status next_span(bool *found, gaz_explainer *explainer, gaz_error *error) {
    struct cursor *cursor = &explainer->cursor;
    for (;;) {
        bool done = false;
        gaz_status status = cursor->ready ? GAZ_OK : cursor_next(&done, cursor, &explainer->finder, error);
        if (status != GAZ_OK || done) return status;
        while (cursor->next < cursor->candidates.count) {
            size_t number = cursor->next++;
            if (cursor->candidates.items[number].reason != GAZ_REASON_TAGGED) continue;
            *found = true;
            return explanation_of_candidate(explainer, cursor, number, error);
        }
        cursor->ready = false;
    }
}

gaz_status gaz_explainer_next(const gaz_explanation **explanation, gaz_explainer *explainer, gaz_error *error) {
    if (!explanation || !explainer) return error_argument(error, "gaz_explainer_next without an explainer");
    *explanation = NULL;
    explainer->has_explanation = false;
    bool found = false;
    gaz_status status =
        explainer->query.surface ? occurrence_next(&found, explainer, error) : next_span(&found, explainer, error);
    if (status == GAZ_OK && found) *explanation = &explainer->explanation;
    return status;
}

/* ---- Spans ---- */

static gaz_status refuse(const struct cursor *cursor, uint64_t line, const char *message, gaz_error *error) {
    return error_set(error, GAZ_ERROR_ARGUMENT, error_file_name(cursor->passage.name), line, "%s", message);
}

/* Goes to where a position that is not in the passage may be. `*again`: a text has been read from its begin again. */
static gaz_status go_on(bool *again, gaz_explainer *explainer, struct cursor *cursor, uint64_t line,
                        enum passage_position position, gaz_error *error) {
    struct passage *passage = &cursor->passage;
    bool rows = explainer->input == GAZ_FORMAT_CONLL;
    bool more = false;
    gaz_status status = GAZ_OK;
    if (position == POSITION_INVALID) return refuse(cursor, line, "the span begins or ends inside a character", error);
    bool records = explainer->input == GAZ_FORMAT_JSONL;
    if (position == POSITION_BEFORE && (*again || !explainer->text))
        return refuse(cursor, line,
                      records ? "there is no such record, or it has been read already"
                              : "the span begins before what is left of the input, which is read only once",
                      error);
    if (position == POSITION_BEFORE) {
        cursor_rewind(cursor, explainer->text, explainer->size);
        *again = true;
        return GAZ_OK;
    }
    if (position == POSITION_REACHES) {
        if (!rows) status = passage_extend(&more, passage, error);
        return status != GAZ_OK || more ? status : refuse(cursor, line, "the span ends after the text", error);
    }
    status = passage_next(passage, error);
    if (status != GAZ_OK || passage->is_there) return status;
    return refuse(cursor, line,
                  rows                                   ? "there is no such sentence"
                  : explainer->input == GAZ_FORMAT_JSONL ? "there is no such record"
                                                         : "the span ends after the text",
                  error);
}

/* Goes on to the passage that a position is in, and finds its bytes. */
static gaz_status find_position(uint64_t *begin_at, uint64_t *end_at, gaz_explainer *explainer, struct cursor *cursor,
                                uint64_t line, uint64_t begin, uint64_t end, gaz_error *error) {
    struct passage *passage = &cursor->passage;
    gaz_status status = GAZ_OK;
    bool again = false;
    while (status == GAZ_OK) {
        enum passage_position position = POSITION_AFTER;
        if (passage->is_there && !passage->is_cut && explainer->input == GAZ_FORMAT_CONLL)
            status = cursor_find(cursor, &explainer->finder, error);
        if (status != GAZ_OK) break;
        if (passage->is_there) position = passage_find(begin_at, end_at, passage, line, begin, end);
        if (position == POSITION_HERE) break;
        status = go_on(&again, explainer, cursor, line, position, error);
    }
    return status;
}

gaz_status gaz_explainer_place(const gaz_explanation **explanation, gaz_explainer *explainer, uint64_t line,
                               uint64_t begin, uint64_t end, gaz_error *error) {
    if (!explanation || !explainer) return error_argument(error, "gaz_explainer_place without an explainer");
    *explanation = NULL;
    explainer->has_explanation = false;
    struct cursor *cursor = explainer->text ? &explainer->span_cursor : &explainer->cursor;
    uint64_t begin_at = 0;
    uint64_t end_at = 0;
    if (begin >= end)
        return error_set(error, GAZ_ERROR_ARGUMENT, cursor->passage.name, 0,
                         "the span is empty: its begin must be below its end");
    if (explainer->text && !cursor->passage.is_there) cursor_rewind(cursor, explainer->text, explainer->size);
    gaz_status status = find_position(&begin_at, &end_at, explainer, cursor, line, begin, end, error);
    if (status == GAZ_OK) status = explanation_of_bytes(explainer, cursor, begin_at, end_at, error);
    if (status == GAZ_OK) *explanation = &explainer->explanation;
    return status;
}

gaz_status gaz_explainer_span(const gaz_explanation **explanation, gaz_explainer *explainer, uint64_t begin,
                              uint64_t end, gaz_error *error) {
    return gaz_explainer_place(explanation, explainer, 0, begin, end, error);
}

/* ---- Writing ---- */

gaz_status gaz_explainer_write(gaz_explainer *explainer, const gaz_sink *sink, gaz_explain_format format,
                               gaz_error *error) {
    if (!explainer || !explainer->has_explanation || !sink)
        return error_argument(error, "gaz_explainer_write without an explanation or a sink");
    struct buffer out = {0};
    bool good = format == GAZ_EXPLAIN_JSON ? write_json(&out, &explainer->explanation)
                                           : write_lines(&out, &explainer->explanation, format == GAZ_EXPLAIN_COLOURS);
    gaz_status status = good ? sink_write(sink, out.bytes, out.size, error) : error_memory(error);
    buffer_free(&out);
    return status;
}
