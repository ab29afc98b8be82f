#include "explain/cursor.h"

void cursor_init(struct cursor *cursor, const gaz_explain_options *options) {
    const struct passage_options reading = {.input = options->input,
                                            .field = options->field,
                                            .separator = options->columns.separator,
                                            .paragraphs = options->paragraphs != 0,
                                            .lenient = options->columns.lenient != 0,
                                            .offsets = options->offsets};
    *cursor = (struct cursor){0};
    passage_init(&cursor->passage, &reading);
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
