/* JSON that is not one value a line, made lines: the elements of an array, and values that go over several lines. Bytes
 * become others, one for one, so that offsets stay. */
#ifndef SCAN_JSON_VALUES_H
#define SCAN_JSON_VALUES_H

#include <stdbool.h>
#include <stddef.h>

/* All zero at the beginning of a file. */
struct json_values {
    bool known;   /* what it is */
    bool spread;  /* it is not one value a line */
    bool string;  /* inside of a string ... */
    bool escaped; /* ... behind a backslash */
    bool array;   /* inside of an array whose elements are the values ... */
    bool begun;   /* ... one of which the line has */
    size_t depth; /* how many brackets are open, besides that of such an array */
};

/* Finds what the file is from its beginning: an array of objects, or objects over several lines, or neither. False:
 * that takes more bytes. */
bool json_values_detect(struct json_values *values, const char *bytes, size_t size);

/* Whether an array has begun and not ended. */
static inline bool json_values_are_open(const struct json_values *values) {
    return values->spread && values->array;
}

/* Makes lines of what comes next, if the file is spread. */
void json_values_make_lines(struct json_values *values, char *bytes, size_t size);

#endif
