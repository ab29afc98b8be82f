/* Charts of a report, drawn in SVG. */
#ifndef LEXICON_REPORT_CHARTS_H
#define LEXICON_REPORT_CHARTS_H

#include "lexicon/report_table.h"

/* A point of a curve: the precision at a score. */
struct chart_bin {
    double score;     /* 0 to 1 */
    double precision; /* 0 to 1 */
    uint64_t count;   /* of what it was measured on; 0: not known */
};

/* A figure that is expected, and between what it may lie. All are 0 to 1. */
struct chart_range {
    const char *name; /* HTML */
    double low;
    double expected;
    double high;
    double bound; /* what it cannot exceed; below 0: not known */
};

/* Begins and ends a row of charts. */
void report_begin_charts(struct report *report);
void report_end_charts(struct report *report);

/* Precision against score, with a diagonal, on which they are equal, if `diagonal`; `mark`: a score to be marked, below
 * 0: none. `caption` is HTML. */
void report_put_curve(struct report *report, const char *caption, const struct chart_bin *bins, size_t count,
                      bool diagonal, double mark);

/* Figures with their ranges, one below the other. */
void report_put_ranges(struct report *report, const char *caption, const struct chart_range *ranges, size_t count);

#endif
