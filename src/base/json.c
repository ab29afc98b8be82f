#include "base/json.h"

#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/json_run.h"
#include "base/unicode.h"

/* Passes over blanks, counting lines. */
static void skip_blanks(struct json_reader *reader) {
    for (; reader->end < reader->size && byte_is_blank(reader->text[reader->end]); reader->end++)
        reader->line += reader->text[reader->end] == '\n';
}

static gaz_status refuse(const struct json_reader *reader, uint64_t line, const char *message, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, reader->name, line, "%s", message);
}

/* Whether the text from `at` on begins an array of objects or arrays, of which some may be null. */
static bool is_list(const struct json_reader *reader, size_t at) {
    if (reader->text[at] != '[') return false;
    do at++;
    while (at < reader->size && byte_is_blank(reader->text[at]));
    return at < reader->size && strchr("{[]n", reader->text[at]) && reader->text[at];
}

/* Moves on to the next value. False: there is none. */
static gaz_status move(bool *found, struct json_reader *reader, gaz_error *error) {
    *found = false;
    if (!reader->begun) {
        if (reader->line == 0) reader->line = 1;
        reader->end = byte_order_mark(reader->text, reader->size);
    }
    skip_blanks(reader);
    bool first = !reader->begun;
    reader->begun = true;
    if (first && reader->end < reader->size && is_list(reader, reader->end)) {
        reader->in_array = true;
        reader->end++;
        skip_blanks(reader);
    } else if (!first && reader->in_array && reader->end < reader->size && reader->text[reader->end] == ',') {
        reader->end++;
        skip_blanks(reader);
        first = true;
        if (reader->end < reader->size && reader->text[reader->end] == ']')
            return refuse(reader, reader->line, "a comma without a value after it", error);
    }
    if (!reader->in_array) {
        *found = reader->end < reader->size;
        return GAZ_OK;
    }
    if (reader->end == reader->size) return refuse(reader, reader->line, "the array has no end", error);
    if (reader->text[reader->end] != ']') {
        if (!first) return refuse(reader, reader->line, "a comma or the array's end is missing", error);
        *found = true;
        return GAZ_OK;
    }
    reader->end++;
    skip_blanks(reader);
    reader->in_array = false;
    if (reader->end < reader->size) return refuse(reader, reader->line, "the array is followed by more text", error);
    return GAZ_OK;
}

/* How many bytes the next value can have. */
static size_t size_left(const struct json_reader *reader) {
    size_t left = reader->size - reader->end;
    return left < INT32_MAX ? left : INT32_MAX;
}

/* What stands where a text is no JSON: the rest of its line, and at most 20 bytes, without a cut character. */
static int shown(const char *bytes, size_t size) {
    enum { SHOWN = 20 };
    size_t length = 0;
    for (uint32_t code; length < size && bytes[length] != '\n';) {
        unsigned step = unicode_decode(&code, bytes + length, size - length);
        if (step == 0 || length + step > SHOWN) break;
        length += step;
    }
    return (int)length;
}

static gaz_status fail(struct json_reader *reader, const struct json_failure *failure, gaz_error *error) {
    if (failure->fault == JSON_FAULT_MEMORY) return error_memory(error);
    const char *text = reader->text + reader->end;
    size_t size = size_left(reader);
    if (size < reader->size - reader->end && failure->at == size)
        return error_set(error, GAZ_ERROR_LIMIT, reader->name, reader->line,
                         "a JSON value of over 2,147,483,647 bytes; make it several");
    reader->fault = failure->fault;
    uint64_t line = reader->line;
    for (size_t i = 0; i < failure->at; i++) line += text[i] == '\n';
    int length = shown(text + failure->at, size - failure->at);
    if (length == 0) return error_set(error, GAZ_ERROR_INPUT, reader->name, line, "no JSON: %s", failure->what);
    return error_set(error, GAZ_ERROR_INPUT, reader->name, line, "no JSON: %s, at '%.*s'", failure->what, length,
                     text + failure->at);
}

gaz_status json_next(struct json_value *value, struct json_reader *reader, gaz_error *error) {
    bool found;
    *value = (struct json_value){0};
    gaz_status status = move(&found, reader, error);
    if (status != GAZ_OK || !found) return status;
    struct json_failure failure;
    if (!json_parse(&reader->tree, reader->text + reader->end, size_left(reader), &failure))
        return fail(reader, &failure, error);
    *value = (struct json_value){&reader->tree, 0};
    reader->begin = reader->end;
    reader->end += reader->tree.size;
    reader->value_line = reader->line;
    reader->line += bytes_count_lines(reader->text + reader->begin, reader->tree.size);
    return GAZ_OK;
}

void json_reader_drop(struct json_reader *reader) {
    json_tree_drop(&reader->tree);
}

void json_reader_free(struct json_reader *reader) {
    json_tree_free(&reader->tree);
}

/* ---- Writing ---- */

static bool add_escaped(struct buffer *json, unsigned char byte) {
    static const char hexadecimal[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u', '0', '0', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
    switch (byte) {
    case '"': return buffer_add(json, "\\\"", 2);
    case '\\': return buffer_add(json, "\\\\", 2);
    case '\n': return buffer_add(json, "\\n", 2);
    case '\r': return buffer_add(json, "\\r", 2);
    case '\t': return buffer_add(json, "\\t", 2);
    default: return buffer_add(json, escape, sizeof escape);
    }
}

bool json_add_text(struct buffer *json, const char *bytes, size_t size) {
    for (size_t i = 0; i < size;) {
        size_t run = json_plain_run(bytes + i, size - i);
        if (!buffer_add(json, bytes + i, run)) return false;
        i += run;
        if (i == size) break;
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        bool good;
        if (length == 0)
            good = buffer_add(json, "\xEF\xBF\xBD", 3);
        else if (length == 1)
            good = add_escaped(json, (unsigned char)bytes[i]);
        else
            good = buffer_add(json, bytes + i, length);
        if (!good) return false;
        i += length ? length : 1;
    }
    return true;
}
