/* What lists tell of themselves, without a corpus. */
#ifndef LEXICON_REPORT_CHECKS_H
#define LEXICON_REPORT_CHECKS_H

#include "lexicon/lexicon.h"
#include "lexicon/report_table.h"
#include "lexicon/report_text.h"

/* A table with a row for each check: how many entries it finds, and some of them. */
void report_put_checks(struct report *report, const gaz_lexicon *lexicon, const struct report_text *text);

#endif
