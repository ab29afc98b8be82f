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

/* True: the evidence of `from` was taken. */
static bool merge(const gaz_lexicon *lexicon, struct entry *into, const struct entry *from, bool is_new) {
    bool taken = is_new || is_better(from, into);
    if (taken) {
        into->annotated = from->annotated;
        into->occurrences = from->occurrences;
        into->nested = from->nested;
        into->precision = from->precision;
        into->status = from->status;
        into->log_odds = from->log_odds;
        into->variant = from->variant;
    }
    if (from->verdict > into->verdict) into->verdict = from->verdict;
    if (is_new || from->priority > into->priority) into->priority = from->priority;
    const struct string *ids = lexicon->ids.items;
    if (from->id && (!into->id || strcmp(ids[from->id - 1].bytes, ids[into->id - 1].bytes) < 0)) into->id = from->id;
    return taken;
}

gaz_status merge_entry(gaz_lexicon *lexicon, const char *surface, size_t surface_size, uint32_t token_count,
                       const char *type, size_t type_size, const struct entry *from, const char *path, uint64_t line,
                       gaz_error *error) {
    struct entry *entry;
    size_t before = lexicon->entry_count;
    gaz_status status = lexicon_entry(&entry, lexicon, surface, surface_size, token_count, type, type_size, error);
    if (status != GAZ_OK || !merge(lexicon, entry, from, lexicon->entry_count > before)) return status;
    return lexicon_set_place(lexicon, entry, path, line, error);
}
