/* How well each entry did, over all files. */
#ifndef EVAL_ENTRY_TABLE_H
#define EVAL_ENTRY_TABLE_H

#include "base/buffer.h"
#include "base/strings.h"
#include "eval/pair.h"
#include "gaz.h"

/* One surface with one type: an entry that fired, or gold spans that were missed. */
struct entry_row {
    uint64_t fired;
    uint64_t right;
    uint64_t wrong_type; /* the gold span there has another type */
    uint64_t wrong_span; /* gold spans overlap, with other bounds */
    uint64_t outside;    /* none does */
    uint64_t missed;     /* gold spans that were not found with these bounds and this type */
    uint64_t shadowed;   /* those of them that a longer found span covers */
    double score;        /* sum over the fired */
    uint32_t surface_size;
    bool in_model; /* the model has an entry of this surface, of whatever type */
};

/* A missed span of one row that a found one of another covers. */
struct entry_shadow {
    uint32_t row;
    uint32_t by;
};

/* All zero is an empty table. */
struct entry_table {
    struct strings keys; /* by row: surface, TAB, type; surfaces as in lists */
    struct entry_row *rows;
    size_t row_capacity;
    struct entry_shadow *shadows; /* in no order */
    size_t shadow_count;
    size_t shadow_capacity;
    struct buffer room;
};

/* Adds what a model found and missed in a file. */
gaz_status entry_table_add(struct entry_table *table, const struct pair *pair, gaz_error *error);

/* Writes the table, the rows with most wrong spans first, then those with most missed ones, then by surface and type.
 */
gaz_status entry_table_write(const struct entry_table *table, const gaz_sink *sink, gaz_error *error);

void entry_table_free(struct entry_table *table);

#endif
