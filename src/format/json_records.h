/* The records of a JSON file: values one after the other, an array of them, or one in which they are a member. */
#ifndef FORMAT_JSON_RECORDS_H
#define FORMAT_JSON_RECORDS_H

#include "base/json.h"
#include "format/json_fields.h"

/* All zero at the beginning. */
struct json_records {
    struct json_reader reader;
    struct buffer mended;    /* the file as UTF-8, if it is not */
    struct json_value value; /* the newest record, borrowed from the reader */
    const char *member;      /* of the file's only value, that holds the records; NULL: it has none */
    uint64_t count;          /* records so far */
};

/* `text` is borrowed. */
gaz_status json_records_begin(struct json_records *records, const char *name, const char *text, size_t size,
                              gaz_error *error);

/* Reads the next record into records->value; none at the end. */
gaz_status json_records_next(struct json_records *records, const struct field_paths *choice, gaz_error *error);
void json_records_free(struct json_records *records);

#endif
