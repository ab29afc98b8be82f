/* JSON lines: an object a line, with the text in one of its fields. Used by text_reader.c, and by the stream for blocks
 * that the reader has cut. */
#ifndef SCAN_JSON_LINES_H
#define SCAN_JSON_LINES_H

#include "base/json.h"
#include "base/json_member.h"
#include "scan/block.h"

struct json_line {
    uint64_t number;   /* of the line in the file, from 1 */
    const char *bytes; /* as read, with the line end */
    size_t size;
    bool replaced;                      /* U+FFFD has replaced bytes that are not UTF-8 */
    const struct json_members *members; /* of the object, as valid UTF-8 */
    const char *text;                   /* the value of the field */
    size_t text_size;
};

/* The lines of a block. All zero before the first block. */
struct json_lines {
    const struct block *block;
    const char *field;
    size_t at;       /* byte of the block where the next line begins */
    uint64_t number; /* of the next line */
    struct json_line line;
    struct json_members members;
    struct buffer decoded;  /* the text, if it has escapes */
    struct buffer replaced; /* the line as UTF-8, if it is not */
};

/* Begins with a block of whole lines; the block and the field's name are borrowed. */
void json_lines_begin(struct json_lines *lines, const struct block *block, const char *field);

/* Gives the next line, borrowed until the next call; NULL at the end. Blank lines are skipped. A line without an object
 * that has such a text is GAZ_ERROR_INPUT: then only number, bytes and size are set, and the next call continues after
 * it. */
gaz_status json_lines_next(const struct json_line **line, struct json_lines *lines, gaz_error *error);

void json_lines_free(struct json_lines *lines);

#endif
