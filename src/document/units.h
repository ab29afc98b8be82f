/* Counting text in the units that offsets are given in. */
#ifndef DOCUMENT_UNITS_H
#define DOCUMENT_UNITS_H

#include "base/buffer.h"
#include "gaz.h"

/* A unit, and how the text that is counted in differs from the one at hand. */
struct units {
    gaz_offsets unit; /* not GAZ_OFFSETS_DEFAULT */
    bool replaced;    /* U+FFFD stands for each byte that is not UTF-8 */
    bool newlines;    /* LF stands for CR LF (rulers only) */
};

/* How many units the bytes make up; not for grapheme clusters, which a ruler counts. */
uint64_t units_count(struct units units, const char *bytes, size_t size);

/* Where spans of a text lie in units, from left to right. All but the first three fields are zero at the beginning. */
struct ruler {
    struct units units;
    const char *text;
    uint64_t size;
    uint64_t at;          /* a byte of the text, where a unit begins, */
    uint64_t count;       /* and the units before it */
    uint64_t cluster_end; /* of the grapheme cluster there, which many spans may lie in; not above `at`: not known */
};

/* The units of the bytes [begin, end), whose begin is not before that of the call before. Clusters that the bytes cut
 * belong to them. */
struct extent {
    uint64_t begin;
    uint64_t end;
};
struct extent ruler_measure(struct ruler *ruler, uint64_t begin, uint64_t end);

/* How many line ends the text has. */
uint64_t lines_count(const char *text, size_t size);

#endif
