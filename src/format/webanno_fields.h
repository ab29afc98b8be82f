/* The pieces that lines of WebAnno TSV are made of. */
#ifndef FORMAT_WEBANNO_FIELDS_H
#define FORMAT_WEBANNO_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fields.h"
#include "gaz.h"

/* Gives the piece up to the next `mark` or the end and moves on behind it. False at the end. */
bool webanno_next_field(struct field *field, const char **at, const char *end, char mark);

/* The character that a letter after a backslash means. */
char webanno_escaped_byte(char letter);

/* Appends a field without its escapes. */
gaz_status webanno_unescape(struct buffer *output, const struct field *field, gaz_error *error);

/* "2-1", or "2-1.3" for a part of a token. */
bool webanno_read_pair(uint64_t *left, uint64_t *right, bool *part, const struct field *field);

/* Takes the [N] off the end of a value. False: it has none. */
bool webanno_take_number(uint64_t *number, struct field *value);

/* Takes the next of several values with | between them off a column. False: there is none left. */
bool webanno_next_value(struct field *value, struct field *column);

#endif
