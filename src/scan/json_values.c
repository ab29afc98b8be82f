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
    bool array = open < size && bytes[open] == '[';
    bool object = open < size && bytes[open] == '{';
    if (open == size || ((array || object) && next == size)) return false;
    values->known = true;
    bool ends_line = (array || object) && memchr(bytes + open, '\n', next - open);
    if (array) values->spread = ends_line || bytes[next] == '{';
    if (object) values->spread = ends_line && bytes[next] == '"'; /* a cut off line is none: a { follows */
    return true;
}

/* What becomes of a byte between the elements of an array: the first that ends one ends its line. A line end does so,
 * too: a bracket that is alone on the first line may be a line that was cut off, and no array follows. */
static char take_between(struct json_values *values, char byte) {
    if (byte == ' ' || byte == '\t' || byte == '\r') return ' ';
    bool ends = byte == ',' || byte == '\n' || byte == ']';
    bool begun = values->begun;
    values->begun = !ends;
    if (byte == ']') values->array = false;
    if (ends) return begun ? '\n' : ' ';
    values->depth += byte == '{' || byte == '[';
    values->string = byte == '"';
    return byte;
}

/* The same inside of a value, or of none. */
static char take_structure(struct json_values *values, char byte) {
    if (values->depth == 0 && byte == '[') {
        values->array = true;
        values->begun = false;
        return ' ';
    }
    if (byte == '\r' || byte == '\n') return values->depth ? ' ' : byte;
    values->string = byte == '"';
    values->depth += byte == '{' || byte == '[';
    values->depth -= values->depth && (byte == '}' || byte == ']');
    return byte;
}

/* The same inside of a string, in which a line end is a fault: the value ends there. */
static char take_text(struct json_values *values, char byte) {
    if (byte == '\n') {
        values->string = values->escaped = values->begun = false;
        values->depth = 0;
        return byte;
    }
    if (byte == '"' && !values->escaped) values->string = false;
    values->escaped = byte == '\\' && !values->escaped;
    return byte;
}

static char take(struct json_values *values, char byte) {
    if (values->string) return take_text(values, byte);
    return values->array && values->depth == 0 ? take_between(values, byte) : take_structure(values, byte);
}

void json_values_make_lines(struct json_values *values, char *bytes, size_t size) {
    for (size_t i = 0; values->spread && i < size; i++) bytes[i] = take(values, bytes[i]);
}
