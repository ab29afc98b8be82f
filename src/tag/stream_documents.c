#include "base/error.h"
#include "base/json.h"
#include "base/unicode.h"
#include "tag/stream.h"

/* ---- Writing ---- */

static void write_document_of(gaz_stream *stream, struct desk *desk, struct block *block, struct document *document) {
    gaz_stream_totals *totals = &desk->writer.totals;
    totals->sentences += document->sentence_count;
    totals->tokens += document->token_count;
    totals->spans += document->span_count;
    if (stream->options.only_matching && document->span_count == 0) return;
    totals->mended += !unicode_is_valid(document->text, document->size);
    document->model = stream->model;
    document->name = stream->output.stem.bytes;
    document->field = stream->options.field;
    const struct document_format *format = stream->format;
    if (format->own_file && stream->output.folder) {
        block->status = output_write_own(&stream->output, document, &stream->style, &block->error);
        return;
    }
    struct buffer *out = &desk->writer.out;
    if ((format->between && !buffer_add_text(out, format->between)) || !format->write(out, document, &stream->style))
        block->status = error_memory(&block->error);
}

/* ---- Texts ---- */

/* Each line of the text is a document. */
static void write_lines(gaz_stream *stream, struct desk *desk, struct block *block) {
    struct document_lines lines = {0};
    int more = 1;
    while (block->status == GAZ_OK && (more = document_next_line(&desk->line, &lines, &desk->maker.document)) == 1) {
        desk->line.document.number = block->line + lines.number;
        write_document_of(stream, desk, block, &desk->line.document);
    }
    if (more < 0) block->status = error_memory(&block->error);
}

static void tag_text(gaz_stream *stream, struct desk *desk, struct block *block) {
    bool good = document_make(&desk->maker, desk->scanner, block->bytes, block->size);
    if (!good) block->status = error_memory(&block->error);
    stream_check_rows(stream, desk, block, block->bytes);
    if (block->status != GAZ_OK) return;
    if (stream->whole)
        write_document_of(stream, desk, block, &desk->maker.document);
    else
        write_lines(stream, desk, block);
}

/* ---- JSON records ---- */

/* A line of a block. */
struct record {
    struct json_reader reader;
    json_t *value; /* owned */
    const char *text;
    size_t size;
};

static gaz_status find_text(struct record *record, const char *field, gaz_error *error) {
    struct json_reader *reader = &record->reader;
    if (!json_is_object(record->value) || reader->in_array)
        return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                         "expected a JSON object on a line of its own");
    for (size_t i = reader->end; i < reader->size; i++)
        if (!memchr(" \t\r\n", reader->text[i], 4))
            return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                             "there is more behind the JSON object; a line holds one");
    record->text = json_text(&record->size, json_find(record->value, field));
    if (record->text) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, reader->name, reader->value_line,
                     "the object has no text in a field \"%s\"; --field names the text's", field);
}

/* Reads the object of a line, which is without its end; it has none if it is blank. */
static gaz_status read_record(struct record *record, struct desk *desk, const char *line, size_t size,
                              const char *field, gaz_error *error) {
    if (!unicode_is_valid(line, size)) {
        struct buffer *mended = &desk->mended;
        desk->writer.totals.mended++;
        mended->size = 0;
        if (!unicode_mend(mended, line, size)) return error_memory(error);
        line = mended->bytes;
        size = mended->size;
    }
    record->reader.text = line;
    record->reader.size = size;
    gaz_status status = json_next(&record->value, &record->reader, error);
    if (status == GAZ_OK && record->value) status = find_text(record, field, error);
    return status;
}

/* Sentences, as they come. */
static void write_sentences(gaz_stream *stream, struct desk *desk, struct block *block, const struct record *record) {
    struct writer *writer = &desk->writer;
    scanner_reset(desk->scanner);
    writer_begin_block(writer, 0, record->reader.value_line);
    scanner_feed(desk->scanner, record->text, record->size, true);
    stream_tag_fed(stream, desk, block, record->text);
    bool ended = record->size && record->text[record->size - 1] == '\n';
    if (stream->options.output == GAZ_OUTPUT_ANSI && !ended) writer_put(writer, "\n", 1);
}

static void write_record(gaz_stream *stream, struct desk *desk, struct block *block, const struct record *record) {
    if (!stream->format) {
        write_sentences(stream, desk, block, record);
        return;
    }
    struct document *document = &desk->maker.document;
    if (!document_make(&desk->maker, desk->scanner, record->text, record->size)) {
        block->status = error_memory(&block->error);
        return;
    }
    document->source = record->reader.text + record->reader.begin;
    document->source_size = record->reader.end - record->reader.begin;
    document->number = record->reader.value_line;
    write_document_of(stream, desk, block, document);
}

/* The last line of a file may have no end. */
static bool pass_through(struct buffer *out, const char *line, size_t size) {
    return buffer_add(out, line, size) && buffer_add_byte(out, '\n');
}

static void tag_line(gaz_stream *stream, struct desk *desk, struct block *block, const char *line, size_t size,
                     uint64_t number) {
    struct record record = {.reader = {.name = error_file_name(block->name), .line = number}};
    size_t end = size - (line[size - 1] == '\n');
    gaz_status status = read_record(&record, desk, line, end, stream->options.field, &block->error);
    bool lenient = status == GAZ_ERROR_INPUT && stream->options.columns.lenient;
    if (status == GAZ_OK && record.value)
        write_record(stream, desk, block, &record);
    else if (lenient && stream->options.output == GAZ_OUTPUT_JSONL)
        status = pass_through(&desk->writer.out, line, end) ? GAZ_OK : error_memory(&block->error);
    else if (lenient)
        status = GAZ_OK;
    if (status != GAZ_OK) block->status = status;
    json_decref(record.value);
}

static void tag_records(gaz_stream *stream, struct desk *desk, struct block *block) {
    uint64_t number = block->line;
    for (size_t at = 0; at < block->size && block->status == GAZ_OK; number++) {
        const char *line = block->bytes + at;
        const char *newline = memchr(line, '\n', block->size - at);
        size_t size = newline ? (size_t)(newline - line) + 1 : block->size - at;
        tag_line(stream, desk, block, line, size, number);
        at += size;
    }
}

void stream_tag_documents(gaz_stream *stream, struct desk *desk, struct block *block) {
    if (stream->options.input == GAZ_INPUT_JSONL)
        tag_records(stream, desk, block);
    else
        tag_text(stream, desk, block);
}
