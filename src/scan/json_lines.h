/* JSON lines: an object a line, with texts in some of its fields. Used by text_reader.c, and by the stream for blocks
 * that the reader has cut. */
#ifndef SCAN_JSON_LINES_H
#define SCAN_JSON_LINES_H

#include "base/json.h"
#include "base/json_member.h"
#include "scan/block.h"
#include "scan/json_texts.h"

struct json_line {
    uint64_t number;   /* of the line in the file, from 1 */
    uint64_t at;       /* bytes of the file before it */
    const char *bytes; /* as read, with the line end */
    size_t size;
    gaz_record_fault fault;             /* of a line that cannot be tagged */
    bool replaced;                      /* U+FFFD has replaced bytes that are not UTF-8 */
    const struct json_members *members; /* of the object, as valid UTF-8 */
    const struct json_text *texts;      /* one at least */
    size_t text_count;
};

/* The lines of a block. All zero before the first block. */
struct json_lines {
    const struct block *block;
    const char *const *fields;
    size_t field_count;
    size_t at;       /* byte of the block where the next line begins */
    uint64_t number; /* of the next line */
    struct json_line line;
    struct json_members members;
    struct json_texts texts; /* of the line */
    struct buffer replaced;  /* the line as UTF-8, if it is not */
};

/* Begins with a block of whole lines; the block and the fields' names are borrowed. */
void json_lines_begin(struct json_lines *lines, const struct block *block, const char *const *fields,
                      size_t field_count);

/* Gives the next line, borrowed until the next call; NULL at the end. Blank lines are skipped. A line without an object
 * that has a text in one of the fields is GAZ_ERROR_INPUT: then only number, bytes, size and fault are set, and the
 * next call continues after it. A file that is no JSON lines, by how its first line begins, is GAZ_ERROR_INPUT
 * without a line. */
gaz_status json_lines_next(const struct json_line **line, struct json_lines *lines, gaz_error *error);

void json_lines_free(struct json_lines *lines);

#endif
