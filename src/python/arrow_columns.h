/* What an Arrow array of spans is made of. */
#ifndef PYTHON_ARROW_COLUMNS_H
#define PYTHON_ARROW_COLUMNS_H

#include <stdatomic.h>

#include "arrow_spans.h"

struct column {
    char *bytes; /* owned */
    size_t size;
    size_t capacity;
};

enum {
    COLUMN_VALID,    /* a bit for each row */
    COLUMN_ROW_ENDS, /* int32: number of spans up to each row, after 0 */
    COLUMN_START,    /* int32 */
    COLUMN_END_OFFSET,
    COLUMN_LABEL,   /* int32: number of the label */
    COLUMN_SCORE,   /* double */
    COLUMN_HAS_ID,  /* a bit for each span */
    COLUMN_ID_ENDS, /* int32, after 0 */
    COLUMN_ID,      /* bytes */
    COLUMN_END
};

struct arrow_labels {
    atomic_size_t references;
    struct column ends;
    struct column bytes;
    int64_t count;
};

struct arrow_spans {
    atomic_size_t references;
    struct arrow_labels *labels;
    struct column columns[COLUMN_END];
    int64_t rows;
    int64_t nulls;
    int64_t count; /* of spans */
    int64_t without_id;
};

#endif
