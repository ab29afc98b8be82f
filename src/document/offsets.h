/* Offsets in the units that tools count in, to bytes and back. */
#ifndef DOCUMENT_OFFSETS_H
#define DOCUMENT_OFFSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

/* ---- Bytes to units ---- */

/* A unit, and how the text that is counted in differs from the one at hand. */
struct offset_unit {
    gaz_offsets unit; /* not GAZ_OFFSETS_DEFAULT */
    bool replaced;    /* each byte that is not UTF-8 counts as U+FFFD */
    bool newlines;    /* CR LF counts as LF (by an offset_counter only) */
};

/* How many units the bytes make up. Not for grapheme clusters, which an offset_counter counts. */
uint64_t offset_unit_count(struct offset_unit unit, const char *bytes, size_t size);

/* The unit's name in the plural: "code points". */
const char *offset_unit_name(gaz_offsets unit);

struct offset_range {
    uint64_t begin;
    uint64_t end;
};

/* Counts along a text from left to right. All but the first three members are zero at the beginning. */
struct offset_counter {
    struct offset_unit unit;
    const char *text;
    uint64_t size;
    uint64_t at;          /* a byte of the text, where a unit begins */
    uint64_t count;       /* units before `at` */
    uint64_t cluster_end; /* of the grapheme cluster at `at`, which many spans may lie in; not above `at`: unknown */
};

/* The units of the bytes [begin, end), whose begin is not before that of the previous call. Grapheme clusters that the
 * bytes cut belong to them. */
struct offset_range offset_counter_measure(struct offset_counter *counter, uint64_t begin, uint64_t end);

/* ---- Units to bytes ---- */

/* Where the units of a text are. All zero before offset_index_init, which may be called again. */
struct offset_index {
    const char *text; /* borrowed */
    size_t size;
    gaz_offsets unit;
    uint64_t count;      /* of units */
    bool same;           /* units are bytes */
    struct offset_mark { /* a known position every so many units */
        uint64_t unit;
        size_t byte;
    } * marks;
    size_t mark_count;
    size_t mark_capacity;
};

/* Counts the units of a text (UTF-8). `unit` is not GAZ_OFFSETS_DEFAULT. False: out of memory. */
bool offset_index_init(struct offset_index *index, const char *text, size_t size, gaz_offsets unit);
void offset_index_free(struct offset_index *index);

/* The byte offset of an offset of at most `count`. False: it lies inside a character. */
bool offset_index_find(size_t *byte, const struct offset_index *index, uint64_t offset);

/* ---- Checking ---- */

/* Whether a copy of that size may be one of a slice: blanks are not so many that it need not be looked at, which would
 * cost more than the copy's own bytes, for each of many spans. */
bool offset_slices_fit(size_t slice_size, size_t copy_size);

/* Whether a tool's copy of a slice is that slice. Tools change blanks in their copies, so blanks are skipped on both
 * sides, and so are line ends that are written as \n or \r. */
bool offset_slices_agree(const char *slice, size_t slice_size, const char *copy, size_t copy_size);

#endif
