#include "format/html_lines.h"

#include <string.h>

#include "base/bytes.h"
#include "base/html.h"
#include "text/digits.h"

enum { LINES_LOOKED_AT = 50, HEAD_SIZE = 48, DIGITS_OF_DATE = 6 };

/* Whether a line begins with so many digits and a blank. */
static bool begins_with_date(const char *line, size_t size) {
    size_t digits = 0;
    while (digits < size && digit_is(line[digits])) digits++;
    return digits >= DIGITS_OF_DATE && digits < size && line[digits] == ' ';
}

/* Whether there is a time of day near the begin: 10:15:00. */
static bool has_time(const char *line, size_t size) {
    static const char form[] = "00:00:00";
    size_t length = sizeof form - 1;
    if (size > HEAD_SIZE) size = HEAD_SIZE;
    for (size_t i = 0; i + length <= size; i++) {
        size_t same = 0;
        while (same < length && (form[same] == '0' ? digit_is(line[i + same]) : line[i + same] == form[same])) same++;
        if (same == length) return true;
    }
    return false;
}

bool html_is_log(const char *text, uint64_t size) {
    unsigned lines = 0;
    unsigned dated = 0;
    for (uint64_t at = 0; at < size && lines < LINES_LOOKED_AT;) {
        const char *line = text + at;
        const char *end = memchr(line, '\n', size - at);
        size_t length = end ? (size_t)(end - line) : size - at;
        at += length + 1;
        if (length == 0) continue;
        lines++;
        dated += has_time(line, length) || begins_with_date(line, length);
    }
    return dated * 2 > lines;
}

uint64_t html_count_lines(const char *text, uint64_t begin, uint64_t end) {
    return begin < end ? bytes_count_lines(text + begin, end - begin) : 0;
}

bool html_add_line(struct buffer *out) {
    return buffer_add_text(out, "<i></i>");
}

bool html_add_lines(struct buffer *out, const char *bytes, size_t size, bool last) {
    bool good = true;
    while (size && good) {
        const char *end = memchr(bytes, '\n', size);
        size_t length = end ? (size_t)(end - bytes) + 1 : size;
        good = html_add_text(out, bytes, length) && (!end || (last && size == length) || html_add_line(out));
        bytes += length;
        size -= length;
    }
    return good;
}
