#include <string.h>

#include <strings.h>

#include "base/decimal.h"
#include "base/hash.h"
#include "text/rows.h"
#include "text/tag_form.h"

enum {
    SAMPLE_SIZE = 1 << 16, /* bytes of rows that decide about separator and column count */
    MOST_COLUMNS = 256,    /* rows with more count as this many when the usual count is looked for */
    NUMBERED_COLUMNS = 3,  /* one of the first may count the tokens; a column must follow the tokens' */
    MOST_TENTHS = 9
};

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
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
        if (rows_classify_plain(line.bytes, line.size) != ROW_TOKEN || (line.bytes[0] == '#') != hashes) continue;
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

/* What the columns of the sampled rows hold. */
struct contents {
    size_t rows;
    size_t tags[ROWS_MOST_COLUMNS];
    size_t empty[ROWS_MOST_COLUMNS];   /* _ */
    size_t blank[ROWS_MOST_COLUMNS];   /* nothing at all */
    size_t marks[ROWS_MOST_COLUMNS];   /* ends of sentences */
    size_t numbered[NUMBERED_COLUMNS]; /* rows in which it is one above the last; 0 or 1 begins */
    uint64_t last[NUMBERED_COLUMNS];   /* 1 + the last number; 0 = the sentence has none yet */
    struct rows_line first;            /* row */
    struct rows_line names;            /* what `# global.columns =` of CoNLL-U Plus says */
};

/* Counts the row if its number goes on with the count. */
static void look_at_number(struct contents *contents, unsigned column, const char *bytes, size_t size) {
    uint64_t number;
    const char *end = bytes + size;
    if (!decimal_read_whole(&number, &bytes, end) || bytes < end) return;
    uint64_t *last = &contents->last[column];
    bool goes_on = *last ? number == *last : number <= 1; /* some count from 0 */
    if (!goes_on) return;
    *last = number + 1;
    contents->numbered[column]++;
}

static void look_at_row(struct contents *contents, const struct rows *rows, const struct rows_line *line) {
    size_t begin;
    size_t end;
    size_t position = 0;
    if (contents->rows++ == 0) contents->first = *line;
    for (unsigned i = 0; i < ROWS_MOST_COLUMNS; i++) {
        if (!rows_next_column(&begin, &end, &position, rows, line->bytes, line->size)) return;
        const char *bytes = line->bytes + begin;
        enum tag_form form = tag_form(bytes, end - begin);
        contents->tags[i] += form == TAG_OUTSIDE || form == TAG_TYPED;
        contents->empty[i] += end - begin == 1 && *bytes == '_';
        contents->blank[i] += begin == end;
        contents->marks[i] += rows_marks_end(bytes, end - begin);
        if (i < NUMBERED_COLUMNS) look_at_number(contents, i, bytes, end - begin);
    }
}

static bool is_most(size_t count, const struct contents *contents) {
    return contents->rows && count * 10 >= contents->rows * MOST_TENTHS;
}

/* Whether the text is one of these names, in any case. */
static bool is_name(const char *bytes, size_t size, const char *const *names) {
    for (; *names; names++)
        if (strlen(*names) == size && strncasecmp(*names, bytes, size) == 0) return true;
    return false;
}

static const char *const token_names[] = {"token",    "tokens", "word",    "words", "form",
                                          "wordform", "text",   "surface", NULL};

/* The column of the tokens by the names of the columns, from 1; 0 = none is called so. */
static unsigned find_named(const struct rows *rows, const struct rows_line *names) {
    size_t begin;
    size_t end;
    size_t position = 0;
    for (unsigned i = 1; rows_next_column(&begin, &end, &position, rows, names->bytes, names->size); i++)
        if (is_name(names->bytes + begin, end - begin, token_names)) return i;
    return 0;
}

/* Whether the first row names the columns: that of the tokens, and, if the others hold no tags, another one. */
static bool is_header(const struct rows *rows, const struct contents *contents) {
    static const char *const others[] = {"tag", "tags", "label", "labels", "ner",   "ne",   "entity", "type",
                                         "iob", "bio",  "pos",   "upos",   "lemma", "misc", "class",  NULL};
    const struct rows_line *line = &contents->first;
    size_t begin;
    size_t end;
    size_t position = 0;
    bool other = rows->tag_columns != 0;
    if (rows->column_count < 2 || contents->rows < 2) return false;
    while (rows_next_column(&begin, &end, &position, rows, line->bytes, line->size)) {
        enum tag_form form = tag_form(line->bytes + begin, end - begin);
        if (form == TAG_OUTSIDE || form == TAG_TYPED) return false;
        other = other || is_name(line->bytes + begin, end - begin, others);
    }
    return other && find_named(rows, line);
}

/* Takes the names of the columns that CoNLL-U Plus begins with. */
static void look_at_comment(struct contents *contents, const struct rows_line *line) {
    static const char key[] = "# global.columns =";
    size_t size = sizeof key - 1;
    if (line->size > size && memcmp(line->bytes, key, size) == 0)
        contents->names = (struct rows_line){.bytes = line->bytes + size, .size = line->size - size};
}

static void look_at_rows(struct contents *contents, const struct rows *rows, const char *text, size_t size) {
    struct rows_line line;
    size_t position = 0;
    size_t sampled = 0;
    while (sampled < SAMPLE_SIZE && rows_next_line(&line, &position, text, size)) {
        bool row = rows_classify_plain(line.bytes, line.size) == ROW_TOKEN;
        if (!row) memset(contents->last, 0, sizeof contents->last);
        if (row && line.bytes[0] == '#') look_at_comment(contents, &line);
        if (!row || line.bytes[0] == '#' || rows_is_range(rows, line.bytes, line.size, 1)) continue;
        look_at_row(contents, rows, &line);
        sampled += line.size;
    }
}

/* The first column behind that of numbers that is not empty, from 1. */
static unsigned find_tokens(const struct rows *rows, const struct contents *contents) {
    unsigned column = rows->number_column + 1;
    while (column < rows->column_count && column < ROWS_MOST_COLUMNS && is_most(contents->blank[column - 1], contents))
        column++;
    return column;
}

/* Finds the columns of numbers, of tokens, of tags, of marks and of nothing, and a header. */
static void find_columns(struct rows *rows, const char *text, size_t size) {
    static const struct rows blanks = {.separator = GAZ_SEPARATOR_BLANK};
    struct contents contents = {0};
    unsigned named = 0;
    look_at_rows(&contents, rows, text, size);
    for (unsigned i = NUMBERED_COLUMNS; i > 0; i--)
        if (rows->column_count >= i + 2 && is_most(contents.numbered[i - 1], &contents)) rows->number_column = i;
    for (unsigned i = 0; i < ROWS_MOST_COLUMNS; i++) {
        rows->tag_columns |= (uint64_t)(i > 0 && is_most(contents.tags[i], &contents)) << i;
        rows->empty_columns |= (uint64_t)(contents.rows && contents.empty[i] == contents.rows) << i;
    }
    if (is_header(rows, &contents)) {
        named = find_named(rows, &contents.first);
        rows->header_size = contents.first.size;
        rows->header_hash = hash_bytes(contents.first.bytes, contents.first.size, 0);
    }
    if (contents.names.size) named = find_named(&blanks, &contents.names);
    rows->token_column = named ? named : find_tokens(rows, &contents);
    for (unsigned i = ROWS_MOST_COLUMNS; i > rows->token_column; i--)
        if (contents.marks[i - 1]) rows->mark_column = i;
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
    *rows = (struct rows){0};
    rows->separator = forced != GAZ_SEPARATOR_AUTO ? forced : blank ? GAZ_SEPARATOR_BLANK : GAZ_SEPARATOR_TAB;
    rows->column_count = rows->separator == GAZ_SEPARATOR_BLANK ? blank_count : usual_count(sample.tab_counts);
    find_columns(rows, text, size);
}
