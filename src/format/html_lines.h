/* Logs in pages: texts that are read line by line. */
#ifndef FORMAT_HTML_LINES_H
#define FORMAT_HTML_LINES_H

#include "base/buffer.h"

/* Whether most of the first lines of a text tell when they were written: they have a time of day near their begin, or
 * begin with a date and time in digits. */
bool html_is_log(const char *text, uint64_t size);

static inline bool html_begins_line(const char *text, uint64_t at) {
    return at == 0 || text[at - 1] == '\n';
}

/* The number of line ends in bytes [begin, end). */
uint64_t html_count_lines(const char *text, uint64_t begin, uint64_t end);

/* The place of a line's number. False: out of memory. */
bool html_add_line(struct buffer *out);

/* As html_add_text, with the place of a number behind each line end; `last`: a line end at the end is the text's. */
bool html_add_lines(struct buffer *out, const char *bytes, size_t size, bool last);

#endif
