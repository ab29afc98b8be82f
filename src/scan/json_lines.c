#include "scan/json_lines.h"

#include "base/error.h"
#include "base/unicode.h"

void records_begin(struct records *records, const struct block *block, const char *field) {
    records->block = block;
    records->field = field;
    records->at = 0;
    records->line = block->line;
}

void records_free(struct records *records) {
    json_decref(records->value);
    buffer_free(&records->mended);
}

static gaz_status find_text(struct records *records, const struct json_reader *reader, gaz_error *error) {
    struct record *record = &records->record;
    if (!json_is_object(records->value) || reader->in_array)
        return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                         "expected a JSON object on a line of its own");
    for (size_t i = reader->end; i < reader->size; i++)
        if (!memchr(" \t\r\n", reader->text[i], 4))
            return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                             "there is more behind the JSON object; a line holds one");
    record->object = reader->text + reader->begin;
    record->object_size = reader->end - reader->begin;
    record->text = json_text(&record->text_size, json_find(records->value, records->field));
    if (record->text) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                     "the object has no text in a field \"%s\"; --field names the text's", records->field);
}

/* Reads the object of the line; it has none if it is blank. */
static gaz_status read_line(struct records *records, gaz_error *error) {
    struct record *record = &records->record;
    struct json_reader reader = {
        .name = error_file_name(records->block->name), .text = record->line, .line = record->number};
    reader.size = record->line_size - (record->line[record->line_size - 1] == '\n');
    if (!unicode_is_valid(reader.text, reader.size)) {
        record->mended = true;
        records->mended.size = 0;
        if (!unicode_mend(&records->mended, reader.text, reader.size)) return error_memory(error);
        reader.text = records->mended.bytes;
        reader.size = records->mended.size;
    }
    gaz_status status = json_next(&records->value, &reader, error);
    return status == GAZ_OK && records->value ? find_text(records, &reader, error) : status;
}

gaz_status records_next(const struct record **record, struct records *records, gaz_error *error) {
    const struct block *block = records->block;
    *record = NULL;
    while (records->at < block->size) {
        const char *line = block->bytes + records->at;
        const char *newline = memchr(line, '\n', block->size - records->at);
        size_t size = newline ? (size_t)(newline - line) + 1 : block->size - records->at;
        json_decref(records->value);
        records->value = NULL;
        records->record = (struct record){.number = records->line++, .line = line, .line_size = size};
        records->at += size;
        gaz_status status = read_line(records, error);
        if (status == GAZ_OK && !records->value) continue;
        *record = &records->record;
        return status;
    }
    return GAZ_OK;
}
