/* Two columns that are not `surface TAB type`, though they look so: `id TAB name`, and those whose second one has other
 * values than types. Types are few; the names of concepts differ nearly all. */
#ifndef LEXICON_ID_NAMES_H
#define LEXICON_ID_NAMES_H

#include "lexicon/dictionary.h"

/* What the first rows of a text are like. All zero: they have not two columns, or name them. */
struct id_names {
    size_t rows;
    size_t values; /* of the second column, that differ */
    bool ids;      /* the first column has ids only, and the second one not, */
    bool alike;    /* which begin alike */
    bool blanks;   /* some of the second column have blanks inside */
};

void id_names_look(struct id_names *found, const char *text, size_t size);

/* Whether the second column has too many values for types. Of a few rows, that cannot be told. */
bool id_names_untyped(const struct id_names *found);

/* Whether the first column may well be one of ids, though the rows are too few to be sure. */
bool id_names_likely(const struct id_names *found);

/* Whether it is surely `id TAB name`. */
bool id_names_are(const struct dictionary *file);

gaz_status id_names_read(struct dictionary *dictionary);

#endif
