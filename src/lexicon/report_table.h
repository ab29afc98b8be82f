/* Tables of a report, in HTML. */
#ifndef LEXICON_REPORT_TABLE_H
#define LEXICON_REPORT_TABLE_H

#include "base/buffer.h"

/* A page that is being written. */
struct report {
    struct buffer out;
    bool failed; /* out of memory */
};

struct report_column {
    const char *name; /* HTML */
    bool number;
};

/* Appends HTML. A failure is recorded in the report. */
void report_put(struct report *report, const char *html);

/* Appends any bytes as text. */
void report_put_text(struct report *report, const char *bytes, size_t size);

/* Appends a count, with commas between the thousands. */
void report_put_count(struct report *report, uint64_t count);

/* Begins a table that can be sorted. The caption is HTML; the columns end with one without a name. */
void report_begin_table(struct report *report, const char *caption, const struct report_column *columns);
void report_end_table(struct report *report);

/* Begins a row with its heading. */
void report_begin_row(struct report *report, const char *bytes, size_t size);
void report_end_row(struct report *report);

/* The further cells of a row. */
void report_cell_text(struct report *report, const char *text);
void report_cell_count(struct report *report, uint64_t count);
void report_cell_decimal(struct report *report, double number); /* 0 to 1 */

#endif
