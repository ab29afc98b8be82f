/* The figures of a report: what to expect, types, precisions. */
#ifndef LEXICON_REPORT_FIGURES_H
#define LEXICON_REPORT_FIGURES_H

#include "lexicon/lexicon.h"
#include "lexicon/report_table.h"

/* Of the entries, so many are suggestions. */
void report_put_figures(struct report *report, const gaz_lexicon *lexicon, uint64_t suggestions);

void report_put_types(struct report *report, const gaz_lexicon *lexicon);
void report_put_histogram(struct report *report, const gaz_lexicon *lexicon);

#endif
