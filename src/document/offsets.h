/* Offsets of foreign tools, which count in different units, as byte offsets. */
#ifndef DOCUMENT_OFFSETS_H
#define DOCUMENT_OFFSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

/* Where the units of a text are. All zero before it is made; it can be made again. */
struct offsets {
    const char *text; /* borrowed */
    size_t size;
    gaz_offsets unit;
    uint64_t count;      /* of units */
    bool same;           /* units are bytes */
    struct offset_mark { /* every so many units a place that is known */
        uint64_t unit;
        size_t byte;
    } * marks;
    size_t mark_count;
    size_t mark_capacity;
};

/* Counts the units of a text (UTF-8). `unit` is not GAZ_OFFSETS_DEFAULT. False: out of memory. */
bool offsets_make(struct offsets *offsets, const char *text, size_t size, gaz_offsets unit);

/* The byte offset of an offset of at most `count`. False: it lies inside a character. */
bool offsets_find(size_t *byte, const struct offsets *offsets, uint64_t offset);

void offsets_free(struct offsets *offsets);

/* The unit's name, many of them: "code points". */
const char *offsets_name(gaz_offsets unit);

/* Whether a tool's copy of a slice is that slice. Tools change blanks in their copies, so all blanks are passed over
 * on both sides, and so are line ends that are written as \n or \r. */
bool offsets_agree(const char *slice, size_t slice_size, const char *copy, size_t copy_size);

#endif
