/* What an evaluation tells beyond its sums: documents, and agreement. */
#include <stdlib.h>

#include "eval/eval.h"

void gaz_eval_get_document(const char **name, gaz_eval_scores *scores, const gaz_eval *eval, size_t index) {
    const struct document_count *count = &eval->documents.items[index];
    *name = eval->documents.titles.bytes + count->title;
    *scores = eval_scores(count->gold, count->found, count->correct);
}

const char *gaz_eval_get_only_predicted(const gaz_eval *eval, size_t index) {
    return eval->unpaired.predicted.items[index].bytes;
}

const char *gaz_eval_get_only_gold(const gaz_eval *eval, size_t index) {
    return eval->unpaired.gold.items[index].bytes;
}

const char *gaz_eval_get_differing(const gaz_eval *eval, size_t index) {
    return eval->unpaired.differing.items[index].bytes;
}

static const struct cross_table *table_of(const gaz_eval *eval, gaz_eval_units units) {
    return units == GAZ_EVAL_TOKENS ? &eval->agreement.tokens : &eval->agreement.spans;
}

/* The value of a type, by its index; of none behind the last one. */
static uint32_t value_at(const gaz_eval *eval, size_t index) {
    return index < eval->counted.types ? eval->order[index] + 1 : 0;
}

void gaz_eval_get_agreement(gaz_eval_agreement *agreement, const gaz_eval *eval, gaz_eval_units units) {
    agreement_measure(agreement, table_of(eval, units));
}

void gaz_eval_get_type_agreement(gaz_eval_agreement *agreement, const gaz_eval *eval, gaz_eval_units units,
                                 size_t index) {
    agreement_measure_one(agreement, table_of(eval, units), value_at(eval, index));
}

uint64_t gaz_eval_get_confusion(const gaz_eval *eval, gaz_eval_units units, size_t predicted, size_t gold) {
    return cross_table_get(table_of(eval, units), value_at(eval, predicted), value_at(eval, gold));
}

static int compare_cells(const void *left, const void *right) {
    const struct cross_cell *a = left;
    const struct cross_cell *b = right;
    if (a->left != b->left) return a->left < b->left ? -1 : 1;
    return (a->right > b->right) - (a->right < b->right);
}

struct cross_cell *eval_sort_cells(const gaz_eval *eval, const struct cross_table *table) {
    size_t types = eval->counted.types;
    uint32_t *ranks = malloc(((size_t)eval->types.count + 1) * sizeof *ranks); /* by value */
    uint32_t *values = malloc((types + 1) * sizeof *values);                   /* by rank */
    struct cross_cell *cells = malloc((table->used + 1) * sizeof *cells);
    if (!ranks || !values || !cells) {
        free(cells);
        cells = NULL;
    }
    for (size_t i = 0; cells && i <= types; i++) {
        values[i] = value_at(eval, i);
        ranks[values[i]] = (uint32_t)i;
    }
    size_t count = 0;
    for (size_t i = 0; cells && i < table->capacity; i++) {
        const struct cross_cell *cell = &table->cells[i];
        if (cell->count) cells[count++] = (struct cross_cell){ranks[cell->left], ranks[cell->right], cell->count};
    }
    if (cells) qsort(cells, count, sizeof *cells, compare_cells);
    for (size_t i = 0; i < count; i++) {
        cells[i].left = values[cells[i].left];
        cells[i].right = values[cells[i].right];
    }
    free(ranks);
    free(values);
    return cells;
}
