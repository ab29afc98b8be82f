#include "scan/json_lines.h"

#include "base/error.h"
#include "base/unicode.h"

void json_lines_begin(struct json_lines *lines, const struct block *block, const char *field) {
    lines->block = block;
    lines->field = field;
    lines->at = 0;
    lines->number = block->line;
}

void json_lines_free(struct json_lines *lines) {
    json_decref(lines->value);
    buffer_free(&lines->replaced);
}

static gaz_status find_text(struct json_lines *lines, const struct json_reader *reader, gaz_error *error) {
    struct json_line *line = &lines->line;
    if (!json_is_object(lines->value) || reader->in_array)
        return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                         "expected a JSON object on a line of its own");
    for (size_t i = reader->end; i < reader->size; i++)
        if (!memchr(" \t\r\n", reader->text[i], 4))
            return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                             "the JSON object is followed by more text; a line has one object");
    line->object = reader->text + reader->begin;
    line->object_size = reader->end - reader->begin;
    line->text = json_text(&line->text_size, json_find(lines->value, lines->field));
    if (line->text) return GAZ_OK;
    return error_hint(error, GAZ_HINT_FIELD,
                      error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                                "the object has no text in a field \"%s\"", lines->field));
}

/* Reads the line's object; a blank line has none. */
static gaz_status read_line(struct json_lines *lines, gaz_error *error) {
    struct json_line *line = &lines->line;
    struct json_reader reader = {
        .name = error_file_name(lines->block->name), .text = line->bytes, .line = line->number};
    reader.size = line->size - (line->bytes[line->size - 1] == '\n');
    if (!unicode_is_valid(reader.text, reader.size)) {
        line->replaced = true;
        lines->replaced.size = 0;
        if (!unicode_mend(&lines->replaced, reader.text, reader.size)) return error_memory(error);
        reader.text = lines->replaced.bytes;
        reader.size = lines->replaced.size;
    }
    gaz_status status = json_next(&lines->value, &reader, error);
    return status == GAZ_OK && lines->value ? find_text(lines, &reader, error) : status;
}

gaz_status json_lines_next(const struct json_line **line, struct json_lines *lines, gaz_error *error) {
    const struct block *block = lines->block;
    *line = NULL;
    while (lines->at < block->size) {
        const char *bytes = block->bytes + lines->at;
        const char *newline = memchr(bytes, '\n', block->size - lines->at);
        size_t size = newline ? (size_t)(newline - bytes) + 1 : block->size - lines->at;
        json_decref(lines->value);
        lines->value = NULL;
        lines->line = (struct json_line){.number = lines->number++, .bytes = bytes, .size = size};
        lines->at += size;
        gaz_status status = read_line(lines, error);
        if (status == GAZ_OK && !lines->value) continue;
        *line = &lines->line;
        return status;
    }
    return GAZ_OK;
}
