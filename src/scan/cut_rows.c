#include "scan/cut_rows.h"

#include <string.h>

bool cut_rows(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final,
              const struct rows *rows, unsigned token_column, bool lenient) {
    cut_begin(cut, state);
    size_t at = 0;
    while (at < size && cut->token_count < cut->capacity && cut->sentence_count < cut->capacity) {
        const char *line = text + at;
        const char *newline = memchr(line, '\n', size - at);
        if (!newline && !final) break;
        size_t line_size = newline ? (size_t)(newline - line) : size - at;
        size_t next = at + line_size + (newline ? 1 : 0);
        if (line_size && line[line_size - 1] == '\r') line_size--;
        switch (rows_classify(rows, line, line_size)) {
        case ROW_TOKEN: {
            size_t begin;
            size_t end;
            bool good = rows_column(&begin, &end, rows, line, line_size, token_column);
            if (good && begin < end) cut_add_token(cut, state, (uint32_t)(at + begin), (uint32_t)(at + end));
            if (!good && !lenient) return false;
            if (state->in_sentence && rows_ends_sentence(rows, line, line_size))
                cut_end_sentence(cut, state, (uint32_t)next, (uint32_t)next);
            break;
        }
        case ROW_COMMENT:
        case ROW_HEADER:
        case ROW_RANGE: break;
        default:
            if (state->in_sentence) cut_end_sentence(cut, state, (uint32_t)at, (uint32_t)next);
        }
        at = next;
        cut->used = (uint32_t)next;
    }
    if (final && at == size && state->in_sentence && cut->sentence_count < cut->capacity)
        cut_end_sentence(cut, state, (uint32_t)size, (uint32_t)size);
    return true;
}
