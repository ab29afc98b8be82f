#include "base/error.h"
#include "tag/stream.h"

static void put_memory_error(struct block *block) {
    block->status = error_memory(&block->error);
}

/* Hands what is written so far on to the output when it is this block's turn. */
static void flush(gaz_stream *stream, struct desk *desk, struct block *block) {
    size_t ready = writer_ready(&desk->writer);
    ring_wait_turn(stream->ring, block);
    if (!ring_failed(stream->ring) && block->status == GAZ_OK)
        block->status = output_write(&stream->output, desk->writer.out.bytes, ready, false, &block->error);
    writer_written(&desk->writer, ready);
}

void stream_tag_fed(gaz_stream *stream, struct desk *desk, struct block *block) {
    struct window window;
    while (block->status == GAZ_OK && scanner_next(&window, desk->scanner)) {
        if (!writer_window(&desk->writer, &window, desk->scanner)) put_memory_error(block);
        if (desk->writer.out.size > BLOCK_SIZE) flush(stream, desk, block);
    }
    if (!block->cut) writer_end_block(&desk->writer);
    stream_check_rows(desk, block);
}

void stream_check_rows(const struct desk *desk, struct block *block) {
    if (block->status == GAZ_OK) block->status = scanner_check(desk->scanner, block->name, block->line, &block->error);
}

static void open_desk(gaz_stream *stream, struct desk *desk, const struct block *block) {
    if (desk->document != block->document) {
        desk->document = block->document;
        desk->writer.rows = stream->reader.split.rows;
        bool last_column = stream->options.replace_tag && stream->options.columns.tag_column == 0;
        if (last_column && stream->reader.split.rows.column_count > 1)
            desk->writer.replaced_column = stream->reader.split.rows.column_count;
        scanner_lay_out(desk->scanner, &stream->reader.split.rows);
        desk->writer.document = block->name;
    }
    scanner_reset(desk->scanner);
    writer_begin_block(&desk->writer, block->offset, block->line);
}

/* A block of whole sentences: its output goes into the block. */
static void tag_whole(gaz_stream *stream, struct desk *desk, struct block *block) {
    struct writer *writer = &desk->writer;
    open_desk(stream, desk, block);
    writer->out = block->out;
    writer->totals = (gaz_stream_totals){0};
    if (stream->by_document) {
        stream_tag_documents(stream, desk, block);
    } else {
        scanner_feed(desk->scanner, block->bytes, block->size, true);
        stream_tag_fed(stream, desk, block);
    }
    block->out = writer->out;
    block->totals = writer->totals;
    writer->out = (struct buffer){0};
}

/* A block that begins or ends inside a sentence. */
static void tag_part(gaz_stream *stream, struct block *block) {
    struct desk *desk = &stream->carry;
    struct buffer *carried = &stream->carried;
    ring_wait_turn(stream->ring, block);
    if (ring_failed(stream->ring)) return;
    if (!block->goes_on) {
        open_desk(stream, desk, block);
        carried->size = 0;
    }
    desk->writer.totals = (gaz_stream_totals){0};
    block->line -= lines_count(carried->bytes, carried->size); /* now of the first byte of both */
    if (!buffer_add(carried, block->bytes, block->size)) {
        put_memory_error(block);
        return;
    }
    scanner_feed(desk->scanner, carried->bytes, carried->size, !block->cut);
    stream_tag_fed(stream, desk, block);
    flush(stream, desk, block);
    size_t rest = scanner_rest(desk->scanner);
    memmove(carried->bytes, carried->bytes + carried->size - rest, rest);
    carried->size = rest;
    block->totals = desk->writer.totals;
}

void stream_tag(void *context, unsigned worker, struct block *block) {
    gaz_stream *stream = context;
    bool part = block->goes_on || block->cut;
    struct desk *desk = part ? &stream->carry : &stream->desks[worker];
    if (stream->numbered) desk->writer.sentence = stream->sentence;
    if (part)
        tag_part(stream, block);
    else
        tag_whole(stream, desk, block);
    if (stream->numbered) stream->sentence = desk->writer.sentence;
}

gaz_status stream_write(void *context, struct block *block, gaz_error *error) {
    gaz_stream *stream = context;
    gaz_status status = GAZ_OK;
    if (block->out.size)
        status = output_write(&stream->output, block->out.bytes, block->out.size, stream->format != NULL, error);
    if (status == GAZ_OK && block->status != GAZ_OK) {
        *error = block->error;
        status = block->status;
    }
    stream->totals.sentences += block->totals.sentences;
    stream->totals.tokens += block->totals.tokens;
    stream->totals.spans += block->totals.spans;
    stream->totals.mended += block->totals.mended;
    return status;
}
