#include "scan/split.h"

#include <string.h>

#include "base/bytes.h"
#include "text/tag_form.h"

static bool is_blank_line(const char *line, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') return false;
    return true;
}

static bool ends_sentence(const struct split *split, const char *line, size_t size) {
    if (split->input == GAZ_FORMAT_TEXT) return is_blank_line(line, size);
    if (size && line[size - 1] == '\r') size--;
    enum row_kind kind = rows_classify(&split->rows, line, size);
    if (kind == ROW_TOKEN) return rows_ends_sentence(&split->rows, line, size);
    return kind == ROW_BLANK || kind == ROW_MARK || kind == ROW_DOCUMENT;
}

bool split_by_line(const struct split *split) {
    return split->input == GAZ_FORMAT_TOKENIZED || split->input == GAZ_FORMAT_JSONL ||
           (split->input == GAZ_FORMAT_TEXT && !split->paragraphs);
}

size_t split_end(const struct split *split, const char *text, size_t size, bool inside_line) {
    const char *newline = memrchr(text, '\n', size);
    if (split_by_line(split)) return newline ? (size_t)(newline - text) + 1 : 0;
    while (newline) {
        const char *before = memrchr(text, '\n', (size_t)(newline - text));
        const char *line = before ? before + 1 : text;
        if (!before && inside_line) return 0; /* the rest of a line does not tell what the line is */
        if (ends_sentence(split, line, (size_t)(newline - line))) return (size_t)(newline - text) + 1;
        newline = before;
    }
    return 0;
}

size_t split_first_end(const struct split *split, const char *text, size_t size, bool inside_line) {
    size_t first = split_end(split, text, size, inside_line);
    for (size_t end = first; end > 0; end = split_end(split, text, end - 1, inside_line)) first = end;
    return first;
}

size_t split_sample(const char *text, size_t size, bool forced) {
    enum { ROWS_WANTED = 20, SIZE_WANTED = 1 << 16 };
    size_t rows = 0;
    bool has_tab = false; /* then there is no doubt */
    for (size_t at = 0; at < size;) {
        const char *line = text + at;
        const char *newline = memchr(line, '\n', size - at);
        if (!newline) return 0;
        size_t line_size = (size_t)(newline - line);
        at += line_size + 1;
        bool ends = is_blank_line(line, line_size) || memcmp(line, "</s>", line_size < 4 ? line_size : 4) == 0;
        bool row = !ends && line[0] != '#' && line[0] != '<';
        rows += row;
        has_tab = has_tab || (row && memchr(line, '\t', line_size));
        if (rows && (at >= SIZE_WANTED || (ends && (forced || has_tab || rows >= ROWS_WANTED)))) return at;
    }
    return 0;
}

static bool is_mark(char byte) {
    return byte == '.' || byte == ',' || byte == ';' || byte == ':' || byte == '!' || byte == '?';
}

bool split_looks_raw(const char *text, size_t size) {
    enum { SAMPLE = 1 << 16, FEW = 3 };
    size_t stuck = 0;
    size_t alone = 0;
    if (size > SAMPLE) size = SAMPLE;
    for (size_t i = 0; i < size; i++) {
        if (!is_mark(text[i]) || (i + 1 < size && !byte_is_blank(text[i + 1]))) continue;
        if (i == 0 || byte_is_blank(text[i - 1]))
            alone++;
        else
            stuck++;
    }
    return stuck >= FEW && stuck > 2 * alone;
}

/* Whether a line ends in a tag, after a blank. */
static bool ends_in_tag(const char *line, size_t size) {
    while (size && byte_is_blank(line[size - 1])) size--;
    size_t begin = size;
    while (begin && !byte_is_blank(line[begin - 1])) begin--;
    enum tag_form form = tag_form(line + begin, size - begin);
    return begin && (form == TAG_OUTSIDE || form == TAG_TYPED);
}

bool split_looks_columns(const char *text, size_t size) {
    enum { SAMPLE = 1 << 16, FEW = 10 };
    size_t tagged = 0;
    size_t others = 0;
    if (size > SAMPLE) size = SAMPLE;
    for (size_t at = 0; at < size;) {
        const char *newline = memchr(text + at, '\n', size - at);
        size_t line_size = newline ? (size_t)(newline - text) - at : size - at;
        if (ends_in_tag(text + at, line_size))
            tagged++;
        else if (!is_blank_line(text + at, line_size))
            others++;
        at += line_size + 1;
    }
    return tagged >= FEW && tagged > 4 * others;
}
