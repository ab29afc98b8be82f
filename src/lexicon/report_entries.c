#include "lexicon/report_entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "lexicon/conflicts.h"
#include "lexicon/report_cells.h"

/* An entry with its sort keys. */
struct report_ranked {
    double weight;
    uint32_t rank; /* in the order of the lists */
    uint32_t number;
};

/* A table of entries, those with the highest weight first. */
struct ranking {
    const char *heading;
    const char *about;
    const char *caption;
    const enum report_cell *cells;                                                    /* up to CELL_END */
    double (*weigh)(const struct report_entries *entries, const struct entry *entry); /* 0: not in the table */
};

static bool is_kept(const struct entry *entry) {
    return entry_is_there(entry) && entry_is_kept(entry, true);
}

/* ---- What is in which table ---- */

static double weigh_suggestion(const struct report_entries *entries, const struct entry *entry) {
    double probability;
    double count;
    if (!report_is_suggestion(&probability, &count, entries->lexicon, entry)) return 0;
    return entry->verdict == VERDICT_NONE ? probability * count : 0;
}

/* How useful a check is: the uncertainty of a match times the number of matches. */
static double weigh_check(const struct report_entries *entries, const struct entry *entry) {
    (void)entries;
    double precision = (double)entry->precision;
    return entry->verdict == VERDICT_NONE ? precision * (1 - precision) * entry->occurrences : 0;
}

static double weigh_common(const struct report_entries *entries, const struct entry *entry) {
    return entry->verdict == VERDICT_NONE && is_kept(entry) ? (double)report_text_count(entries->text, entry) : 0;
}

static double weigh_drop(const struct report_entries *entries, const struct entry *entry) {
    (void)entries;
    return entry_is_kept(entry, true) ? 0 : entry->occurrences;
}

static double weigh_sense(const struct report_entries *entries, const struct entry *entry) {
    uint32_t number = (uint32_t)(entry - entries->lexicon->entries);
    return is_kept(entry) && entries->first[entry->surface] != number + 1 ? 1.0 + entry->occurrences : 0;
}

static const enum report_cell cells_of_suggestions[] = {CELL_VERDICT, CELL_TYPE,    CELL_PROBABILITY,
                                                        CELL_COUNT,   CELL_EXAMPLE, CELL_END};
static const enum report_cell cells_of_entries[] = {CELL_VERDICT,   CELL_TYPE,      CELL_ID,          CELL_STATUS,
                                                    CELL_PRECISION, CELL_ANNOTATED, CELL_OCCURRENCES, CELL_NESTED,
                                                    CELL_IN_TEXT,   CELL_EXAMPLE,   CELL_END};
static const enum report_cell cells_of_common[] = {CELL_VERDICT, CELL_TYPE,    CELL_ID,
                                                   CELL_IN_TEXT, CELL_EXAMPLE, CELL_END};
static const enum report_cell cells_of_senses[] = {CELL_VERDICT,    CELL_TYPE,        CELL_ID,
                                                   CELL_FIRST_TYPE, CELL_FIRST_ID,    CELL_CLAIM,
                                                   CELL_PRECISION,  CELL_OCCURRENCES, CELL_END};

static const struct ranking table_of_suggestions = {
    .heading = "Suggestions",
    .about = "Names that the lists lack, found in raw text: the most probable and most frequent first. Keep, drop or "
             "retype them, and give the verdicts to the next model.",
    .caption = "Suggestions, the most useful first",
    .cells = cells_of_suggestions,
    .weigh = weigh_suggestion};
static const struct ranking table_of_checks = {
    .heading = "To look at first",
    .about =
        "Entries without a verdict that are most worth checking: their precision is uncertain, and they occur often "
        "(precision &times; (1 &minus; precision) &times; occurrences).",
    .caption = "Entries to look at first",
    .cells = cells_of_entries,
    .weigh = weigh_check};
static const struct ranking table_of_common = {
    .heading = "Most frequent in the text",
    .about = "Kept entries without a verdict that the text has most often, as they are written, with the first line of "
             "each.",
    .caption = "Entries most frequent in the text",
    .cells = cells_of_common,
    .weigh = weigh_common};
static const struct ranking table_of_drops = {
    .heading = "Most frequent drops",
    .about =
        "Entries that are in no model, although they are frequent in the corpus. Occurrences counts all, annotated "
        "those with this type, nested those inside a longer entity.",
    .caption = "Dropped entries, the most frequent first",
    .cells = cells_of_entries,
    .weigh = weigh_drop};
static const struct ranking table_of_senses = {
    .heading = "Lower senses",
    .about = "Kept entries above which another type or id of the same surface is ranked, and what decided it.",
    .caption = "Lower senses, the most frequent first",
    .cells = cells_of_senses,
    .weigh = weigh_sense};

/* ---- Ranking ---- */

static int compare_ranked(const void *left, const void *right) {
    const struct report_ranked *a = left;
    const struct report_ranked *b = right;
    if (a->weight > b->weight) return -1;
    if (a->weight < b->weight) return 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Fills entries->ranked; returns the number of entries in the table. */
static size_t rank_entries(struct report_entries *entries, const struct ranking *ranking) {
    const gaz_lexicon *lexicon = entries->lexicon;
    size_t count = 0;
    for (uint32_t rank = 0; rank < lexicon->entry_count; rank++) {
        uint32_t number = entries->sorted[rank];
        const struct entry *entry = &lexicon->entries[number];
        double weight = entry_is_there(entry) ? ranking->weigh(entries, entry) : 0;
        if (weight > 0) entries->ranked[count++] = (struct report_ranked){weight, rank, number};
    }
    qsort(entries->ranked, count, sizeof *entries->ranked, compare_ranked);
    return count;
}

/* Fills entries->first. */
static void find_first(struct report_entries *entries) {
    const gaz_lexicon *lexicon = entries->lexicon;
    for (uint32_t i = 0; i < lexicon->entry_count; i++) {
        uint32_t *first = &entries->first[lexicon->entries[i].surface];
        enum claim claim;
        if (is_kept(&lexicon->entries[i]) &&
            (!*first || conflicts_is_stronger(&claim, lexicon, &lexicon->entries[i], &lexicon->entries[*first - 1])))
            *first = i + 1;
    }
}

bool report_entries_init(struct report_entries *entries, const gaz_lexicon *lexicon, const struct report_text *text,
                         uint64_t rows) {
    size_t count = lexicon->entry_count + 1;
    *entries = (struct report_entries){.lexicon = lexicon, .text = text, .rows = rows};
    entries->sorted = lexicon_sorted(lexicon);
    entries->first = calloc((size_t)lexicon->surfaces.count + 1, sizeof *entries->first);
    entries->ranked = malloc(count * sizeof *entries->ranked);
    if (!entries->sorted || !entries->first || !entries->ranked) return false;
    find_first(entries);
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        double probability;
        double number;
        entries->suggestions +=
            report_is_suggestion(&probability, &number, lexicon, entry) && entry_is_kept(entry, true);
        entries->judged = entries->judged || entry->occurrences > 0;
        entries->ids = entries->ids || entry->id > 0;
    }
    return true;
}

void report_entries_free(struct report_entries *entries) {
    free(entries->sorted);
    free(entries->first);
    free(entries->ranked);
}

/* ---- Tables ---- */

/* Says how much of a table is shown. */
static void put_extent(struct report *report, size_t count, uint64_t rows) {
    if (count > rows) {
        report_put(report, " The first ");
        report_put_count(report, rows);
        report_put(report, " of ");
        report_put_count(report, count);
        report_put(report, " are shown.");
    } else if (count == 0) {
        report_put(report, " There are none.");
    }
    report_put(report, "</p>\n");
}

static void put_row(struct report *report, const struct report_entries *entries, const struct entry *entry,
                    const struct report_known *known, const enum report_cell *cells) {
    uint32_t first = entries->first[entry->surface];
    const struct report_row row = {.lexicon = entries->lexicon,
                                   .text = entries->text,
                                   .entry = entry,
                                   .first = first ? &entries->lexicon->entries[first - 1] : entry};
    report_begin_entry(report, &row);
    for (; *cells != CELL_END; cells++) report_put_cell(report, *cells, known, &row);
    report_end_row(report);
}

static void put_table(struct report *report, struct report_entries *entries, const struct ranking *ranking) {
    const gaz_lexicon *lexicon = entries->lexicon;
    const struct report_known known = {.judged = entries->judged,
                                       .ids = entries->ids,
                                       .text = entries->text->known,
                                       .examples = entries->text->known || ranking == &table_of_suggestions};
    size_t count = rank_entries(entries, ranking);
    report_put(report, "<section>\n<h2>");
    report_put(report, ranking->heading);
    report_put(report, "</h2>\n<p>");
    report_put(report, ranking->about);
    put_extent(report, count, entries->rows);
    if (count) {
        report_begin_cells(report, ranking->caption, &known, ranking->cells);
        for (size_t i = 0; i < count && i < entries->rows; i++)
            put_row(report, entries, &lexicon->entries[entries->ranked[i].number], &known, ranking->cells);
        report_end_table(report);
    }
    report_put(report, "</section>\n");
}

void report_put_suggestions(struct report *report, struct report_entries *entries) {
    if (entries->suggestions) put_table(report, entries, &table_of_suggestions);
}

void report_put_first(struct report *report, struct report_entries *entries) {
    if (entries->judged) put_table(report, entries, &table_of_checks);
}

void report_put_common(struct report *report, struct report_entries *entries) {
    if (entries->text->known) put_table(report, entries, &table_of_common);
}

void report_put_drops(struct report *report, struct report_entries *entries) {
    if (entries->judged) put_table(report, entries, &table_of_drops);
}

void report_put_senses(struct report *report, struct report_entries *entries) {
    put_table(report, entries, &table_of_senses);
}
