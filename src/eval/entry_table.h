/* How well each entry did, over all files. */
#ifndef EVAL_ENTRIES_H
#define EVAL_ENTRIES_H

#include "base/buffer.h"
#include "base/strings.h"
#include "eval/pair.h"
#include "gaz.h"

/* One surface with one type: an entry that fired, or gold spans that were missed. */
struct entries_row {
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
struct entries_shadow {
    uint32_t row;
    uint32_t by;
};

/* All zero is an empty table. */
struct entries {
    struct strings keys; /* by row: surface, TAB, type; surfaces as in lists */
    struct entries_row *rows;
    size_t row_capacity;
    struct entries_shadow *shadows; /* in no order */
    size_t shadow_count;
    size_t shadow_capacity;
    struct buffer room;
};

/* Adds what a model found and missed in a file. */
gaz_status entries_add(struct entries *entries, const struct pair *pair, gaz_error *error);

/* Writes the table, the rows with most wrong spans first, then those with most missed ones, then by surface and type.
 */
gaz_status entries_write(const struct entries *entries, const char *path, gaz_error *error);

void entries_free(struct entries *entries);

#endif
