#include "explain/cursor.h"

#include "base/error.h"
#include "scan/options.h"

void gaz_explain_options_init(gaz_explain_options *options) {
    *options = (gaz_explain_options){0};
    gaz_input_options_init(&options->input);
    gaz_match_options_init(&options->match);
}

gaz_status explain_options_complete(gaz_explain_options *made, const gaz_explain_options *options, gaz_error *error) {
    gaz_explain_options_init(made);
    if (options) *made = *options;
    if (made->offsets == GAZ_OFFSETS_GRAPHEME)
        return error_argument(error, "offsets of explanations are bytes, code points or UTF-16 units");
    gaz_status status = match_options_check(&made->match, MATCH_TYPES, error);
    return status == GAZ_OK ? input_options_complete(&made->input, GAZ_FORMAT_TEXT, INPUT_FILES, error) : status;
}

void cursor_init(struct cursor *cursor, const gaz_explain_options *options) {
    *cursor = (struct cursor){0};
    passage_init(&cursor->passage, &options->input, options->offsets);
}

void cursor_free(struct cursor *cursor) {
    passage_free(&cursor->passage);
    entry_candidates_free(&cursor->candidates);
}

void cursor_rewind(struct cursor *cursor, const char *text, size_t size) {
    passage_open_text(&cursor->passage, text, size);
    cursor->ready = false;
    cursor->next = 0;
}

gaz_status cursor_find(struct cursor *cursor, struct candidate_finder *finder, gaz_error *error) {
    return candidate_finder_find(&cursor->candidates, finder, &cursor->passage, 0, 0, error);
}

gaz_status cursor_next(bool *done, struct cursor *cursor, struct candidate_finder *finder, gaz_error *error) {
    struct passage *passage = &cursor->passage;
    gaz_status status = passage_next(passage, error);
    *done = status == GAZ_OK && !passage->is_there;
    cursor->next = 0;
    if (status != GAZ_OK || *done) return status;
    status = cursor_find(cursor, finder, error);
    cursor->ready = status == GAZ_OK;
    return status;
}
