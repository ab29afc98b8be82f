/* JSON: values of a file, one after the other, and strings to write. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/json_parse.h"
#include "base/json_value.h"
#include "gaz.h"

/* Where reading stands in a text that holds values with blanks between them (as in JSONL, one a line), or one array of
 * values. At the beginning all but the first four fields are zero; json_reader_free ends it. */
struct json_reader {
    const char *name; /* of the file, for errors */
    const char *text; /* UTF-8 (unicode_mend makes it so) */
    size_t size;
    uint64_t line;       /* where reading stands, from 1 */
    uint64_t value_line; /* where the newest value begins, */
    size_t begin;        /* its first byte in the text */
    size_t end;          /* and the one behind it */
    bool in_array;       /* the values are elements of one array */
    bool begun;
    enum json_fault fault; /* of the text, when json_next has failed with GAZ_ERROR_INPUT */
    struct json_tree tree; /* the newest value */
};

/* Reads the next value, which is borrowed until the one after it; none at the end. Whole numbers of over 64 bits become
 * reals. An array is taken for a list of values if its first element is an object, an array or null; else it is a value
 * itself. */
gaz_status json_next(struct json_value *value, struct json_reader *reader, gaz_error *error);

/* Forgets the newest value, but not the bytes of its strings, which stay where they are until the next one. */
void json_reader_drop(struct json_reader *reader);
void json_reader_free(struct json_reader *reader);

/* Appends the inside of a JSON string: escaped, with U+FFFD for each byte that is not UTF-8. False: out of memory. */
bool json_add_text(struct buffer *json, const char *bytes, size_t size);

#endif
