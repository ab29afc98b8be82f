#include "eval/cross_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

enum { FIRST_CAPACITY = 64 };

/* The cell of a pair, or the empty one where it belongs. The table has one. */
static struct cross_cell *find(const struct cross_table *table, uint32_t left, uint32_t right) {
    uint64_t key = (uint64_t)left << 32 | right;
    size_t mask = table->capacity - 1;
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
    for (;; at = (at + 1) & mask) {
        struct cross_cell *cell = &table->cells[at];
        if (cell->count == 0 || (cell->left == left && cell->right == right)) return cell;
    }
}

static bool grow(struct cross_table *table) {
    struct cross_table larger = *table;
    larger.capacity = table->capacity ? 2 * table->capacity : FIRST_CAPACITY;
    if (larger.capacity > SIZE_MAX / sizeof *larger.cells) return false;
    larger.cells = calloc(larger.capacity, sizeof *larger.cells);
    if (!larger.cells) return false;
    for (size_t i = 0; i < table->capacity; i++) {
        const struct cross_cell *cell = &table->cells[i];
        if (cell->count) *find(&larger, cell->left, cell->right) = *cell;
    }
    free(table->cells);
    *table = larger;
    return true;
}

static bool reach(struct cross_table *table, uint32_t value) {
    size_t known = table->value_count;
    if (value < known) return true;
    size_t wanted = (size_t)value + 1;
    if (!array_reserve(&table->margins, &table->margin_capacity, wanted, sizeof *table->margins)) return false;
    memset(table->margins + known, 0, (wanted - known) * sizeof *table->margins);
    table->value_count = wanted;
    return true;
}

bool cross_table_add(struct cross_table *table, uint32_t left, uint32_t right, uint64_t count) {
    if (count == 0) return true;
    if (2 * (table->used + 1) > table->capacity && !grow(table)) return false;
    if (!reach(table, left > right ? left : right)) return false;
    struct cross_cell *cell = find(table, left, right);
    table->used += cell->count == 0;
    *cell = (struct cross_cell){left, right, cell->count + count};
    table->total += count;
    table->margins[left].left += count;
    table->margins[right].right += count;
    return true;
}

uint64_t cross_table_get(const struct cross_table *table, uint32_t left, uint32_t right) {
    return table->capacity ? find(table, left, right)->count : 0;
}

void cross_table_free(struct cross_table *table) {
    free(table->cells);
    free(table->margins);
    *table = (struct cross_table){0};
}
