#include "text/rows.h"

#include <string.h>

enum {
    SAMPLE_SIZE = 1 << 16, /* bytes of rows that decide about separator and column count */
    MOST_COLUMNS = 256     /* rows with more count as this many when the usual count is looked for */
};

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

bool rows_next_line(struct rows_line *line, size_t *position, const char *text, size_t size) {
    if (*position >= size) return false;
    const char *bytes = text + *position;
    size_t rest = size - *position;
    const char *feed = memchr(bytes, '\n', rest);
    size_t length = feed ? (size_t)(feed - bytes) : rest;
    *position += feed ? length + 1 : rest;
    bool carriage = length && bytes[length - 1] == '\r';
    *line = (struct rows_line){.bytes = bytes, .size = length - carriage, .crlf = feed && carriage};
    return true;
}

static bool next_blank_column(size_t *begin, size_t *end, size_t *position, const char *line, size_t size) {
    size_t i = *position;
    while (i < size && is_blank(line[i])) i++;
    if (i == size) return false;
    *begin = i;
    while (i < size && !is_blank(line[i])) i++;
    *position = *end = i;
    return true;
}

static inline bool next_column(size_t *begin, size_t *end, size_t *position, const struct rows *rows, const char *line,
                               size_t size) {
    if (rows->separator == GAZ_SEPARATOR_BLANK) return next_blank_column(begin, end, position, line, size);
    if (*position > size) return false;
    *begin = *position;
    const char *tab = memchr(line + *position, '\t', size - *position);
    *end = tab ? (size_t)(tab - line) : size;
    *position = *end + 1; /* size + 1 after the last: a TAB at the line's end has an empty column after it */
    return true;
}

bool rows_next_column(size_t *begin, size_t *end, size_t *position, const struct rows *rows, const char *line,
                      size_t size) {
    return next_column(begin, end, position, rows, line, size);
}

bool rows_column(size_t *begin, size_t *end, const struct rows *rows, const char *line, size_t size, unsigned column) {
    size_t position = 0;
    if (column == 0) return false;
    for (unsigned i = 0; i < column; i++)
        if (!next_column(begin, end, &position, rows, line, size)) return false;
    return true;
}

unsigned rows_count_columns(const struct rows *rows, const char *line, size_t size) {
    size_t begin;
    size_t end;
    size_t position = 0;
    unsigned count = 0;
    while (rows_next_column(&begin, &end, &position, rows, line, size)) count++;
    return count;
}

static bool equals(const char *bytes, size_t size, const char *text) {
    return size == strlen(text) && memcmp(bytes, text, size) == 0;
}

/* What the line is as far as the layout of the file does not matter: comments are taken for tokens. */
static enum row_kind classify_plain(const char *line, size_t size) {
    static const char document[] = "-DOCSTART-";
    size_t document_size = sizeof document - 1;
    while (size && is_blank(line[size - 1])) size--;
    if (size == 0) return ROW_BLANK;
    if (equals(line, size, "<s>") || equals(line, size, "</s>")) return ROW_MARK;
    while (is_blank(*line)) {
        line++;
        size--;
    }
    if (size >= document_size && memcmp(line, document, document_size) == 0 &&
        (size == document_size || is_blank(line[document_size])))
        return ROW_DOCUMENT;
    return ROW_TOKEN;
}

enum row_kind rows_classify_special(const struct rows *rows, const char *line, size_t size) {
    enum row_kind kind = classify_plain(line, size);
    if (kind != ROW_TOKEN || line[0] != '#') return kind;
    /* In a file of one column a token may hold spaces, so the count says nothing: `# text` is taken for a comment. */
    if (rows->column_count <= 1) return size > 1 && is_blank(line[1]) ? ROW_COMMENT : ROW_TOKEN;
    return rows_count_columns(rows, line, size) == rows->column_count ? ROW_TOKEN : ROW_COMMENT;
}

/* How many rows have how many columns under each separator. */
struct sample {
    size_t rows;
    size_t tab_rows; /* with a TAB between text */
    size_t tab_counts[MOST_COLUMNS + 1];
    size_t blank_counts[MOST_COLUMNS + 1];
};

static void sample_row(struct sample *sample, const char *line, size_t size) {
    static const struct rows tab = {.separator = GAZ_SEPARATOR_TAB};
    static const struct rows blank = {.separator = GAZ_SEPARATOR_BLANK};
    unsigned tab_count = rows_count_columns(&tab, line, size);
    unsigned blank_count = rows_count_columns(&blank, line, size);
    sample->rows++;
    sample->tab_counts[tab_count < MOST_COLUMNS ? tab_count : MOST_COLUMNS]++;
    sample->blank_counts[blank_count < MOST_COLUMNS ? blank_count : MOST_COLUMNS]++;
    if (tab_count > 1 && blank_count > 1) {
        while (is_blank(line[size - 1])) size--;
        while (is_blank(*line)) {
            line++;
            size--;
        }
        if (memchr(line, '\t', size)) sample->tab_rows++;
    }
}

/* Rows that begin with # are looked at only if there are no others, since most of them are comments. */
static void sample_text(struct sample *sample, const char *text, size_t size, bool hashes) {
    struct rows_line line;
    size_t position = 0;
    size_t sampled = 0;
    *sample = (struct sample){0};
    while (sampled < SAMPLE_SIZE && rows_next_line(&line, &position, text, size)) {
        if (classify_plain(line.bytes, line.size) != ROW_TOKEN || (line.bytes[0] == '#') != hashes) continue;
        sample_row(sample, line.bytes, line.size);
        sampled += line.size;
    }
}

/* The column count of most rows, the larger of two equals; 0 without rows. */
static unsigned usual_count(const size_t *counts) {
    unsigned usual = 0;
    for (unsigned i = 1; i <= MOST_COLUMNS; i++)
        if (counts[i] && counts[i] >= counts[usual]) usual = i;
    return usual;
}

void rows_detect(struct rows *rows, const char *text, size_t size, gaz_separator forced) {
    struct sample sample;
    sample_text(&sample, text, size, false);
    if (sample.rows == 0) {
        sample_text(&sample, text, size, true);
        if (forced == GAZ_SEPARATOR_AUTO && sample.tab_rows == 0) { /* nothing but comments */
            *rows = (struct rows){.separator = GAZ_SEPARATOR_TAB};
            return;
        }
    }
    unsigned blank_count = usual_count(sample.blank_counts);
    /* TABs in a few rows of a blank-separated file are blanks like the others. */
    bool blank =
        sample.tab_rows * 2 < sample.rows && blank_count >= 2 && sample.blank_counts[blank_count] * 2 > sample.rows;
    rows->separator = forced != GAZ_SEPARATOR_AUTO ? forced : blank ? GAZ_SEPARATOR_BLANK : GAZ_SEPARATOR_TAB;
    rows->column_count = rows->separator == GAZ_SEPARATOR_BLANK ? blank_count : usual_count(sample.tab_counts);
}
