/* The texts of a JSON object: what its fields hold. Used by json_lines.c. */
#ifndef SCAN_JSON_TEXTS_H
#define SCAN_JSON_TEXTS_H

#include "base/buffer.h"
#include "base/json_member.h"
#include "gaz.h"

enum json_text_form { JSON_TEXT_PLAIN, JSON_TEXT_ESCAPED, JSON_TEXT_BYTES };

struct json_text {
    const char *bytes;
    size_t size;
    const char *field; /* its name; of one in an array, its path */
    bool own_field;    /* the name goes with the texts, and is not the caller's */

    /* For json_texts.c: */
    enum json_text_form form; /* as it is written */
    size_t name;              /* where an own name begins */
};

/* All zero is none. */
struct json_texts {
    struct json_text *items; /* owned, as all here; good until the next object */
    size_t count;
    size_t capacity;
    bool has_field;        /* the object has one of the fields, whatever is in it */
    struct buffer decoded; /* texts that have escapes, or are arrays of bytes */
    struct buffer names;   /* of fields in arrays, a zero byte behind each */
    struct buffer way;
};

/* Whether a span must say which text of an object it is of. */
bool json_fields_are_many(const char *const *fields, size_t count);

/* Finds the texts of an object in the order of the fields, whose names are borrowed: strings, and arrays of bytes, in
 * which journald writes what is not UTF-8 or has control characters. False: out of memory. */
bool json_texts_find(struct json_texts *texts, const struct json_members *members, const char *const *fields,
                     size_t field_count);

void json_texts_free(struct json_texts *texts);

#endif
