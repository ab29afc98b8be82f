#include "lexicon/merge.h"

#include <string.h>

/* Whether the evidence of `a` is preferred to that of `b`, for one entry. */
static bool is_better(const struct entry *a, const struct entry *b) {
    if (a->annotated != b->annotated) return a->annotated > b->annotated;
    if (a->occurrences != b->occurrences) return a->occurrences > b->occurrences;
    if (a->status != b->status) return a->status < b->status;
    if (a->nested != b->nested) return a->nested < b->nested;
    if (a->precision < b->precision || a->precision > b->precision) return a->precision > b->precision;
    if (a->variant != b->variant) return a->variant < b->variant;
    return a->log_odds > b->log_odds;
}

/* Adds what the list says of its entries. */
static void complete_entry(struct entry *entry, const gaz_list_rule *list) {
    if (entry->priority == 0) entry->priority = list->priority;
    if (entry->match_case == GAZ_CASE_DEFAULT) entry->match_case = (uint8_t)list->match_case;
    if (entry->edges == GAZ_EDGES_DEFAULT) entry->edges = (uint8_t)list->edges;
}

/* Makes it an entry of a gazetteer: what other corpora say of it is no evidence. */
static void enlist(struct entry *entry) {
    static const struct entry without = {.precision = 1, .log_odds = LOG_ODDS_CERTAIN};
    entry_take_evidence(entry, &without);
    entry->gazetteer = GAZETTEER_NEW;
}

/* True: the evidence of `from` was taken. */
static bool merge(struct entry *into, const struct entry *from, bool is_new) {
    bool taken = is_new || is_better(from, into);
    if (taken) entry_take_evidence(into, from);
    if (from->verdict > into->verdict) into->verdict = from->verdict;
    if (is_new || from->priority > into->priority) into->priority = from->priority;
    if (from->edges > into->edges) into->edges = from->edges;
    if (from->gazetteer > into->gazetteer) into->gazetteer = from->gazetteer;
    bool stricter = from->match_case && (!into->match_case || from->match_case == GAZ_CASE_EXACT ||
                                         (from->match_case == GAZ_CASE_AUTO && into->match_case == GAZ_CASE_IGNORE));
    if (stricter) into->match_case = from->match_case;
    return taken;
}

/* Of two texts the first one in the order of bytes; 0 = none. */
static uint32_t first_of(const struct strings *strings, uint32_t left, uint32_t right) {
    if (!left || !right) return left ? left : right;
    return strcmp(strings->items[left - 1].bytes, strings->items[right - 1].bytes) <= 0 ? left : right;
}

static gaz_status merge_notes(gaz_lexicon *lexicon, const struct entry *entry, struct entry_notes notes,
                              gaz_error *error) {
    if (!notes.name && !notes.extra) return GAZ_OK;
    const struct entry_notes known = lexicon_notes(lexicon, entry);
    notes.name = first_of(&lexicon->names, known.name, notes.name);
    notes.extra = first_of(&lexicon->extras, known.extra, notes.extra);
    return lexicon_set_notes(lexicon, entry, notes, error);
}

gaz_status merge_entry(gaz_lexicon *lexicon, const struct entry_key *key, const struct entry *from,
                       struct entry_notes notes, const char *path, uint64_t line, gaz_error *error) {
    if (lexicon->gazetteer && from->verdict == VERDICT_NONE && !entry_is_kept(from, true)) return GAZ_OK;
    struct entry *entry;
    size_t before = lexicon->entry_count;
    gaz_status status = lexicon_entry(&entry, lexicon, key, error);
    if (status != GAZ_OK) return status;
    bool is_new = lexicon->entry_count > before;
    struct entry complete = *from;
    complete_entry(&complete, &lexicon->list);
    if (lexicon->gazetteer) enlist(&complete);
    bool taken = merge(entry, &complete, is_new);
    lexicon->duplicates += !is_new;
    status = merge_notes(lexicon, entry, notes, error);
    return status == GAZ_OK && taken && path ? lexicon_set_place(lexicon, entry, path, line, error) : status;
}
