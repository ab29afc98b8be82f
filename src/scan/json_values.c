#include "scan/json_values.h"

#include <string.h>

#include "base/bytes.h"

/* The next byte that is no blank, and no line end; `size`: there is none. */
static size_t skip_space(const char *bytes, size_t at, size_t size) {
    while (at < size && (byte_is_blank(bytes[at]) || bytes[at] == '\n')) at++;
    return at;
}

bool json_values_detect(struct json_values *values, const char *bytes, size_t size) {
    size_t open = skip_space(bytes, 0, size);
    size_t next = open < size ? skip_space(bytes, open + 1, size) : size;
    bool may_be = open < size && (bytes[open] == '[' || bytes[open] == '{');
    if (open == size || (may_be && next == size)) return false;
    bool ends_line = may_be && memchr(bytes + open, '\n', next - open);
    values->known = true;
    values->spread = may_be && (ends_line || (bytes[open] == '[' && bytes[next] == '{'));
    return true;
}

/* What becomes of a byte outside of strings. */
static char take_structure(struct json_values *values, char byte) {
    switch (byte) {
    case '"': values->string = true; return byte;
    case '\r':
    case '\n': return values->depth || values->array ? ' ' : byte;
    case '[':
        if (values->depth || values->array) break;
        values->array = true;
        return ' ';
    case ']':
        if (values->depth || !values->array) break;
        values->array = false;
        return '\n';
    case ',': return values->array && values->depth == 0 ? '\n' : byte;
    default: break;
    }
    values->depth += byte == '{' || byte == '[';
    values->depth -= values->depth && (byte == '}' || byte == ']');
    return byte;
}

/* The same inside of a string, in which a line end is a fault: the value ends there. */
static char take_text(struct json_values *values, char byte) {
    if (byte == '\n') {
        values->string = values->escaped = false;
        values->depth = 0;
        return byte;
    }
    if (byte == '"' && !values->escaped) values->string = false;
    values->escaped = byte == '\\' && !values->escaped;
    return byte;
}

void json_values_make_lines(struct json_values *values, char *bytes, size_t size) {
    for (size_t i = 0; values->spread && i < size; i++)
        bytes[i] = values->string ? take_text(values, bytes[i]) : take_structure(values, bytes[i]);
}
