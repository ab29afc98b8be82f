#include "scan/reader.h"

#include "base/array.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/file_kind.h"
#include "base/input.h"

enum { READ_SIZE = 1 << 18 /* bytes that a block holds when it is handed on */ };

static void begin(struct reader *reader, const char *name) {
    reader_close(reader);
    reader->name = name;
    reader->offset = reader->at = 0;
    reader->line = 1;
    reader->ended = reader->broken = reader->laid_out = reader->inside = reader->inside_line = false;
    reader->tail.size = 0;
    reader->values = (struct json_values){0};
    reader->kind = NULL;
}

gaz_status reader_open(struct reader *reader, const char *path, gaz_error *error) {
    begin(reader, path);
    gaz_status status = input_open(&reader->input, path, error);
    return status == GAZ_OK ? input_decode(reader->input, reader->encoding, error) : status;
}

void reader_open_text(struct reader *reader, const char *text, size_t size) {
    begin(reader, NULL);
    reader->text = text;
    reader->text_size = size;
}

void reader_close(struct reader *reader) {
    input_close(reader->input);
    reader->input = NULL;
    reader->text_size = 0;
}

void reader_free(struct reader *reader) {
    reader_close(reader);
    buffer_free(&reader->tail);
}

/* ---- One block ---- */

/* What input_read does, of a text in memory, whose end is known when it is reached. */
static size_t copy_text(struct reader *reader, char *bytes, size_t room) {
    size_t size = reader->text_size < room ? reader->text_size : room;
    if (size) memcpy(bytes, reader->text, size);
    reader->text += size;
    reader->text_size -= size;
    reader->ended = reader->text_size == 0;
    return size;
}

static size_t wanted_size(const struct reader *reader) {
    return reader->block_size ? reader->block_size : READ_SIZE;
}

/* Reads more into the block. */
static void read_more(struct reader *reader, struct block *block) {
    size_t wanted = wanted_size(reader);
    size_t room = block->capacity - block->size;
    size_t got = 0;
    gaz_status status = GAZ_OK;
    if (block->size < wanted && room > wanted - block->size) room = wanted - block->size;
    if (reader->input)
        status = input_read(&got, reader->input, block->bytes + block->size, room, &reader->failure);
    else
        got = copy_text(reader, block->bytes + block->size, room);
    reader->broken = status != GAZ_OK;
    if (got == 0 || reader->broken) reader->ended = true;
    json_values_make_lines(&reader->values, block->bytes + block->size, got); /* before that is known, none */
    block->size += got;
}

/* Guesses whether the first file is something else than it was given as. */
static void guess_input(struct reader *reader, const struct block *block) {
    bool tokenized = reader->split.input == GAZ_FORMAT_TOKENIZED;
    bool text = reader->split.input == GAZ_FORMAT_TEXT;
    if (reader->guessed) return;
    reader->looks_raw = tokenized && split_looks_raw(block->bytes, block->size);
    reader->looks_columns = (tokenized || text) && split_looks_columns(block->bytes, block->size);
    reader->guessed = true;
}

/* Skips a byte order mark, and detects how columns, or JSON, are laid out. False: that takes more text. */
static bool look_at_start(struct reader *reader, struct block *block) {
    bool may_be_mark = block->size == 0 || (block->size < 3 && block->bytes[0] == '\xEF');
    bool all_there = reader->ended || block->size == block->capacity;
    if (!all_there && may_be_mark) return false;
    size_t skip = byte_order_mark(block->bytes, block->size);
    if (reader->split.input == GAZ_FORMAT_CONLL) {
        size_t sample = split_sample(block->bytes + skip, block->size - skip, reader->separator != GAZ_SEPARATOR_AUTO);
        if (sample == 0 && !all_there) return false;
        if (sample == 0) sample = block->size - skip;
        rows_detect(&reader->split.rows, block->bytes + skip, sample, reader->separator);
    }
    if (skip && !reader->keeps_mark) {
        block->size -= skip;
        memmove(block->bytes, block->bytes + skip, block->size);
        reader->offset = reader->unit.unit == GAZ_OFFSETS_BYTE ? skip : 1;
        reader->at = skip;
    }
    if (reader->split.input == GAZ_FORMAT_JSONL) {
        bool known = json_values_detect(&reader->values, block->bytes, block->size);
        if (!known && !all_there) return false;
        json_values_make_lines(&reader->values, block->bytes, block->size);
    }
    if (reader->input && file_kind(&reader->kind, block->bytes, block->size) == FILE_MARKUP) reader->kind = NULL;
    guess_input(reader, block);
    reader->laid_out = true;
    return true;
}

/* Where the whole sentences or documents of a block end, of which `fresh` bytes have just been read; 0: nowhere. */
static size_t find_end(const struct reader *reader, const struct block *block, size_t fresh) {
    if (reader->ended) return block->size;
    if (reader->whole) return 0;
    if (split_by_line(&reader->split)) { /* what was read before has no line end */
        const char *newline = memrchr(block->bytes + (block->size - fresh), '\n', fresh);
        return newline ? (size_t)(newline - block->bytes) + 1 : 0;
    }
    return split_end(&reader->split, block->bytes, block->size, reader->inside_line);
}

/* Whether a block that grows need not be looked at before it is full: where sentences do not end with lines, all of it
 * is looked at each time. */
static bool can_wait(const struct reader *reader, const struct block *block) {
    if (!reader->grows || reader->ended || split_by_line(&reader->split)) return false;
    return block->size > wanted_size(reader) && block->size < block->capacity;
}

static gaz_status grow(struct reader *reader, struct block *block, gaz_error *error) {
    size_t capacity = block->capacity ? block->capacity * 2 : reader->block_size;
    if (reader->block_most && block->capacity >= reader->block_most)
        return error_set(error, GAZ_ERROR_LIMIT, error_file_name(reader->name), reader->line,
                         "a sentence or record of over %zu bytes; cut it", reader->block_most);
    return array_reserve(&block->bytes, &block->capacity, capacity, 1) ? GAZ_OK : error_memory(error);
}

/* Begins with what was read after the previous block's end. */
static gaz_status take_tail(struct reader *reader, struct block *block, gaz_error *error) {
    gaz_status status = GAZ_OK;
    block->size = 0;
    while (status == GAZ_OK && block->capacity <= reader->tail.size) status = grow(reader, block, error);
    if (status != GAZ_OK) return status;
    if (reader->tail.size) memcpy(block->bytes, reader->tail.bytes, reader->tail.size);
    block->size = reader->tail.size;
    return GAZ_OK;
}

/* Fills a block with whole sentences, or with a part of one that is longer than a block. What is read of the next
 * sentence goes into the tail. */
static gaz_status fill(struct reader *reader, struct block *block, gaz_error *error) {
    size_t end = 0;
    gaz_status status = take_tail(reader, block, error);
    if (status != GAZ_OK) return status;
    size_t looked = block->size; /* bytes in which no line ends, if lines count */
    for (;;) {
        read_more(reader, block);
        if (!reader->laid_out && !look_at_start(reader, block)) continue;
        if (can_wait(reader, block)) continue;
        end = find_end(reader, block, block->size - looked);
        looked = block->size;
        if (end || reader->ended) break;
        if (block->size < block->capacity) continue;
        if (!reader->grows) break;
        status = grow(reader, block, error);
        if (status != GAZ_OK) return status;
    }
    if (reader->ended && !reader->broken && json_values_are_open(&reader->values)) {
        reader->broken = true;
        (void)error_set(&reader->failure, GAZ_ERROR_INPUT, error_file_name(reader->name), 0,
                        "the array of JSON has no end: the file is cut off");
    }
    block->goes_on = reader->inside;
    block->cut = end == 0 && !reader->ended;
    if (block->cut) end = block->size;
    reader->inside = block->cut;
    reader->inside_line = block->cut && end > 0 && block->bytes[end - 1] != '\n';
    reader->tail.size = 0;
    if (!buffer_add(&reader->tail, block->bytes + end, block->size - end)) return error_memory(error);
    block->size = end;
    return GAZ_OK;
}

gaz_status reader_failure(const struct reader *reader, gaz_error *error) {
    if (!reader->broken) return GAZ_OK;
    if (error) *error = reader->failure;
    return reader->failure.status;
}

gaz_status reader_next(struct reader *reader, struct block *block, gaz_error *error) {
    gaz_status status = fill(reader, block, error);
    if (status == GAZ_OK && reader->whole) status = reader_failure(reader, error);
    if (status != GAZ_OK) return status;
    block->name = reader->name;
    block->offset = reader->offset;
    block->at = reader->at;
    reader->at += block->size;
    block->line = reader->line;
    if (reader->counts_offsets) reader->offset += offset_unit_count(reader->unit, block->bytes, block->size);
    if (reader->counts_lines) reader->line += bytes_count_lines(block->bytes, block->size);
    return GAZ_OK;
}
