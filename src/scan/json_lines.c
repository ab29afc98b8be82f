#include "scan/json_lines.h"

#include "base/error.h"
#include "base/json_scan.h"
#include "base/json_string.h"
#include "base/unicode.h"

void json_lines_begin(struct json_lines *lines, const struct block *block, const char *field) {
    lines->block = block;
    lines->field = field;
    lines->at = 0;
    lines->number = block->line;
}

void json_lines_free(struct json_lines *lines) {
    json_members_free(&lines->members);
    buffer_free(&lines->decoded);
    buffer_free(&lines->replaced);
}

/* ---- The text ---- */

static gaz_status refuse(const struct json_lines *lines, const char *message, gaz_error *error) {
    const char *name = error_file_name(lines->block->name);
    return error_set(error, GAZ_ERROR_INPUT, name, lines->line.number, "%s", message);
}

static gaz_status refuse_field(const struct json_lines *lines, gaz_error *error) {
    const char *name = error_file_name(lines->block->name);
    return error_hint(error, GAZ_HINT_FIELD,
                      error_set(error, GAZ_ERROR_INPUT, name, lines->line.number,
                                "the object has no text in a field \"%s\"", lines->field));
}

/* A string that has no escapes is the text. */
static gaz_status find_text(struct json_lines *lines, gaz_error *error) {
    struct json_line *line = &lines->line;
    struct json_member member;
    if (!json_find_member(&member, &lines->members, lines->field) || member.value[0] != '"')
        return refuse_field(lines, error);
    line->members = &lines->members;
    line->text = member.value + 1;
    line->text_size = member.value_size - 2;
    if (!memchr(line->text, '\\', line->text_size)) return GAZ_OK;
    lines->decoded.size = 0;
    if (!json_decode(&lines->decoded, line->text, line->text_size)) return error_memory(error);
    line->text = lines->decoded.bytes;
    line->text_size = lines->decoded.size;
    return GAZ_OK;
}

/* ---- The object ---- */

/* What json_scan refuses: jansson says why, or takes it. */
static gaz_status parse(bool *found, struct json_lines *lines, const char *text, size_t size, gaz_error *error) {
    struct json_reader reader = {
        .name = error_file_name(lines->block->name), .text = text, .size = size, .line = lines->line.number};
    json_t *value;
    gaz_status status = json_next(&value, &reader, error);
    bool is_object = json_is_object(value) && !reader.in_array;
    *found = value != NULL;
    json_decref(value);
    if (status != GAZ_OK || !*found) return status;
    if (!is_object) return refuse(lines, "expected a JSON object on a line of its own", error);
    for (size_t i = reader.end; i < size; i++)
        if (!byte_is_blank(text[i]))
            return refuse(lines, "the JSON object is followed by more text; a line has one object", error);
    bool good = json_list_members(&lines->members, text + reader.begin, reader.end - reader.begin);
    return good ? GAZ_OK : error_memory(error);
}

/* Finds the members of the line's object; a blank line has none. */
static gaz_status read_members(bool *found, struct json_lines *lines, gaz_error *error) {
    struct json_line *line = &lines->line;
    const char *text = line->bytes;
    size_t size = line->size - (text[line->size - 1] == '\n');
    *found = true;
    enum json_scanned result = json_scan(&lines->members, text, size);
    if (result == JSON_SCAN_REFUSED && !unicode_is_valid(text, size)) {
        line->replaced = true;
        lines->replaced.size = 0;
        if (!unicode_mend(&lines->replaced, text, size)) return error_memory(error);
        text = lines->replaced.bytes;
        size = lines->replaced.size;
        result = json_scan(&lines->members, text, size);
    }
    if (result == JSON_SCAN_MEMORY) return error_memory(error);
    return result == JSON_SCAN_GOOD ? GAZ_OK : parse(found, lines, text, size, error);
}

gaz_status json_lines_next(const struct json_line **line, struct json_lines *lines, gaz_error *error) {
    const struct block *block = lines->block;
    *line = NULL;
    while (lines->at < block->size) {
        const char *bytes = block->bytes + lines->at;
        const char *newline = memchr(bytes, '\n', block->size - lines->at);
        size_t size = newline ? (size_t)(newline - bytes) + 1 : block->size - lines->at;
        bool found;
        lines->line = (struct json_line){.number = lines->number++, .bytes = bytes, .size = size};
        lines->at += size;
        gaz_status status = read_members(&found, lines, error);
        if (status == GAZ_OK && !found) continue;
        *line = &lines->line;
        return status == GAZ_OK ? find_text(lines, error) : status;
    }
    return GAZ_OK;
}
