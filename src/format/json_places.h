/* Where the spans of a JSON record are in its text. */
#ifndef FORMAT_JSON_PLACES_H
#define FORMAT_JSON_PLACES_H

#include "document/markup.h"
#include "document/offsets.h"
#include "format/json_schemas.h"

/* The begin of a place that is none. */
#define JSON_PLACE_WRONG UINT32_MAX

/* All zero before the first record. */
struct json_places {
    struct offset_index offsets;
    struct json_place { /* of a region, in bytes */
        uint32_t begin;
        uint32_t end;
    } * items;
    size_t capacity;
};

/* A whole number from 0 on; false if it is none. One that is too large is UINT64_MAX. */
bool json_read_whole(uint64_t *number, struct json_value value);

/* Finds the places of all regions. A record that is lenient has those marked that are wrong, and counts them in
 * `skipped`. */
gaz_status json_places_find(struct json_places *places, struct record *record, gaz_error *error);
void json_places_free(struct json_places *places);

#endif
