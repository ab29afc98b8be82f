#include "format/webanno_fields.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"

bool webanno_next_field(struct field *field, const char **at, const char *end, char mark) {
    if (*at > end) return false;
    const char *stop = memchr(*at, mark, (size_t)(end - *at));
    if (!stop) stop = end;
    *field = (struct field){*at, (size_t)(stop - *at)};
    *at = stop + 1;
    return true;
}

/* ---- Escapes ---- */

char webanno_escaped_byte(char letter) {
    static const char letters[] = "tnrfb";
    static const char bytes[] = "\t\n\r\f\b";
    const char *found = strchr(letters, letter);
    return found && letter ? bytes[found - letters] : letter;
}

static bool is_escape(const char *at, const char *end) {
    return *at == '\\' && at + 1 < end && memchr("\\[]|_->;tnr*", at[1], 12);
}

gaz_status webanno_unescape(struct buffer *output, const struct field *field, gaz_error *error) {
    if (field->size == 0) return GAZ_OK; /* there may be no bytes */
    const char *end = field->bytes + field->size;
    for (const char *at = field->bytes; at < end; at++) {
        char byte = *at;
        if (is_escape(at, end)) byte = webanno_escaped_byte(*++at);
        if (!buffer_add_byte(output, byte)) return error_memory(error);
    }
    return GAZ_OK;
}

/* ---- Numbers ---- */

static bool read_number(uint64_t *number, const char **at, const char *end) {
    return decimal_read_whole(number, at, end) && *number < UINT64_MAX;
}

bool webanno_read_pair(uint64_t *left, uint64_t *right, bool *part, const struct field *field) {
    const char *at = field->bytes;
    const char *end = at + field->size;
    uint64_t number;
    *part = false;
    if (!read_number(left, &at, end) || at == end || *at++ != '-' || !read_number(right, &at, end)) return false;
    if (at == end) return true;
    *part = *at++ == '.';
    return *part && read_number(&number, &at, end) && at == end;
}

bool webanno_take_number(uint64_t *number, struct field *value) {
    if (value->size < 3 || value->bytes[value->size - 1] != ']') return false;
    size_t open = value->size - 1;
    while (open > 0 && value->bytes[open] != '[') open--;
    size_t escape = open; /* backslashes stand for one another, the last of an odd number for the bracket */
    while (escape > 0 && value->bytes[escape - 1] == '\\') escape--;
    if (value->bytes[open] != '[' || (open - escape) % 2) return false;
    const char *at = value->bytes + open + 1;
    const char *end = value->bytes + value->size - 1;
    if (!read_number(number, &at, end) || at != end) return false;
    value->size = open;
    return true;
}

/* ---- Values ---- */

bool webanno_next_value(struct field *value, struct field *column) {
    if (!column->bytes) return false;
    const char *at = column->bytes;
    const char *end = at + column->size;
    while (at < end && *at != '|') at += is_escape(at, end) ? 2 : 1;
    *value = (struct field){column->bytes, (size_t)(at - column->bytes)};
    *column = at < end ? (struct field){at + 1, (size_t)(end - at - 1)} : (struct field){0};
    return true;
}
