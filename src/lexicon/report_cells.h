/* What a row of a report says of an entry: a table of cells, each with its column. */
#ifndef LEXICON_REPORT_CELLS_H
#define LEXICON_REPORT_CELLS_H

#include "lexicon/lexicon.h"
#include "lexicon/report_table.h"
#include "lexicon/report_text.h"

enum report_cell {
    CELL_TYPE,
    CELL_ID,
    CELL_STATUS,
    CELL_PRECISION,
    CELL_ANNOTATED,
    CELL_OCCURRENCES,
    CELL_NESTED,
    CELL_IN_TEXT,
    CELL_EXAMPLE,
    CELL_PROBABILITY,
    CELL_COUNT,
    CELL_FIRST_TYPE,
    CELL_FIRST_ID,
    CELL_CLAIM,
    CELL_VERDICT, /* to be given in the page */
    CELL_END
};

/* What is known of some entry: cells that nothing is known for are left out. */
struct report_known {
    bool judged; /* by a corpus */
    bool ids;
    bool text;
    bool examples;
};

struct report_row {
    const gaz_lexicon *lexicon;
    const struct report_text *text;
    const struct entry *entry;
    const struct entry *first; /* the strongest one of its surface */
};

/* Whether an entry is a suggestion: a list that suggesting wrote says its probability, and a count. */
bool report_is_suggestion(double *probability, double *count, const gaz_lexicon *lexicon, const struct entry *entry);

/* Begins a table with such cells behind the entry itself. */
void report_begin_cells(struct report *report, const char *caption, const struct report_known *known,
                        const enum report_cell *cells);

/* Begins a row that verdicts can be given on. */
void report_begin_entry(struct report *report, const struct report_row *row);

void report_put_cell(struct report *report, enum report_cell cell, const struct report_known *known,
                     const struct report_row *row);

#endif
