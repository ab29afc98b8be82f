#include "base/error.h"
#include "stream/stream.h"

static void put_memory_error(struct job *job) {
    job->status = error_memory(&job->error);
}

/* Hands what is written so far on to the output when it is this block's turn. */
static void flush(gaz_stream *stream, struct desk *desk, struct job *job) {
    size_t ready = writer_ready(&desk->writer);
    ring_wait_turn(stream->ring, job);
    if (!ring_failed(stream->ring) && job->status == GAZ_OK)
        job->status = output_write(&stream->output, desk->writer.out.bytes, ready, false, &job->error);
    writer_written(&desk->writer, ready);
}

void stream_tag_fed(gaz_stream *stream, struct desk *desk, struct job *job) {
    struct window window;
    while (job->status == GAZ_OK && scanner_next(&window, desk->scanner)) {
        if (!writer_window(&desk->writer, &window, desk->scanner)) put_memory_error(job);
        if (desk->writer.out.size > BLOCK_SIZE) flush(stream, desk, job);
    }
    if (!job->block.cut) writer_end_block(&desk->writer);
    stream_check_rows(desk, job);
}

void stream_check_rows(const struct desk *desk, struct job *job) {
    if (job->status == GAZ_OK)
        job->status = scanner_check(desk->scanner, job->block.name, job->block.line, &job->error);
}

static void open_desk(gaz_stream *stream, struct desk *desk, const struct job *job) {
    if (desk->file != job->file) {
        desk->file = job->file;
        desk->writer.rows = stream->reader.split.rows;
        bool last_column = stream->options.replace_tag && stream->options.columns.tag_column == 0;
        if (last_column && stream->reader.split.rows.column_count > 1)
            desk->writer.replaced_column = stream->reader.split.rows.column_count;
        scanner_lay_out(desk->scanner, &stream->reader.split.rows);
        desk->writer.document = job->block.name;
    }
    scanner_reset(desk->scanner);
    writer_begin_block(&desk->writer, job->block.offset, job->block.line);
}

/* A block of whole sentences: its output goes into the block. */
static void tag_whole(gaz_stream *stream, struct desk *desk, struct job *job) {
    struct writer *writer = &desk->writer;
    open_desk(stream, desk, job);
    writer->out = job->out;
    writer->totals = (gaz_stream_totals){0};
    if (stream->by_document) {
        stream_tag_documents(stream, desk, job);
    } else {
        scanner_feed(desk->scanner, job->block.bytes, job->block.size, true);
        stream_tag_fed(stream, desk, job);
    }
    job->out = writer->out;
    job->totals = writer->totals;
    writer->out = (struct buffer){0};
}

/* A block that begins or ends inside a sentence. */
static void tag_part(gaz_stream *stream, struct job *job) {
    struct desk *desk = &stream->carry;
    struct buffer *carried = &stream->carried;
    ring_wait_turn(stream->ring, job);
    if (ring_failed(stream->ring)) return;
    if (!job->block.goes_on) {
        open_desk(stream, desk, job);
        carried->size = 0;
    }
    desk->writer.totals = (gaz_stream_totals){0};
    job->block.line -= lines_count(carried->bytes, carried->size); /* now of the first byte of both */
    if (!buffer_add(carried, job->block.bytes, job->block.size)) {
        put_memory_error(job);
        return;
    }
    scanner_feed(desk->scanner, carried->bytes, carried->size, !job->block.cut);
    stream_tag_fed(stream, desk, job);
    flush(stream, desk, job);
    size_t rest = scanner_rest(desk->scanner);
    memmove(carried->bytes, carried->bytes + carried->size - rest, rest);
    carried->size = rest;
    job->totals = desk->writer.totals;
}

void stream_tag(void *context, unsigned worker, struct job *job) {
    gaz_stream *stream = context;
    bool part = job->block.goes_on || job->block.cut;
    struct desk *desk = part ? &stream->carry : &stream->desks[worker];
    if (stream->numbered) desk->writer.sentence = stream->sentence;
    if (part)
        tag_part(stream, job);
    else
        tag_whole(stream, desk, job);
    if (stream->numbered) stream->sentence = desk->writer.sentence;
}

gaz_status stream_write(void *context, struct job *job, gaz_error *error) {
    gaz_stream *stream = context;
    gaz_status status = GAZ_OK;
    if (job->out.size)
        status = output_write(&stream->output, job->out.bytes, job->out.size, stream->format != NULL, error);
    if (status == GAZ_OK && job->status != GAZ_OK) {
        *error = job->error;
        status = job->status;
    }
    stream->totals.sentences += job->totals.sentences;
    stream->totals.tokens += job->totals.tokens;
    stream->totals.spans += job->totals.spans;
    stream->totals.mended += job->totals.mended;
    return status;
}
