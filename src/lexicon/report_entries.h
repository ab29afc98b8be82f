/* The tables of a report in which entries are decided on. */
#ifndef LEXICON_REPORT_ENTRIES_H
#define LEXICON_REPORT_ENTRIES_H

#include "lexicon/lexicon.h"
#include "lexicon/report_table.h"
#include "lexicon/report_text.h"

/* What the tables share. */
struct report_entries {
    const gaz_lexicon *lexicon;
    const struct report_text *text;
    uint32_t *sorted;             /* owned */
    uint32_t *first;              /* by surface: 1 + the number of its strongest entry that is kept, 0 = none; owned */
    struct report_ranked *ranked; /* owned */
    uint64_t rows;                /* most of a table */
    uint64_t suggestions;         /* entries that are */
    bool judged;                  /* a corpus says something of an entry */
    bool ids;                     /* an entry has one */
};

/* False: out of memory. Free it anyway. */
bool report_entries_init(struct report_entries *entries, const gaz_lexicon *lexicon, const struct report_text *text,
                         uint64_t rows);
void report_entries_free(struct report_entries *entries);

/* Each begins a section of the page, if it has anything to say. */
void report_put_suggestions(struct report *report, struct report_entries *entries);
void report_put_first(struct report *report, struct report_entries *entries);  /* to look at */
void report_put_common(struct report *report, struct report_entries *entries); /* in the text */
void report_put_drops(struct report *report, struct report_entries *entries);
void report_put_senses(struct report *report, struct report_entries *entries);

#endif
