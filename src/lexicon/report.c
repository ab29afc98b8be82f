#include <stdlib.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/html.h"
#include "base/sink.h"
#include "lexicon/conflicts.h"
#include "lexicon/list.h"
#include "lexicon/report.css.h"
#include "lexicon/report.js.h"
#include "lexicon/report_table.h"

enum { BINS = 10 };

void gaz_report_options_init(gaz_report_options *options) {
    *options = (gaz_report_options){.rows = 100};
}

static const struct html_part styles[] = {{report_css, sizeof report_css}, {NULL, 0}};
static const struct html_part scripts[] = {{report_js, sizeof report_js}, {NULL, 0}};

static bool is_there(const struct entry *entry) {
    return entry->status != ENTRY_GONE || entry->verdict != VERDICT_NONE;
}

/* ---- The figures at the top ---- */

static void put_figure(struct report *report, const char *name, uint64_t count) {
    report_put(report, "<div><dt>");
    report_put(report, name);
    report_put(report, "</dt><dd>");
    report_put_count(report, count);
    report_put(report, "</dd></div>\n");
}

static void put_expected(struct report *report, const char *name, double number) {
    report_put(report, "<div><dt>expected ");
    report_put(report, name);
    report_put(report, "</dt><dd>");
    if (!decimal_add(&report->out, number)) report->failed = true;
    report_put(report, "</dd></div>\n");
}

static void put_figures(struct report *report, const gaz_lexicon *lexicon) {
    gaz_lexicon_counts counts;
    gaz_estimate expected;
    gaz_lexicon_get_counts(&counts, lexicon);
    gaz_lexicon_get_estimate(&expected, lexicon);
    report_put(report, "<dl class=\"figures\">\n");
    put_figure(report, "entries", counts.entries);
    put_figure(report, "kept", counts.kept);
    put_figure(report, "dropped", counts.entries - counts.kept);
    put_figure(report, "variants", counts.variants);
    put_figure(report, "verdicts", counts.verdicts);
    if (expected.judged) {
        report_put(report, "</dl>\n<dl class=\"figures\">\n");
        put_expected(report, "precision", expected.precision);
        put_expected(report, "recall", expected.recall);
        put_expected(report, "F1", expected.f1);
    }
    report_put(report, "</dl>\n");
}

/* ---- Types ---- */

enum { TYPE_CELLS = 10, TYPE_CELLS_ALWAYS = 3 };

/* The cells of a type's row. */
static void find_cells(uint64_t cells[TYPE_CELLS], const gaz_lexicon_counts *counts) {
    const uint64_t found[TYPE_CELLS] = {counts->entries,         counts->kept,
                                        counts->variants,        counts->verdicts,
                                        counts->dropped_verdict, counts->dropped_purity,
                                        counts->dropped_count,   counts->dropped_tokens,
                                        counts->dropped_type,    counts->dropped_precision};
    memcpy(cells, found, sizeof found);
}

static void put_type(struct report *report, const struct string *name, const gaz_lexicon_counts *counts,
                     const uint64_t *totals) {
    uint64_t cells[TYPE_CELLS];
    find_cells(cells, counts);
    report_begin_row(report, name->bytes, name->size);
    for (size_t i = 0; i < TYPE_CELLS; i++)
        if (i < TYPE_CELLS_ALWAYS || totals[i]) report_cell_count(report, cells[i]);
    report_end_row(report);
}

static void put_type_rows(struct report *report, const gaz_lexicon *lexicon, const uint64_t *totals) {
    uint32_t type_count = lexicon->types.count;
    gaz_lexicon_counts *counts = calloc((size_t)type_count + 1, sizeof *counts);
    uint32_t *order = lexicon_type_order(lexicon);
    if (!counts || !order) report->failed = true;
    for (size_t i = 0; i < lexicon->entry_count && counts; i++)
        lexicon_count_entry(&counts[lexicon->entries[i].type], &lexicon->entries[i]);
    for (uint32_t i = 0; i < type_count && !report->failed; i++)
        put_type(report, &lexicon->types.items[order[i]], &counts[order[i]], totals);
    free(counts);
    free(order);
}

/* Columns without any count are left out. */
static void put_types(struct report *report, const gaz_lexicon *lexicon) {
    static const struct report_column all[TYPE_CELLS + 2] = {
        {"Type", false},    {"Entries", true},    {"Kept", true},      {"Variants", true},
        {"Verdicts", true}, {"Verdict", true},    {"Purity", true},    {"Count", true},
        {"Tokens", true},   {"Other type", true}, {"Precision", true}, {NULL, false}};
    struct report_column columns[TYPE_CELLS + 2] = {all[0]};
    gaz_lexicon_counts counts;
    uint64_t totals[TYPE_CELLS];
    size_t count = 1;
    gaz_lexicon_get_counts(&counts, lexicon);
    find_cells(totals, &counts);
    for (size_t i = 0; i < TYPE_CELLS; i++)
        if (i < TYPE_CELLS_ALWAYS || totals[i]) columns[count++] = all[i + 1];
    report_put(report, "<section>\n<h2>Types</h2>\n<p>Variants are kept entries that the corpora do not annotate. The "
                       "other columns count the entries with a human&#39;s verdict, and those dropped for each reason: "
                       "a verdict, mostly not annotated (purity), too rarely annotated (count), too few "
                       "tokens, mostly annotated with another type, or too low a precision on held-out text.</p>\n");
    report_begin_table(report, "Entries by type", columns);
    put_type_rows(report, lexicon, totals);
    report_end_table(report);
    report_put(report, "</section>\n");
}

/* ---- Precisions ---- */

static void put_bar(struct report *report, uint64_t count, uint64_t most) {
    report_put(report, "<i style=\"width:");
    if (!decimal_add(&report->out, most ? 100.0 * (double)count / (double)most : 0)) report->failed = true;
    report_put(report, "%\"></i>");
}

static void put_bin(struct report *report, unsigned bin, uint64_t kept, uint64_t dropped, uint64_t most) {
    report_put(report, "<tr><th scope=\"row\">");
    if (!decimal_add(&report->out, bin / 10.0)) report->failed = true;
    report_put(report, bin + 1 < BINS ? " to below " : " to ");
    if (!decimal_add(&report->out, (bin + 1) / 10.0)) report->failed = true;
    report_put(report, "</th>");
    report_cell_count(report, kept);
    report_cell_count(report, dropped);
    report_put(report, "<td><div class=\"bar\" aria-hidden=\"true\">");
    put_bar(report, kept, most);
    put_bar(report, dropped, most);
    report_put(report, "</div></td></tr>\n");
}

static void put_histogram(struct report *report, const gaz_lexicon *lexicon) {
    uint64_t kept[BINS] = {0};
    uint64_t dropped[BINS] = {0};
    uint64_t most = 0;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (!is_there(entry)) continue;
        double tenths = decimal_round((double)entry->precision) * BINS;
        unsigned bin = tenths >= BINS ? BINS - 1 : (unsigned)(tenths + 1e-9);
        uint64_t *counts = entry_is_kept(entry, true) ? kept : dropped;
        counts[bin]++;
        if (kept[bin] + dropped[bin] > most) most = kept[bin] + dropped[bin];
    }
    report_put(report, "<section>\n<h2>Precision</h2>\n<p>How many entries have which precision.</p>\n"
                       "<div class=\"scroll\">\n<table class=\"bars\">\n<caption>Entries by precision: "
                       "<span class=\"key\"></span>kept <span class=\"key quiet\"></span>dropped</caption>\n"
                       "<thead><tr><th scope=\"col\">Precision</th><th scope=\"col\" class=\"number\">Kept</th>"
                       "<th scope=\"col\" class=\"number\">Dropped</th><td></td></tr></thead>\n<tbody>\n");
    for (unsigned bin = 0; bin < BINS; bin++) put_bin(report, bin, kept[bin], dropped[bin], most);
    report_end_table(report);
    report_put(report, "</section>\n");
}

/* ---- Tables of entries ---- */

/* An entry with its sort keys. */
struct ranked {
    double weight;
    uint32_t rank; /* in the order of the lists */
    uint32_t number;
};

/* A table of entries, those with the highest weight first. */
struct ranking {
    const char *heading;
    const char *about;
    const char *caption;
    const struct report_column *columns;
    double (*weigh)(const struct entry *entry); /* 0: not in the table; NULL: lower senses */
};

static int compare_ranked(const void *left, const void *right) {
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->weight > b->weight) return -1;
    if (a->weight < b->weight) return 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* How useful a check is: the uncertainty of a match times the number of matches. */
static double weigh_check(const struct entry *entry) {
    double precision = (double)entry->precision;
    return entry->verdict == VERDICT_NONE ? precision * (1 - precision) * entry->occurrences : 0;
}

static double weigh_drop(const struct entry *entry) {
    return entry_is_kept(entry, true) ? 0 : entry->occurrences;
}

static const char *status_of(const struct entry *entry) {
    if (entry->verdict != VERDICT_NONE) return entry->verdict == VERDICT_KEEP ? "kept: verdict" : "dropped: verdict";
    static const char *const names[ENTRY_STATUS_END] = {
        "kept",          "dropped: purity",    "dropped: count",  "dropped: tokens",
        "dropped: type", "dropped: precision", "kept in context", "kept as a sense"};
    return names[entry->status];
}

static void put_list_name(struct report *report, const gaz_lexicon *lexicon, const struct entry *entry) {
    struct buffer name = {0};
    report_put(report, "<td>");
    if (list_add_name(&name, lexicon->types.items[entry->type].bytes, entry_list(entry)))
        report_put_text(report, name.bytes, name.size);
    else
        report->failed = true;
    report_put(report, "</td>");
    buffer_free(&name);
}

static void put_entry(struct report *report, const gaz_lexicon *lexicon, const struct entry *entry) {
    put_list_name(report, lexicon, entry);
    report_cell_text(report, lexicon_id(lexicon, entry));
    report_cell_text(report, status_of(entry));
    report_cell_decimal(report, (double)entry->precision);
    report_cell_count(report, entry->annotated);
    report_cell_count(report, entry->occurrences);
    report_cell_count(report, entry->nested);
}

static void put_sense(struct report *report, const gaz_lexicon *lexicon, const struct entry *first,
                      const struct entry *lower) {
    enum claim claim;
    conflicts_is_stronger(&claim, lexicon, first, lower);
    report_cell_text(report, lexicon->types.items[first->type].bytes);
    report_cell_text(report, lexicon_id(lexicon, first));
    report_cell_text(report, lexicon->types.items[lower->type].bytes);
    report_cell_text(report, lexicon_id(lexicon, lower));
    report_cell_text(report, conflicts_claim_names[claim]);
    report_cell_decimal(report, (double)first->precision);
    report_cell_decimal(report, (double)lower->precision);
    report_cell_count(report, lower->occurrences);
}

/* What all tables share. */
struct entries {
    const gaz_lexicon *lexicon;
    uint32_t *sorted;      /* owned */
    bool *kept;            /* by number; owned */
    uint32_t *first;       /* by surface: 1 + the number of its strongest entry that is kept, 0 = none; owned */
    struct ranked *ranked; /* owned */
    uint64_t rows;
};

/* Fills entries->first. */
static void find_first(struct entries *entries) {
    const gaz_lexicon *lexicon = entries->lexicon;
    for (uint32_t i = 0; i < lexicon->entry_count; i++) {
        uint32_t *first = &entries->first[lexicon->entries[i].surface];
        enum claim claim;
        if (entries->kept[i] &&
            (!*first || conflicts_is_stronger(&claim, lexicon, &lexicon->entries[i], &lexicon->entries[*first - 1])))
            *first = i + 1;
    }
}

/* Fills entries->ranked; returns the number of entries in the table. */
static size_t rank_entries(struct entries *entries, const struct ranking *ranking) {
    const gaz_lexicon *lexicon = entries->lexicon;
    size_t count = 0;
    for (uint32_t rank = 0; rank < lexicon->entry_count; rank++) {
        uint32_t number = entries->sorted[rank];
        const struct entry *entry = &lexicon->entries[number];
        double weight = 0;
        if (ranking->weigh)
            weight = is_there(entry) ? ranking->weigh(entry) : 0;
        else if (entries->kept[number] && entries->first[entry->surface] != number + 1)
            weight = 1.0 + entry->occurrences;
        if (weight > 0) entries->ranked[count++] = (struct ranked){weight, rank, number};
    }
    qsort(entries->ranked, count, sizeof *entries->ranked, compare_ranked);
    return count;
}

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

static void put_table(struct report *report, struct entries *entries, const struct ranking *ranking) {
    const gaz_lexicon *lexicon = entries->lexicon;
    size_t count = rank_entries(entries, ranking);
    report_put(report, "<section>\n<h2>");
    report_put(report, ranking->heading);
    report_put(report, "</h2>\n<p>");
    report_put(report, ranking->about);
    put_extent(report, count, entries->rows);
    if (count) {
        report_begin_table(report, ranking->caption, ranking->columns);
        for (size_t i = 0; i < count && i < entries->rows; i++) {
            const struct entry *entry = &lexicon->entries[entries->ranked[i].number];
            const struct string *surface = &lexicon->surfaces.items[entry->surface];
            report_begin_row(report, surface->bytes, surface->size);
            if (ranking->weigh)
                put_entry(report, lexicon, entry);
            else
                put_sense(report, lexicon, &lexicon->entries[entries->first[entry->surface] - 1], entry);
            report_end_row(report);
        }
        report_end_table(report);
    }
    report_put(report, "</section>\n");
}

static const struct report_column entry_columns[] = {{"Entry", false},      {"List", false},     {"Id", false},
                                                     {"Status", false},     {"Precision", true}, {"Annotated", true},
                                                     {"Occurrences", true}, {"Nested", true},    {NULL, false}};
static const struct report_column sense_columns[] = {{"Entry", false},
                                                     {"First", false},
                                                     {"Its id", false},
                                                     {"Lower", false},
                                                     {"Its id", false},
                                                     {"Decided by", false},
                                                     {"Precision of the first", true},
                                                     {"of the lower", true},
                                                     {"Occurrences", true},
                                                     {NULL, false}};

static const struct ranking table_of_checks = {
    .heading = "To look at first",
    .about =
        "Entries without a verdict that are most worth checking: their precision is uncertain, and they occur often "
        "(precision &times; (1 &minus; precision) &times; occurrences). Write keep or drop into the list&#39;s column "
        "verdict.",
    .caption = "Entries to look at first",
    .columns = entry_columns,
    .weigh = weigh_check};
static const struct ranking table_of_drops = {
    .heading = "Most frequent drops",
    .about =
        "Entries that are in no model, although they are frequent in the corpus. Occurrences counts all, annotated "
        "those with this type, nested those inside a longer entity.",
    .caption = "Dropped entries, the most frequent first",
    .columns = entry_columns,
    .weigh = weigh_drop};
static const struct ranking table_of_senses = {
    .heading = "Lower senses",
    .about = "Kept entries above which another type or id of the same surface is ranked, and what decided it.",
    .caption = "Lower senses, the most frequent first",
    .columns = sense_columns};

static void put_tables(struct report *report, struct entries *entries) {
    const gaz_lexicon *lexicon = entries->lexicon;
    size_t count = lexicon->entry_count + 1;
    entries->sorted = lexicon_sorted(lexicon);
    entries->kept = calloc(count, sizeof *entries->kept);
    entries->first = calloc((size_t)lexicon->surfaces.count + 1, sizeof *entries->first);
    entries->ranked = malloc(count * sizeof *entries->ranked);
    if (!entries->sorted || !entries->kept || !entries->first || !entries->ranked) {
        report->failed = true;
        return;
    }
    for (size_t i = 0; i < lexicon->entry_count; i++)
        entries->kept[i] = is_there(&lexicon->entries[i]) && entry_is_kept(&lexicon->entries[i], true);
    find_first(entries);
    put_table(report, entries, &table_of_checks);
    put_types(report, lexicon);
    put_histogram(report, lexicon);
    put_table(report, entries, &table_of_drops);
    put_table(report, entries, &table_of_senses);
}

static void put_page(struct report *report, const gaz_lexicon *lexicon, const gaz_report_options *options) {
    struct buffer title = {0};
    struct entries entries = {.lexicon = lexicon, .rows = options->rows};
    if (!buffer_add_text(&title, "Lists") || (options->title && !buffer_add_text(&title, ": ")) ||
        (options->title && !html_add_text(&title, options->title, strlen(options->title))) ||
        !buffer_add_byte(&title, 0) || !html_begin(&report->out, title.bytes, styles, scripts) ||
        !html_add_top(&report->out, title.bytes, "")) {
        report->failed = true;
    } else {
        report_put(report, "<main class=\"report\" id=\"main\">\n");
        put_figures(report, lexicon);
        put_tables(report, &entries);
        report_put(report, "</main>\n");
        report_put(report, html_end);
    }
    free(entries.sorted);
    free(entries.kept);
    free(entries.first);
    free(entries.ranked);
    buffer_free(&title);
}

gaz_status gaz_lexicon_write_report(const gaz_lexicon *lexicon, const gaz_sink *sink, const gaz_report_options *options,
                                    gaz_error *error) {
    if (!lexicon || !sink)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_write_report without lexicon or sink");
    gaz_report_options defaults;
    gaz_report_options_init(&defaults);
    struct report report = {0};
    put_page(&report, lexicon, options ? options : &defaults);
    gaz_status status =
        report.failed ? error_memory(error) : sink_write(sink, report.out.bytes, report.out.size, error);
    buffer_free(&report.out);
    return status;
}
