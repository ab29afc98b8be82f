#include "base/error.h"
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
    stream_check_rows(desk, block);
    if (block->status != GAZ_OK) return;
    if (stream->reader.whole)
        write_document_of(stream, desk, block, &desk->maker.document);
    else
        write_lines(stream, desk, block);
}

/* ---- JSON records ---- */

/* Sentences, as they come. */
static void write_sentences(gaz_stream *stream, struct desk *desk, struct block *block, const struct record *record) {
    struct writer *writer = &desk->writer;
    scanner_reset(desk->scanner);
    writer_begin_block(writer, 0, record->number);
    scanner_feed(desk->scanner, record->text, record->text_size, true);
    stream_tag_fed(stream, desk, block);
    bool ended = record->text_size && record->text[record->text_size - 1] == '\n';
    if (stream->options.output == GAZ_OUTPUT_ANSI && !ended) writer_put(writer, "\n", 1);
}

static void write_record(gaz_stream *stream, struct desk *desk, struct block *block, const struct record *record) {
    if (!stream->format) {
        write_sentences(stream, desk, block, record);
        return;
    }
    struct document *document = &desk->maker.document;
    if (!document_make(&desk->maker, desk->scanner, record->text, record->text_size)) {
        block->status = error_memory(&block->error);
        return;
    }
    document->source = record->object;
    document->source_size = record->object_size;
    document->number = record->number;
    write_document_of(stream, desk, block, document);
}

/* A line that holds no record, and is to be passed over. */
static void pass_over(gaz_stream *stream, struct desk *desk, struct block *block, const struct record *record) {
    struct buffer *out = &desk->writer.out;
    if (stream->options.output != GAZ_OUTPUT_JSONL) return;
    size_t size = record->line_size - (record->line[record->line_size - 1] == '\n'); /* the file's last may have none */
    if (!buffer_add(out, record->line, size) || !buffer_add_byte(out, '\n'))
        block->status = error_memory(&block->error);
}

static void tag_records(gaz_stream *stream, struct desk *desk, struct block *block) {
    const struct record *record;
    records_begin(&desk->records, block, stream->options.field);
    while (block->status == GAZ_OK) {
        gaz_status status = records_next(&record, &desk->records, &block->error);
        if (status == GAZ_OK && !record) break;
        if (record) desk->writer.totals.mended += record->mended;
        if (status == GAZ_OK)
            write_record(stream, desk, block, record);
        else if (record && status == GAZ_ERROR_INPUT && stream->options.columns.lenient)
            pass_over(stream, desk, block, record);
        else
            block->status = status;
    }
}

void stream_tag_documents(gaz_stream *stream, struct desk *desk, struct block *block) {
    if (stream->options.input == GAZ_INPUT_JSONL)
        tag_records(stream, desk, block);
    else
        tag_text(stream, desk, block);
}
