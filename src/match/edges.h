/* What stands beside a match in raw text. With strict edges it must not be a part of a longer name, an address or a
 * path: evil.com is none in not-evil.com, but it is one in evil.com. at the end of a sentence. */
#ifndef MATCH_EDGES_H
#define MATCH_EDGES_H

#include <stdbool.h>

#include "text/units.h"

/* What ends where a unit begins, without a blank between the two. */
enum edge {
    EDGE_FREE,
    EDGE_WORD, /* a letter or a digit */
    EDGE_SIGN  /* one of . - _ / : @ behind a letter or a digit */
};

/* Which units of a window touch. */
struct edges {
    bool (*touch)(const void *context, uint32_t unit); /* whether there is no blank between a unit, not the first, and
                                                        * the one before it; NULL: no two touch */
    const void *context;
    enum edge before; /* what the first unit touches */
};

/* What ends where a unit begins; it may be the one behind the last. The units are as they are compared. */
enum edge edges_before(const struct edges *edges, const struct units *units, uint32_t unit);

/* What a unit ends with, for one that touches it. */
enum edge edges_at_end(const struct edges *edges, const struct units *units, uint32_t unit);

/* Whether units [begin, end) are no part of a longer name. */
bool edges_are_free(const struct edges *edges, const struct units *units, uint32_t begin, uint32_t end);

#endif
