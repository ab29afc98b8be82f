/* Writes JSON: what stands between the values comes by itself. */
#ifndef BASE_JSON_WRITER_H
#define BASE_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* All but the first two are zero at the beginning. */
struct json_writer {
    struct buffer *out;
    bool compact; /* no blanks between names and values */
    bool failed;  /* out of memory; nothing more is written */
    bool begun;   /* the open object or array has a member */
};

/* Each function writes one value: a member of an object under `name`, or with NULL an element of an array, or the
 * value that is not inside of another. */

/* An object ("{" and "}") or an array ("[" and "]"), up to its end. */
void json_put_open(struct json_writer *json, const char *name, const char *bracket);
void json_put_close(struct json_writer *json, const char *bracket);

/* A string; U+FFFD for each byte that is not UTF-8. */
void json_put_bytes(struct json_writer *json, const char *name, const char *bytes, size_t size);

/* A string; nothing if it is NULL. */
void json_put_text(struct json_writer *json, const char *name, const char *text);

void json_put_number(struct json_writer *json, const char *name, uint64_t number);
void json_put_integer(struct json_writer *json, const char *name, int64_t number);

/* At most four decimals (decimal_add), or ten significant digits. null if it is not finite. */
void json_put_decimal(struct json_writer *json, const char *name, double number);
void json_put_real(struct json_writer *json, const char *name, double number);

/* What is JSON already: "true", "null", ... */
void json_put_literal(struct json_writer *json, const char *name, const char *literal);

/* true or false. */
static inline void json_put_flag(struct json_writer *json, const char *name, bool flag) {
    json_put_literal(json, name, flag ? "true" : "false");
}

/* Text that belongs to no value: a line end between two. */
void json_put_raw(struct json_writer *json, const char *text);

#endif
