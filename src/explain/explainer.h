/* What an explainer holds. */
#ifndef EXPLAIN_EXPLAINER_H
#define EXPLAIN_EXPLAINER_H

#include "explain/cursor.h"
#include "explain/query.h"

enum { REJECTED_MAX = 100, NEAR_MISSES_MAX = 20 };

struct gaz_explainer {
    struct candidate_finder finder;
    gaz_format input;
    const char *text; /* in memory; NULL: a file is read */
    size_t size;
    struct cursor cursor;      /* of gaz_explainer_next */
    struct cursor span_cursor; /* of gaz_explainer_place, in a text in memory */
    struct query query;
    struct buffer scratch;
    uint32_t *begins; /* scratch, as the next */
    uint32_t *ends;
    size_t begin_capacity;
    size_t end_capacity;

    bool has_explanation;
    gaz_explanation explanation;
    gaz_candidate *rejected;    /* REJECTED_MAX of them, and the covering one */
    gaz_near_miss *near_misses; /* NEAR_MISSES_MAX of them */
    struct strings strings;     /* what near misses and parts of scores borrow */
};

/* A copy that lives as long as the explainer; NULL: out of memory. */
static inline const char *explainer_keep(gaz_explainer *explainer, const char *bytes, size_t size) {
    uint32_t number;
    if (strings_add(&number, &explainer->strings, bytes, size, NULL) != GAZ_OK) return NULL;
    return explainer->strings.items[number].bytes;
}

#endif
