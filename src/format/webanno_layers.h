/* The layers of annotations that the header of a WebAnno TSV file names. */
#ifndef FORMAT_WEBANNO_LAYERS_H
#define FORMAT_WEBANNO_LAYERS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fields.h"
#include "text/rows.h"

#define WEBANNO_NO_COLUMN UINT_MAX

/* All zero but `wanted` before the first one. */
struct webanno_layers {
    const char *wanted; /* the layer, or NULL */
    unsigned columns;   /* of annotations, so far */
    unsigned value;     /* the column of the values of the layer that was found, from 0 among them */
    unsigned id;        /* and of its ids; WEBANNO_NO_COLUMN: there are none */
    unsigned rank;      /* how good that layer is; 0: there is none */
    uint64_t count;     /* layers of spans */
};

/* Adds a line "#T_SP=name|feature|feature", or one that begins with six other bytes: each feature is a column, and a
 * layer without any is one. */
void webanno_layers_add(struct webanno_layers *layers, const struct rows_line *line);

#endif
