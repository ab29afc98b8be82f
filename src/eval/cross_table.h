/* How often two sides gave the same units which values. */
#ifndef EVAL_CROSS_TABLE_H
#define EVAL_CROSS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Values are numbers below 2^32 - 1. Only pairs that occur take room. */
struct cross_cell {
    uint32_t left;
    uint32_t right;
    uint64_t count; /* 0 = empty */
};

/* How often a side gave a value. */
struct cross_margin {
    uint64_t left;
    uint64_t right;
};

/* All zero is an empty table. */
struct cross_table {
    struct cross_cell *cells; /* open addressing */
    size_t capacity;          /* a power of two, or 0 */
    size_t used;
    uint64_t total;               /* of all counts */
    struct cross_margin *margins; /* by value */
    size_t value_count;           /* 1 + the highest value */
    size_t margin_capacity;
};

/* False: out of memory. */
bool cross_table_add(struct cross_table *table, uint32_t left, uint32_t right, uint64_t count);

uint64_t cross_table_get(const struct cross_table *table, uint32_t left, uint32_t right);

void cross_table_free(struct cross_table *table);

#endif
