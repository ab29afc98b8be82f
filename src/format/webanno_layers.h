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

/* Gives the piece up to the next `mark` or the end and moves on behind it. False at the end. */
bool webanno_next_field(struct field *field, const char **at, const char *end, char mark);

#endif
