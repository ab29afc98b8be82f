#include "scan/text_reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static bool reads_json(const struct text_reader *reader) {
    return reader->reader.split.input == GAZ_FORMAT_JSONL;
}

void text_reader_begin(struct text_reader *reader) {
    reader->block.size = 0;
    reader->line = NULL;
    json_lines_begin(&reader->lines, &reader->block, &reader->field, 1);
}

void text_reader_free(struct text_reader *reader) {
    reader_free(&reader->reader);
    json_lines_free(&reader->lines);
    free(reader->block.bytes);
    free(reader->more.bytes);
}

static gaz_status refuse_kind(const struct reader *reader, gaz_error *error) {
    bool utf16 = strncmp(reader->kind, "UTF-16", 6) == 0;
    return error_hint(
        error, utf16 ? GAZ_HINT_UTF16 : GAZ_HINT_NONE,
        error_set(error, GAZ_ERROR_INPUT, error_file_name(reader->name), 0, "is %s, not text in UTF-8", reader->kind));
}

/* The next block that is not empty. */
static gaz_status next_block(bool *found, struct text_reader *reader, struct block *block, gaz_error *error) {
    gaz_status status = GAZ_OK;
    *found = false;
    while (status == GAZ_OK && !*found && !reader->reader.ended) {
        status = reader_next(&reader->reader, block, error);
        if (status == GAZ_OK) status = reader_failure(&reader->reader, error);
        if (status == GAZ_OK && reader->reader.kind) status = refuse_kind(&reader->reader, error);
        *found = status == GAZ_OK && block->size > 0;
    }
    return status;
}

/* The next text of the JSON lines of the block. */
static gaz_status next_line(bool *found, struct text *text, struct text_reader *reader, gaz_error *error) {
    gaz_status status = GAZ_OK;
    if (!reader->line || reader->next_text == reader->line->text_count) {
        do status = json_lines_next(&reader->line, &reader->lines, error);
        while (status == GAZ_ERROR_INPUT && reader->lenient && reader->line);
        reader->next_text = 0;
    }
    *found = status == GAZ_OK && reader->line;
    if (!*found) return status;
    const struct json_text *next = &reader->line->texts[reader->next_text++];
    *text = (struct text){.bytes = next->bytes, .size = next->size, .line = reader->line->number};
    return status;
}

gaz_status text_reader_next(bool *found, struct text *text, struct text_reader *reader, gaz_error *error) {
    bool json = reads_json(reader);
    for (;;) {
        gaz_status status = GAZ_OK;
        *found = false;
        if (json) status = next_line(found, text, reader, error);
        if (status != GAZ_OK || *found) return status;
        status = next_block(found, reader, &reader->block, error);
        if (status != GAZ_OK || !*found) return status;
        const struct block *block = &reader->block;
        *text = (struct text){block->bytes, block->size, block->offset, block->line};
        if (!json) return GAZ_OK;
        reader->line = NULL;
        json_lines_begin(&reader->lines, block, &reader->field, 1);
    }
}

gaz_status text_reader_extend(bool *found, struct text *text, struct text_reader *reader, gaz_error *error) {
    struct block *block = &reader->block;
    struct block *more = &reader->more;
    size_t most = reader->reader.block_most;
    *found = false;
    if (reads_json(reader)) return GAZ_OK;
    gaz_status status = next_block(found, reader, more, error);
    if (status != GAZ_OK || !*found) return status;
    if (block->size + more->size > most)
        return error_set(error, GAZ_ERROR_LIMIT, error_file_name(reader->reader.name), block->line,
                         "a span of over %zu bytes; ask for less", most);
    if (!array_reserve(&block->bytes, &block->capacity, block->size + more->size, 1)) return error_memory(error);
    memcpy(block->bytes + block->size, more->bytes, more->size);
    block->size += more->size;
    text->bytes = block->bytes;
    text->size = block->size;
    return GAZ_OK;
}
