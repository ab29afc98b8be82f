/* Counting text in the units that offsets are given in. */
#ifndef TAG_UNITS_H
#define TAG_UNITS_H

#include "base/buffer.h"
#include "gaz.h"

/* A unit, and whether bad UTF-8 bytes are counted as the U+FFFD that stands for them in JSON. */
struct units {
    gaz_offsets unit; /* not GAZ_OFFSETS_DEFAULT */
    bool replaced;
};

/* How many units the bytes make up. */
uint64_t units_count(struct units units, const char *bytes, size_t size);

/* How many line ends the text has. */
uint64_t lines_count(const char *text, size_t size);

/* Appends the inside of a JSON string. False: out of memory. */
bool json_add_text(struct buffer *json, const char *bytes, size_t size);

#endif
