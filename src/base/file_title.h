/* Names of documents as names of files. */
#ifndef BASE_FILE_TITLE_H
#define BASE_FILE_TITLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* A slash, a control character, a dot at the begin, and a percent sign that would be read as one of these are written
 * as % and two hexadecimal digits: "a/b" as a%2Fb. Of names that are equal as files, all but the first have %~ and a
 * number behind them. The name of a file alone tells the document's, unless it was too long. */

/* Appends a name, without a zero byte; `number` is 0, or that of an equal one. What is over 200 bytes is cut off.
 * False: out of memory. */
bool file_title_add(struct buffer *out, const char *name, uint64_t number);

/* Appends the name that a file without its ending stands for, which is its own if no name is written so. False: out of
 * memory. */
bool file_title_read(struct buffer *out, const char *stem, size_t size);

#endif
