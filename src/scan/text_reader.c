#include "scan/text_reader.h"

#include <stdlib.h>

#include "base/error.h"

void texts_begin(struct texts *texts) {
    texts->block.size = 0;
    records_begin(&texts->records, &texts->block, texts->field);
}

void texts_free(struct texts *texts) {
    reader_free(&texts->reader);
    records_free(&texts->records);
    free(texts->block.bytes);
    free(texts->more.bytes);
}

/* The next block with something in it. */
static gaz_status next_block(bool *found, struct texts *texts, struct block *block, gaz_error *error) {
    gaz_status status = GAZ_OK;
    *found = false;
    while (status == GAZ_OK && !*found && !texts->reader.ended) {
        status = reader_next(&texts->reader, block, error);
        *found = status == GAZ_OK && block->size > 0;
    }
    return status;
}

/* The next record of the block. */
static gaz_status next_record(bool *found, struct text *text, struct texts *texts, gaz_error *error) {
    const struct record *record;
    gaz_status status;
    do status = records_next(&record, &texts->records, error);
    while (status == GAZ_ERROR_INPUT && texts->lenient);
    *found = status == GAZ_OK && record;
    if (*found) *text = (struct text){.bytes = record->text, .size = record->text_size, .line = record->number};
    return status;
}

gaz_status texts_next(bool *found, struct text *text, struct texts *texts, gaz_error *error) {
    bool records = texts->reader.split.input == GAZ_FORMAT_JSONL;
    for (;;) {
        gaz_status status = GAZ_OK;
        *found = false;
        if (records) status = next_record(found, text, texts, error);
        if (status != GAZ_OK || *found) return status;
        status = next_block(found, texts, &texts->block, error);
        if (status != GAZ_OK || !*found) return status;
        const struct block *block = &texts->block;
        *text = (struct text){block->bytes, block->size, block->offset, block->line};
        if (!records) return GAZ_OK;
        records_begin(&texts->records, block, texts->field);
    }
}

gaz_status texts_extend(bool *found, struct text *text, struct texts *texts, gaz_error *error) {
    struct block *block = &texts->block;
    struct block *more = &texts->more;
    *found = false;
    if (texts->reader.split.input == GAZ_FORMAT_JSONL) return GAZ_OK;
    gaz_status status = next_block(found, texts, more, error);
    if (status != GAZ_OK || !*found) return status;
    if (block->size + more->size > texts->reader.block_most)
        return error_set(error, GAZ_ERROR_LIMIT, error_file_name(texts->reader.name), block->line,
                         "a span of over %zu bytes; ask for less", texts->reader.block_most);
    if (!array_reserve(&block->bytes, &block->capacity, block->size + more->size, 1)) return error_memory(error);
    memcpy(block->bytes + block->size, more->bytes, more->size);
    block->size += more->size;
    text->bytes = block->bytes;
    text->size = block->size;
    return GAZ_OK;
}
