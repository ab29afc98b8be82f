#include "lexicon/report_figures.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "lexicon/report_charts.h"
#include "lexicon/scoring_model.h"

enum { BINS = 10 };

/* ---- The figures at the top ---- */

static void begin_figure(struct report *report, const char *name) {
    report_put(report, "<div><dt>");
    report_put(report, name);
    report_put(report, "</dt><dd>");
}

/* `note` is HTML; NULL: none. */
static void end_figure(struct report *report, const char *note) {
    report_put(report, note ? "<small>" : "");
    report_put(report, note ? note : "");
    report_put(report, note ? "</small></dd></div>\n" : "</dd></div>\n");
}

static void put_figure(struct report *report, const char *name, uint64_t count) {
    begin_figure(report, name);
    report_put_count(report, count);
    end_figure(report, NULL);
}

static void put_number(struct report *report, const char *name, double number, const char *note) {
    begin_figure(report, name);
    if (!decimal_add(&report->out, number)) report->failed = true;
    end_figure(report, note);
}

/* A share in percent with one decimal, as commands print it. */
static bool add_percent(struct buffer *out, double share) {
    unsigned tenths = (unsigned)(share * 1000 + 0.5);
    return buffer_add_number(out, tenths / 10) && buffer_add_byte(out, '.') &&
           buffer_add_byte(out, (char)('0' + tenths % 10));
}

static void put_share(struct report *report, const char *name, double share, const char *note) {
    begin_figure(report, name);
    if (!add_percent(&report->out, share)) report->failed = true;
    end_figure(report, note);
}

static bool has_range(const gaz_range *range) {
    return range->high > 0;
}

/* A figure that is expected, with the range that it has on new text if that is known. */
static void put_expected_share(struct report *report, const char *name, double share, const gaz_range *range) {
    struct buffer note = {0};
    bool good = !has_range(range) || (add_percent(&note, range->low) && buffer_add_text(&note, " to ") &&
                                      add_percent(&note, range->high) && buffer_add_byte(&note, ' '));
    if (!good || !buffer_add_text(&note, "on new text") || !buffer_add_byte(&note, 0))
        report->failed = true;
    else
        put_share(report, name, share, note.bytes);
    buffer_free(&note);
}

static void put_expected(struct report *report, const gaz_estimate *expected) {
    report_put(report, "<dl class=\"figures\">\n");
    put_expected_share(report, "F1", expected->f1, &expected->f1_range);
    put_expected_share(report, "precision", expected->precision, &expected->precision_range);
    put_expected_share(report, "recall", expected->recall, &expected->recall_range);
    put_share(report, "recall bound", expected->recall_bound, "entities whose surface is known");
    put_number(report, "least score", expected->threshold, expected->context ? "in context" : "of the entry");
    put_number(report, "calibration error", expected->calibration, "scores against precision");
    report_put(report, "</dl>\n");
}

/* How far scores are probabilities. */
static void put_calibration(struct report *report, const gaz_estimate *expected) {
    struct chart_bin bins[GAZ_EVAL_BINS];
    size_t count = 0;
    for (int i = 0; i < GAZ_EVAL_BINS; i++) {
        const gaz_eval_bin *bin = &expected->bins[i];
        if (bin->spans) bins[count++] = (struct chart_bin){bin->score, bin->precision, bin->spans};
    }
    if (count)
        report_put_curve(report,
                         "Calibration: precision, in percent, of spans with a score; on the dashed line, the score is "
                         "the probability that a span is right",
                         bins, count, true, -1);
}

/* What spans of at least a score are worth, as long as there are any. */
static void put_points(struct report *report, const struct scoring_model *scoring) {
    struct chart_bin bins[sizeof scoring->points / sizeof *scoring->points];
    size_t count = 0;
    for (uint32_t i = 0; i < scoring->point_count; i++) {
        const struct image_point *point = &scoring->points[i];
        if (point->recall > 0) bins[count++] = (struct chart_bin){(double)point->score, (double)point->precision, 0};
    }
    if (count > 1)
        report_put_curve(report,
                         "Precision, in percent, of spans with at least a score; the dashed line is the least score",
                         bins, count, false, scoring->estimate.threshold);
}

static struct chart_range range_of(const char *name, double expected, const gaz_range *range, double bound) {
    bool known = has_range(range);
    return (struct chart_range){name, known ? range->low : expected, expected, known ? range->high : expected, bound};
}

static void put_charts(struct report *report, const gaz_lexicon *lexicon) {
    const gaz_estimate *expected = &lexicon->scoring->estimate;
    const struct chart_range ranges[] = {
        range_of("F1", expected->f1, &expected->f1_range, -1),
        range_of("precision", expected->precision, &expected->precision_range, -1),
        range_of("recall", expected->recall, &expected->recall_range, expected->recall_bound)};
    report_begin_charts(report);
    report_put_ranges(report,
                      "What to expect, in percent: where four of five new texts should lie, and the folds (dot); the "
                      "dashed line is the recall bound, which only variants exceed",
                      ranges, sizeof ranges / sizeof *ranges);
    put_calibration(report, expected);
    put_points(report, lexicon->scoring);
    report_end_charts(report);
}

void report_put_figures(struct report *report, const gaz_lexicon *lexicon, uint64_t suggestions) {
    gaz_lexicon_counts counts;
    gaz_estimate expected;
    gaz_lexicon_get_counts(&counts, lexicon);
    gaz_lexicon_get_estimate(&expected, lexicon);
    if (expected.judged) put_expected(report, &expected);
    report_put(report, "<dl class=\"figures quiet\">\n");
    if (suggestions) put_figure(report, "suggestions", suggestions);
    if (counts.entries > suggestions) {
        put_figure(report, "entries", counts.entries - suggestions);
        put_figure(report, "kept", counts.kept - suggestions);
        put_figure(report, "dropped", counts.entries - counts.kept);
        put_figure(report, "variants", counts.variants);
        put_figure(report, "verdicts", counts.verdicts);
    }
    report_put(report, "</dl>\n");
    if (expected.judged) put_charts(report, lexicon);
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
void report_put_types(struct report *report, const gaz_lexicon *lexicon) {
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

static void put_bin(struct report *report, unsigned bin, bool bound, uint64_t kept, uint64_t dropped, uint64_t most) {
    report_put(report, bound ? "<tr class=\"bound\"><th scope=\"row\">" : "<tr><th scope=\"row\">");
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

/* The bin that entries are dropped below; BINS: none is. */
static unsigned find_bound(const gaz_lexicon *lexicon) {
    gaz_estimate expected;
    gaz_lexicon_get_estimate(&expected, lexicon);
    return expected.judged && expected.min_precision > 0 ? (unsigned)(expected.min_precision * BINS) : BINS;
}

static void put_about_precision(struct report *report, const gaz_lexicon *lexicon) {
    gaz_estimate expected;
    gaz_lexicon_get_estimate(&expected, lexicon);
    report_put(report, "<section>\n<h2>Precision</h2>\n<p>How many entries have which precision.");
    if (expected.judged && expected.min_precision > 0) {
        report_put(report, " Below ");
        if (!decimal_add(&report->out, expected.min_precision)) report->failed = true;
        report_put(report, ", in the bin under the line, they are dropped.");
    }
    if (expected.judged && expected.context)
        report_put(report, " An entry of low precision is kept where it can be right: whether a match of it is one, "
                           "what surrounds the match decides.");
    report_put(report, "</p>\n");
}

void report_put_histogram(struct report *report, const gaz_lexicon *lexicon) {
    uint64_t kept[BINS] = {0};
    uint64_t dropped[BINS] = {0};
    uint64_t most = 0;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (!entry_is_there(entry)) continue;
        double tenths = decimal_round((double)entry->precision) * BINS;
        unsigned bin = tenths >= BINS ? BINS - 1 : (unsigned)(tenths + 1e-9);
        uint64_t *counts = entry_is_kept(entry, true) ? kept : dropped;
        counts[bin]++;
        if (kept[bin] + dropped[bin] > most) most = kept[bin] + dropped[bin];
    }
    unsigned bound = find_bound(lexicon);
    put_about_precision(report, lexicon);
    report_put(report, "<div class=\"scroll\">\n<table class=\"bars\">\n<caption>Entries by precision: "
                       "<span class=\"key\"></span>kept <span class=\"key quiet\"></span>dropped</caption>\n"
                       "<thead><tr><th scope=\"col\">Precision</th><th scope=\"col\" class=\"number\">Kept</th>"
                       "<th scope=\"col\" class=\"number\">Dropped</th><td></td></tr></thead>\n<tbody>\n");
    for (unsigned bin = 0; bin < BINS; bin++) put_bin(report, bin, bin == bound, kept[bin], dropped[bin], most);
    report_end_table(report);
    report_put(report, "</section>\n");
}
