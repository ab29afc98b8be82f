/* A column of ids beside the tags of a column file, which the tokens of a span have in common: "_" where there is none,
 * and | between the ids of several senses, which are all of the tag's type. A backslash stands before what would be
 * misread: "\|", "\\", "\_" for the id "_", and "\s" for a blank where blanks separate columns. */
#ifndef FORMAT_ID_COLUMN_H
#define FORMAT_ID_COLUMN_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fields.h"
#include "document/document.h"

/* Appends an id (NULL or "" = none) as one of a column. `number`: how many are before it. `blanks`: they separate
 * columns. False: out of memory. */
bool id_column_add(struct buffer *out, const char *id, size_t number, bool blanks);

/* Appends the column of a span. */
bool id_column_add_span(struct buffer *out, const gaz_document *document, const struct document_span *span);

/* Takes the next id off a column, as it is without escapes, which is empty if it says that there is none. `*there`
 * false: nothing is left. False: out of memory. */
bool id_column_next(bool *there, struct buffer *id, struct field *column);

#endif
