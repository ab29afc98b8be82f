/* The texts that files hold, one after the other: some whole sentences of a text or of rows, or the text of a record.
 */
#ifndef SCAN_TEXT_READER_H
#define SCAN_TEXT_READER_H

#include "scan/json_lines.h"
#include "scan/reader.h"

struct text {
    const char *bytes; /* as they are scanned: rows are rows */
    size_t size;
    uint64_t offset; /* of the first byte in the file, in units; 0 in a record */
    uint64_t line;   /* of the first byte, or the record's, from 1 */
};

/* `reader`, `field` and `lenient` (lines that hold no record are passed over) are set by the user; the rest is zero. */
struct texts {
    struct reader reader; /* opened and closed by the user; counts offsets and lines, and grows */
    const char *field;
    bool lenient;
    struct block block;
    struct block more; /* room */
    struct records records;
};

/* To be called when the reader was opened. */
void texts_begin(struct texts *texts);

/* The next text, borrowed until the call after. `*found` false: there is none left. */
gaz_status texts_next(bool *found, struct text *text, struct texts *texts, gaz_error *error);

/* Goes on behind the newest text without giving it up: what comes next is appended. `*found` false: nothing comes, or
 * the text is a record's. */
gaz_status texts_extend(bool *found, struct text *text, struct texts *texts, gaz_error *error);

void texts_free(struct texts *texts);

#endif
