/* Rows of delimited fields, quoted as RFC 4180 has it or not. */
#ifndef LEXICON_CSV_H
#define LEXICON_CSV_H

#include "lexicon/dictionary.h"

enum { CSV_FIELDS_MAX = 256 };

struct csv_format {
    char separator;
    bool quoted;  /* a field may be in quotes, with separators, line ends and doubled quotes in it */
    size_t count; /* of fields that a row must have; 0 = any */
};

/* All but `format` is zero at the beginning. */
struct csv_row {
    struct csv_format format;
    struct field fields[CSV_FIELDS_MAX]; /* borrowed from the text or from `room`, until the next one is read */
    size_t count;                        /* those behind CSV_FIELDS_MAX are left out */
    size_t more_lines;                   /* that the newest row has */
    struct buffer room;
};

enum csv_result {
    CSV_READ,
    CSV_OPEN, /* a quote is not closed: the line is passed over */
    CSV_END,
    CSV_MEMORY
};

/* Reads the next row that is not blank; dictionary->line is the line where it begins. */
enum csv_result csv_next(struct csv_row *row, struct dictionary *dictionary);

void csv_free(struct csv_row *row);

#endif
