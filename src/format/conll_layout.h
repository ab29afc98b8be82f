/* Which columns of a file hold tokens and tags. */
#ifndef FORMAT_CONLL_LAYOUT_H
#define FORMAT_CONLL_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "format/notation.h"
#include "gaz.h"
#include "text/rows.h"

struct layout {
    struct rows rows;
    unsigned token_column;     /* from 1 */
    unsigned tag_column;       /* from 1; 0 = the file has no rows */
    bool bare;                 /* tags are types without a prefix */
    enum notation notation;    /* of the tags */
    unsigned other_tag_column; /* from 1: one that would do, too; 0 = there is none */
};

/* Looks through the whole of `text`, whose byte order mark is left out. What `columns` forces is taken as it is. `name`
 * is the file's, for errors. */
gaz_status layout_find(struct layout *layout, const char *name, const char *text, size_t size,
                       const gaz_columns *columns, gaz_error *error);

/* Room for a quoted value. */
enum { LAYOUT_QUOTE_SIZE = 64 };

/* Copies a value for use in a message: shortened, control bytes replaced. Returns `quote`. */
const char *layout_quote(char quote[LAYOUT_QUOTE_SIZE], const char *bytes, size_t size);

/* The tag in a column: blanks around it are no part of it. */
void layout_trim(size_t *begin, size_t *end, const char *line);

#endif
