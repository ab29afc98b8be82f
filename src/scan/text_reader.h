/* Reads the texts of a file one after another: whole sentences of a text or of rows, or the text of a JSON line.
 * Used by explain/passage.c; the stream cuts its blocks with reader.c alone. */
#ifndef SCAN_TEXT_READER_H
#define SCAN_TEXT_READER_H

#include "scan/json_lines.h"
#include "scan/reader.h"

struct text {
    const char *bytes; /* as they are scanned: rows are rows */
    size_t size;
    uint64_t offset; /* of the first byte in the file, in units; 0 in a JSON line */
    uint64_t line;   /* of the first byte, or the JSON line's, from 1 */
};

/* `reader`, `field` and `lenient` are set by the caller; the rest is zero. */
struct text_reader {
    struct reader reader; /* opened and closed by the caller; counts offsets and lines, and grows */
    const char *field;    /* JSON input only: of the text */
    bool lenient;         /* JSON input only: skip lines without such a text */
    struct block block;
    struct block more; /* what text_reader_extend appends */
    struct json_lines lines;
    const struct json_line *line; /* the newest; NULL: none */
    size_t next_text;             /* of its texts */
};

/* To be called after the reader was opened. */
void text_reader_begin(struct text_reader *reader);

/* The next text, borrowed until the next call. `*found` false: there is none left. */
gaz_status text_reader_next(bool *found, struct text *text, struct text_reader *reader, gaz_error *error);

/* Appends what follows to the newest text. `*found` false: nothing follows, or the text is that of a JSON line. */
gaz_status text_reader_extend(bool *found, struct text *text, struct text_reader *reader, gaz_error *error);

void text_reader_free(struct text_reader *reader);

#endif
