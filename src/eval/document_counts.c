#include "eval/document_counts.h"

#include <stdlib.h>

#include "base/error.h"
#include "document/corpus_select.h"
#include "eval/title.h"
#include "eval/units.h"

void document_counts_free(struct document_counts *counts) {
    free(counts->items);
    buffer_free(&counts->titles);
    *counts = (struct document_counts){0};
}

static bool add_document(struct document_counts *counts, const struct pair *pair, uint64_t document) {
    if (!array_reserve(&counts->items, &counts->capacity, counts->count + 1, sizeof *counts->items)) return false;
    counts->items[counts->count++] = (struct document_count){.title = counts->titles.size};
    return title_add(&counts->titles, pair, document) && buffer_add_byte(&counts->titles, 0);
}

static void count_unit(struct document_count *count, const struct unit *unit) {
    count->gold += unit->gold != NULL;
    count->found += unit->predicted != NULL;
    count->correct += unit_agrees(unit);
}

gaz_status document_counts_add(struct document_counts *counts, const struct pair *pair, gaz_error *error) {
    struct unit_walk walk = {.pair = pair};
    struct unit unit;
    bool more = unit_next(&unit, &walk);
    for (uint64_t i = 0; i < pair->gold.document_count; i++) {
        uint64_t end = corpus_document_begin(&pair->gold, i + 1);
        if (!add_document(counts, pair, i)) return error_memory(error);
        for (; more && unit.begin < end; more = unit_next(&unit, &walk))
            count_unit(&counts->items[counts->count - 1], &unit);
    }
    return GAZ_OK;
}
