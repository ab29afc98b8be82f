/* Rows of delimited columns, made concepts: which column holds what is said by a layout. */
#ifndef LEXICON_COLUMNS_H
#define LEXICON_COLUMNS_H

#include "lexicon/csv.h"

struct semantic_types;

/* What a column holds. */
enum role {
    ROLE_SURFACE,
    ROLE_SYNONYMS, /* more surfaces */
    ROLE_ID,
    ROLE_NAME, /* the preferred one, which is not looked for */
    ROLE_TYPE,
    ROLE_LANGUAGE,
    ROLE_SOURCE,
    ROLE_SUPPRESSED, /* Y, E, O: the row is not to be used */
    ROLE_END
};

struct layout {
    struct csv_format format;
    char split;                   /* between synonyms */
    size_t columns[ROLE_END];     /* from 1; 0 = there is none */
    struct semantic_types *types; /* of the ids; NULL: there are none */
};

/* Adds the entries of all rows from where the dictionary stands; `header`: the first one is none. */
gaz_status columns_read(struct dictionary *dictionary, const struct layout *layout, bool header);

/* Whether the first rows of a file have as many fields as the layout says, and `fits` is true of each. */
bool columns_fit(const struct dictionary *file, const struct layout *layout, bool (*fits)(const struct csv_row *row));

#endif
