#include "scan/json_lines.h"

#include "base/error.h"
#include "base/json_scan.h"
#include "base/unicode.h"

void json_lines_begin(struct json_lines *lines, const struct block *block, const char *const *fields,
                      size_t field_count) {
    lines->block = block;
    lines->fields = fields;
    lines->field_count = field_count;
    lines->at = 0;
    lines->number = block->line;
}

void json_lines_free(struct json_lines *lines) {
    json_members_free(&lines->members);
    json_texts_free(&lines->texts);
    buffer_free(&lines->replaced);
}

/* ---- Texts ---- */

static gaz_status refuse(struct json_lines *lines, gaz_record_fault fault, const char *message, gaz_error *error) {
    lines->line.fault = fault;
    const char *name = error_file_name(lines->block->name);
    return error_hint(error, GAZ_HINT_LENIENT,
                      error_set(error, GAZ_ERROR_INPUT, name, lines->line.number, "%s", message));
}

/* `found`: there is such a field. */
static gaz_status refuse_field(struct json_lines *lines, bool found, gaz_error *error) {
    lines->line.fault = found ? GAZ_RECORD_NO_TEXT : GAZ_RECORD_NO_FIELD;
    const char *name = error_file_name(lines->block->name);
    gaz_status status =
        lines->field_count == 1
            ? error_set(error, GAZ_ERROR_INPUT, name, lines->line.number, "the object has no text in a field \"%s\"",
                        lines->fields[0])
            : error_set(error, GAZ_ERROR_INPUT, name, lines->line.number,
                        "the object has no text in any of the %zu fields that are named", lines->field_count);
    return error_hint(error, GAZ_HINT_FIELD, status);
}

static gaz_status find_texts(struct json_lines *lines, gaz_error *error) {
    struct json_line *line = &lines->line;
    struct json_texts *texts = &lines->texts;
    if (!json_texts_find(texts, &lines->members, lines->fields, lines->field_count)) return error_memory(error);
    if (texts->count == 0) return refuse_field(lines, texts->has_field, error);
    line->members = &lines->members;
    line->texts = texts->items;
    line->text_count = texts->count;
    return GAZ_OK;
}

/* ---- The object ---- */

static bool is_blank(const char *text, size_t size) {
    size_t at = byte_order_mark(text, size);
    while (at < size && byte_is_blank(text[at])) at++;
    return at == size;
}

static gaz_record_fault record_fault(enum json_fault fault) {
    static const gaz_record_fault faults[] = {[JSON_FAULT_SYNTAX] = GAZ_RECORD_SYNTAX,
                                              [JSON_FAULT_SURROGATE] = GAZ_RECORD_SURROGATE,
                                              [JSON_FAULT_NUMBER] = GAZ_RECORD_NUMBER,
                                              [JSON_FAULT_DEPTH] = GAZ_RECORD_DEPTH};
    return faults[fault];
}

/* What json_scan refuses: json_next says why, or takes it. */
static gaz_status parse(bool *found, struct json_lines *lines, const char *text, size_t size, gaz_error *error) {
    struct json_reader reader = {
        .name = error_file_name(lines->block->name), .text = text, .size = size, .line = lines->line.number};
    struct json_value value;
    gaz_status status = json_next(&value, &reader, error);
    bool is_object = json_is_object(value) && !reader.in_array;
    *found = json_is_there(value);
    json_reader_free(&reader);
    if (status == GAZ_ERROR_INPUT) lines->line.fault = record_fault(reader.fault);
    if (status != GAZ_OK) return status;
    if (!*found && is_blank(text, size)) return GAZ_OK;
    *found = true;
    if (!is_object) return refuse(lines, GAZ_RECORD_NO_OBJECT, "expected a JSON object on a line of its own", error);
    for (size_t i = reader.end; i < size; i++)
        if (!byte_is_blank(text[i]))
            return refuse(lines, GAZ_RECORD_SYNTAX, "the JSON object is followed by more text; a line has one object",
                          error);
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
        size_t blank = 0;
        bool found;
        while (blank < size && byte_is_blank(bytes[blank])) blank++;
        lines->line = (struct json_line){
            .number = lines->number++, .at = block->at + lines->at + blank, .bytes = bytes, .size = size};
        lines->at += size;
        gaz_status status = read_members(&found, lines, error);
        if (status == GAZ_OK && !found) continue;
        *line = &lines->line;
        return status == GAZ_OK ? find_texts(lines, error) : status;
    }
    return GAZ_OK;
}
