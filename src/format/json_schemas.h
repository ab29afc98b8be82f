/* The shapes that annotation tools give a JSON record: where its text is, and where its spans. */
#ifndef FORMAT_JSON_SCHEMAS_H
#define FORMAT_JSON_SCHEMAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "gaz.h"

/* A record taken apart. What it points to belongs to the JSON value. All zero but the first two fields before the first
 * one; the room is used again. */
struct record {
    const char *name;       /* of the file, for errors */
    const char *field;      /* the text's; NULL: "text" */
    const json_t *value;    /* the record */
    uint64_t line;          /* where it begins */
    gaz_format format;      /* what shape it has */
    bool annotated;         /* false: nobody has, or it was rejected; the rest is empty then */
    const json_t *text;     /* a string */
    const char *text_field; /* what the text's field is called; NULL: it is in an array */
    bool in_data;           /* that field is one of the object "data", as Label Studio has it */
    struct region {
        const json_t *begin; /* unchecked, as are the others; NULL: absent */
        const json_t *end;
        const json_t *label;
        const json_t *text;  /* the tool's copy of the slice */
        const json_t *score; /* 0 to 1 */
        const json_t *id;    /* of the concept, and its preferred name */
        const json_t *name;
        size_t number; /* from 1, for errors */
    } * regions;
    size_t region_count;
    size_t region_capacity;
};

/* Takes a value apart that begins at record->line. `format` is one of the JSON formats, or GAZ_FORMAT_AUTO. */
gaz_status record_take(struct record *record, const json_t *value, gaz_format format, gaz_error *error);

void record_free(struct record *record);

/* The names of the fields that a format gives a meaning of its own, up to a NULL: what else an object holds is the
 * user's. */
const char *const *schema_names(gaz_format format);

#endif
