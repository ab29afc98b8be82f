#include "lexicon/report_cells.h"

#include <string.h>

#include "base/decimal.h"
#include "lexicon/conflicts.h"
#include "lexicon/list.h"

/* ---- What lists say beside ---- */

/* The value of a column that gaz does not know; empty if the entry has none. */
static struct field extra_of(const gaz_lexicon *lexicon, const struct entry *entry, const char *name) {
    uint32_t extra = lexicon_notes(lexicon, entry).extra;
    const struct string column = {.bytes = name, .size = (uint32_t)strlen(name)};
    return list_find_extra(extra ? lexicon->extras.items[extra - 1].bytes : "", &column);
}

bool report_is_suggestion(double *probability, double *count, const gaz_lexicon *lexicon, const struct entry *entry) {
    if (!lexicon_notes(lexicon, entry).extra) return false;
    struct field said = extra_of(lexicon, entry, "probability");
    struct field counted = extra_of(lexicon, entry, "count");
    return decimal_read(probability, said.bytes, said.size) && decimal_read(count, counted.bytes, counted.size);
}

/* ---- Cells ---- */

static void put_type(struct report *report, const struct report_row *row) {
    report_cell_text(report, row->lexicon->types.items[row->entry->type].bytes);
}

static void put_id(struct report *report, const struct report_row *row) {
    report_cell_text(report, lexicon_id(row->lexicon, row->entry));
}

static void put_status(struct report *report, const struct report_row *row) {
    static const char *const names[ENTRY_STATUS_END] = {
        "kept",          "dropped: purity",    "dropped: count",  "dropped: tokens",
        "dropped: type", "dropped: precision", "kept in context", "kept as a sense"};
    static const char *const kinds[LIST_KIND_END] = {"", ", variant", ", suggested"};
    const struct entry *entry = row->entry;
    const char *name = entry->verdict == VERDICT_NONE   ? names[entry->status]
                       : entry->verdict == VERDICT_KEEP ? "kept: verdict"
                                                        : "dropped: verdict";
    report_put(report, "<td>");
    report_put(report, name);
    report_put(report, kinds[entry_list(entry)]);
    report_put(report, "</td>");
}

static void put_precision(struct report *report, const struct report_row *row) {
    report_cell_decimal(report, (double)row->entry->precision);
}

static void put_annotated(struct report *report, const struct report_row *row) {
    report_cell_count(report, row->entry->annotated);
}

static void put_occurrences(struct report *report, const struct report_row *row) {
    report_cell_count(report, row->entry->occurrences);
}

static void put_nested(struct report *report, const struct report_row *row) {
    report_cell_count(report, row->entry->nested);
}

static void put_in_text(struct report *report, const struct report_row *row) {
    report_cell_count(report, report_text_count(row->text, row->entry));
}

/* The text's line, or else what the list has; the surface in it is told apart. */
static void put_example(struct report *report, const struct report_row *row) {
    const struct string *surface = &row->lexicon->surfaces.items[row->entry->surface];
    const char *found = report_text_example(row->text, row->entry);
    struct field listed = extra_of(row->lexicon, row->entry, "example");
    const char *at = found ? found : listed.bytes;
    const char *end = at + (found ? strlen(found) : listed.size);
    report_put(report, "<td class=\"example\">");
    while (at < end) {
        const char *hit = memmem(at, (size_t)(end - at), surface->bytes, surface->size);
        report_put_text(report, at, (size_t)((hit ? hit : end) - at));
        at = hit ? hit + surface->size : end;
        if (!hit) break;
        report_put(report, "<b>");
        report_put_text(report, hit, surface->size);
        report_put(report, "</b>");
    }
    report_put(report, "</td>");
}

static void put_probability(struct report *report, const struct report_row *row) {
    double probability = 0;
    double count;
    (void)report_is_suggestion(&probability, &count, row->lexicon, row->entry);
    report_cell_decimal(report, probability);
}

static void put_count(struct report *report, const struct report_row *row) {
    double probability;
    double count = 0;
    (void)report_is_suggestion(&probability, &count, row->lexicon, row->entry);
    report_cell_count(report, (uint64_t)count);
}

static void put_first_type(struct report *report, const struct report_row *row) {
    report_cell_text(report, row->lexicon->types.items[row->first->type].bytes);
}

static void put_first_id(struct report *report, const struct report_row *row) {
    report_cell_text(report, lexicon_id(row->lexicon, row->first));
}

static void put_claim(struct report *report, const struct report_row *row) {
    enum claim claim;
    conflicts_is_stronger(&claim, row->lexicon, row->first, row->entry);
    report_cell_text(report, conflicts_claim_names[claim]);
}

/* A script makes the buttons. */
static void put_verdict(struct report *report, const struct report_row *row) {
    (void)row;
    report_put(report, "<td class=\"verdict scripted\"></td>");
}

static const struct {
    struct report_column column;
    void (*put)(struct report *report, const struct report_row *row);
} cells[CELL_END] = {
    [CELL_TYPE] = {{"Type", false}, put_type},
    [CELL_ID] = {{"Id", false}, put_id},
    [CELL_STATUS] = {{"Status", false}, put_status},
    [CELL_PRECISION] = {{"Precision", true}, put_precision},
    [CELL_ANNOTATED] = {{"Annotated", true}, put_annotated},
    [CELL_OCCURRENCES] = {{"Occurrences", true}, put_occurrences},
    [CELL_NESTED] = {{"Nested", true}, put_nested},
    [CELL_IN_TEXT] = {{"In the text", true}, put_in_text},
    [CELL_EXAMPLE] = {{"Example", false}, put_example},
    [CELL_PROBABILITY] = {{"Probability", true}, put_probability},
    [CELL_COUNT] = {{"Count", true}, put_count},
    [CELL_FIRST_TYPE] = {{"Below", false}, put_first_type},
    [CELL_FIRST_ID] = {{"Its id", false}, put_first_id},
    [CELL_CLAIM] = {{"Decided by", false}, put_claim},
    [CELL_VERDICT] = {{"Verdict", false}, put_verdict},
};

static bool is_known(enum report_cell cell, const struct report_known *known) {
    switch (cell) {
    case CELL_ID:
    case CELL_FIRST_ID: return known->ids;
    case CELL_PRECISION:
    case CELL_OCCURRENCES: return known->judged;
    case CELL_IN_TEXT: return known->text;
    case CELL_EXAMPLE: return known->examples;
    default: return true;
    }
}

void report_begin_cells(struct report *report, const char *caption, const struct report_known *known,
                        const enum report_cell *wanted) {
    struct report_column columns[CELL_END + 2] = {{"Entry", false}};
    size_t count = 1;
    for (; *wanted != CELL_END; wanted++)
        if (is_known(*wanted, known)) columns[count++] = cells[*wanted].column;
    report_begin_table(report, caption, columns);
}

void report_begin_entry(struct report *report, const struct report_row *row) {
    const struct string *surface = &row->lexicon->surfaces.items[row->entry->surface];
    const struct string *type = &row->lexicon->types.items[row->entry->type];
    const char *id = lexicon_id(row->lexicon, row->entry);
    report_put(report, "<tr data-t=\"");
    report_put_text(report, type->bytes, type->size);
    report_put(report, "\" data-i=\"");
    report_put_text(report, id, strlen(id));
    report_put(report, "\"><th scope=\"row\" class=\"surface\">");
    report_put_text(report, surface->bytes, surface->size);
    report_put(report, "</th>");
}

void report_put_cell(struct report *report, enum report_cell cell, const struct report_known *known,
                     const struct report_row *row) {
    if (is_known(cell, known)) cells[cell].put(report, row);
}
