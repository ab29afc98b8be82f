/* What a line of a column corpus is, and where its columns are. Shared by the corpus reader and the tagging of column
 * input, so that both mean the same by a sentence. */
#ifndef TEXT_ROWS_H
#define TEXT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

enum row_kind {
    ROW_TOKEN,
    ROW_BLANK,    /* empty or only blanks: ends a sentence */
    ROW_MARK,     /* <s> or </s> alone: ends a sentence */
    ROW_DOCUMENT, /* -DOCSTART-, or a comment that begins a document: ends sentence and document */
    ROW_COMMENT,  /* # and no row: is passed over, ends nothing */
    ROW_HEADER,   /* the names of the columns; the same */
    ROW_RANGE     /* 3-4 or 8.1, where rows are numbered: a multiword token or an empty node of CoNLL-U; the same */
};

enum { ROWS_MOST_COLUMNS = 64 /* columns behind these are not looked at */ };

/* How the lines of one file are laid out. `column_count` 0 = not known. */
struct rows {
    gaz_separator separator; /* TAB or BLANK, never AUTO */
    unsigned column_count;   /* of most rows */
    unsigned number_column;  /* from 1: it counts the tokens of a sentence; 0 = none does */
    unsigned token_column;   /* from 1: it most likely holds the tokens; 0 = the first */
    unsigned mark_column;    /* from 1: it says EndOfSentence, as in HIPE; 0 = none does */
    uint64_t tag_columns;    /* bit i: column i + 1 holds O and tags with prefixes */
    uint64_t empty_columns;  /* bit i: column i + 1 holds _ only */
    size_t header_size;      /* of a row with the names of the columns; 0 = there is none */
    uint64_t header_hash;    /* of its bytes */
};

/* Finds out all of it from the first rows in `text` (whole lines, LF or CR LF); `forced` AUTO = the separator, too. A
 * file of one column without TABs is TAB-separated: its tokens may hold spaces. */
void rows_detect(struct rows *rows, const char *text, size_t size, gaz_separator forced);

/* A line of a text, without its line end. */
struct rows_line {
    const char *bytes;
    size_t size;
    bool crlf; /* it ended in CR LF */
};

/* Gives the line at `*position` and moves on behind it. False at the end of the text. A CR that ends the text belongs
 * to no line either: it is a CR LF cut in two. */
bool rows_next_line(struct rows_line *line, size_t *position, const char *text, size_t size);

/* rows_classify for lines that may be something else than a row with a token. */
enum row_kind rows_classify_special(const struct rows *rows, const char *line, size_t size);

/* What the line is as far as the layout of the file does not matter: comments are taken for tokens. */
enum row_kind rows_classify_plain(const char *line, size_t size);

/* Whether the column, from 1, holds 3-4 or 8.1. */
bool rows_is_range(const struct rows *rows, const char *line, size_t size, unsigned column);

/* `line` is without its line end (LF, CR LF). */
static inline enum row_kind rows_classify(const struct rows *rows, const char *line, size_t size) {
    bool special = rows->number_column || size == rows->header_size || size == 0 || line[0] == ' ' || line[0] == '\t' ||
                   line[0] == '#' || line[0] == '<' || line[0] == '-';
    return special ? rows_classify_special(rows, line, size) : ROW_TOKEN;
}

/* The column that most likely holds the tokens, from 1: the one that is named so, or the first that is neither of
 * numbers nor empty. */
static inline unsigned rows_token_column(const struct rows *rows) {
    return rows->token_column ? rows->token_column : 1;
}

/* The last column of tags, from 1; 0 = there is none. */
static inline unsigned rows_last_tag_column(const struct rows *rows) {
    return rows->tag_columns ? 64 - (unsigned)__builtin_clzll(rows->tag_columns) : 0;
}

/* Gives the columns of a row one after the other; `*position` is 0 before the first. False when there is none left. */
bool rows_next_column(size_t *begin, size_t *end, size_t *position, const struct rows *rows, const char *line,
                      size_t size);

/* Finds column `column` (from 1). False if the row has fewer. With TAB separation a column may be empty. */
bool rows_column(size_t *begin, size_t *end, const struct rows *rows, const char *line, size_t size, unsigned column);

/* Whether a text is EndOfSentence, alone or as one of several values between |. */
bool rows_marks_end(const char *bytes, size_t size);

/* Whether a sentence ends with the row of this token. */
static inline bool rows_ends_sentence(const struct rows *rows, const char *line, size_t size) {
    size_t begin;
    size_t end;
    return rows->mark_column && rows_column(&begin, &end, rows, line, size, rows->mark_column) &&
           rows_marks_end(line + begin, end - begin);
}

/* A walk along the sentences of a text of rows. */
struct rows_walk {
    const char *text; /* borrowed */
    size_t size;
    size_t at;           /* of the next line */
    uint64_t line;       /* its number */
    size_t begin;        /* of the sentence: its first row with a token, */
    uint64_t begin_line; /* and the number of that */
};

/* Goes on to the next sentence, and behind it. False: there is none. */
bool rows_walk_next(struct rows_walk *walk, const struct rows *rows, unsigned token_column);

unsigned rows_count_columns(const struct rows *rows, const char *line, size_t size);

#endif
