/* The parts of a line. */
#ifndef BASE_FIELDS_H
#define BASE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct field {
    const char *bytes; /* borrowed from the line */
    size_t size;
};

/* Cuts a line at each separator; `capacity` over 0. Returns the number of fields; if that is `capacity`, there may be
 * more. */
static inline size_t fields_split(struct field *fields, size_t capacity, const char *line, size_t size,
                                  char separator) {
    size_t count = 0;
    const char *end = line + size;
    while (count < capacity) {
        const char *at = memchr(line, separator, (size_t)(end - line));
        fields[count++] = (struct field){line, (size_t)((at ? at : end) - line)};
        if (!at) break;
        line = at + 1;
    }
    return count;
}

static inline bool field_is(const struct field *field, const char *text) {
    return strlen(text) == field->size && memcmp(field->bytes, text, field->size) == 0;
}

/* Whether a field begins with a text, in any case. */
static inline bool field_begins(struct field field, const char *text) {
    size_t size = strlen(text);
    return field.size >= size && strncasecmp(field.bytes, text, size) == 0;
}

static inline bool field_is_blank(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The field without the blanks at both ends. */
static inline struct field field_trim(struct field field) {
    while (field.size && field_is_blank(field.bytes[0])) {
        field.bytes++;
        field.size--;
    }
    while (field.size && field_is_blank(field.bytes[field.size - 1])) field.size--;
    return field;
}

#endif
