/* The layers of annotations that the header of a WebAnno TSV file names. */
#ifndef FORMAT_WEBANNO_LAYERS_H
#define FORMAT_WEBANNO_LAYERS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fields.h"
#include "gaz.h"
#include "text/rows.h"

#define WEBANNO_NO_COLUMN UINT_MAX

/* All zero but `wanted` before the first one. */
struct webanno_layers {
    const char *wanted; /* the layer, or NULL */
    unsigned columns;   /* of annotations, so far */
    unsigned value;     /* the column of the values of the layer that was found, from 0 among them */
    unsigned id;        /* and of its ids; WEBANNO_NO_COLUMN: there are none */
    struct field name;  /* of that layer; borrowed from its line */
    unsigned rank;      /* how good that layer is; 0: there is none */
    uint64_t count;     /* layers of spans */
};

/* Adds a line "#T_SP=name|feature|feature", or one that begins with six other bytes: each feature is a column, and a
 * layer without any is one. */
void webanno_layers_add(struct webanno_layers *layers, const struct rows_line *line);

/* Adds the layers of a line of TSV 2, " # name | feature | feature # name | feature": each feature is a column, and so
 * is, of a layer of relations, what they are attached to. */
void webanno_layers_add_old(struct webanno_layers *layers, const struct rows_line *line);

/* The columns of a row, which begin at `at`, that the layer has; empty ones where it has none. False: there are too
 * few. */
bool webanno_layers_find(struct field *values, struct field *ids, const struct webanno_layers *layers, const char *at,
                         const char *end);

/* The error that there is no such layer. */
gaz_status webanno_layers_refuse(const struct webanno_layers *layers, const char *name, const char *where,
                                 gaz_error *error);

#endif
