/* The JSON records of a block: an object a line, with a text in one of its fields. */
#ifndef SCAN_JSON_LINES_H
#define SCAN_JSON_LINES_H

#include "base/json.h"
#include "scan/block.h"

struct record {
    uint64_t number;  /* of its line in the file, from 1 */
    const char *line; /* as it was read, with its end */
    size_t line_size;
    bool mended;        /* it is not valid UTF-8 */
    const char *object; /* as valid UTF-8 */
    size_t object_size;
    const char *text; /* its field's */
    size_t text_size;
};

/* A walk along them. All zero before the first block. */
struct records {
    const struct block *block;
    const char *field;
    size_t at;
    uint64_t line;
    struct record record;
    json_t *value;        /* the record's; owned */
    struct buffer mended; /* its line as UTF-8 */
};

/* Begins with a block of whole lines; it and the field's name are borrowed. */
void records_begin(struct records *records, const struct block *block, const char *field);

/* The next record, borrowed until the call after; NULL: there is none left. Lines of blanks are passed over. A line
 * that holds no object with such a text is GAZ_ERROR_INPUT, and the record has only number and line; it can be gone on.
 */
gaz_status records_next(const struct record **record, struct records *records, gaz_error *error);

void records_free(struct records *records);

#endif
