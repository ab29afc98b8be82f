/* What the ring calls: stream_tag in a worker thread, then stream_write in order. */
#include "base/bytes.h"
#include "base/error.h"
#include "stream/stream.h"

/* The text of a block, or the one that its markup shows. */
static void tag_text(gaz_stream *stream, struct worker *worker, struct job *job) {
    const char *text = job->block.bytes;
    size_t size = job->block.size;
    if (stream->markup) {
        job->status = worker_show(worker, stream, job, &job->error);
        text = worker->markup.text.bytes;
        size = worker->markup.text.size;
    }
    if (job->status != GAZ_OK) return;
    if (stream->by_document) {
        stream_tag_documents(stream, worker, job, text, size);
        return;
    }
    if (!worker_feed(worker, text, size)) job->status = error_memory(&job->error);
    worker_tag(worker, stream, job);
}

/* A block of whole sentences: its output goes into the job. */
static void tag_whole(gaz_stream *stream, struct worker *worker, struct job *job) {
    struct writer *writer = &worker->writer;
    worker_begin(worker, stream, job);
    writer->out = job->out;
    writer->totals = (gaz_stream_totals){0};
    if (stream->options.input.format == GAZ_FORMAT_JSONL) {
        stream_tag_json(stream, worker, job);
    } else {
        tag_text(stream, worker, job);
    }
    job->out = writer->out;
    job->totals = writer->totals;
    writer->out = (struct buffer){0};
}

/* Moves what will not be taken back from the writer to the job. */
static void hand_over(struct writer *writer, struct job *job) {
    size_t ready = writer_ready(writer);
    if (job->status == GAZ_OK && !buffer_add(&job->out, writer->out.bytes, ready))
        job->status = error_memory(&job->error);
    writer_written(writer, ready);
}

/* A block of one sentence that began before or goes on: the long worker has what came before. */
static void tag_part(gaz_stream *stream, struct job *job) {
    struct worker *worker = &stream->long_worker;
    struct buffer *pending = &stream->pending;
    if (!job->block.goes_on) {
        worker_begin(worker, stream, job);
        pending->size = 0;
    }
    worker->writer.totals = (gaz_stream_totals){0};
    job->block.line -= bytes_count_lines(pending->bytes, pending->size); /* now of the first byte of both */
    job->block.at -= pending->size;
    if (!buffer_add(pending, job->block.bytes, job->block.size)) {
        job->status = error_memory(&job->error);
        return;
    }
    scanner_feed(worker->scanner, pending->bytes, pending->size, !job->block.cut);
    worker_tag(worker, stream, job);
    hand_over(&worker->writer, job);
    size_t rest = scanner_rest(worker->scanner);
    memmove(pending->bytes, pending->bytes + pending->size - rest, rest);
    pending->size = rest;
    job->totals = worker->writer.totals;
}

/* Leaves in a block the rest of the sentence that began before; returns what comes after it. */
static struct block split_part(gaz_stream *stream, struct block *block) {
    const struct reader *reader = &stream->reader;
    struct block rest = *block;
    bool inside_line = block->goes_on && stream->inside_line;
    size_t end = block->cut ? 0 : split_first_end(&reader->split, block->bytes, block->size, inside_line);
    stream->inside_line = block->size > 0 && block->bytes[block->size - 1] != '\n';
    if (end) block->size = end;
    rest.goes_on = false;
    rest.bytes += block->size;
    rest.size -= block->size;
    rest.at += block->size;
    if (reader->counts_offsets) rest.offset += offset_unit_count(reader->unit, block->bytes, block->size);
    rest.line += bytes_count_lines(block->bytes, block->size);
    return rest;
}

static void add_totals(gaz_stream_totals *totals, const gaz_stream_totals *more) {
    if (totals->invalid == 0) totals->first = more->first;
    totals->sentences += more->sentences;
    totals->tokens += more->tokens;
    totals->spans += more->spans;
    totals->replaced += more->replaced;
    totals->kept += more->kept;
    totals->invalid += more->invalid;
}

/* Tags the sentences that come in the same block after a long one. */
static void tag_rest(gaz_stream *stream, struct worker *worker, struct job *job, const struct block *block) {
    struct job rest = *job;
    rest.block = *block;
    tag_whole(stream, worker, &rest);
    add_totals(&job->totals, &rest.totals);
    job->out = rest.out;
    job->status = rest.status;
    job->error = rest.error;
}

void stream_tag(void *context, unsigned number, struct job *job) {
    gaz_stream *stream = context;
    struct worker *worker = &stream->workers[number];
    struct writer *writer = &worker->writer;
    if (!job->block.goes_on && !job->block.cut) {
        if (stream->in_order) writer->sentence = stream->sentence;
        tag_whole(stream, worker, job);
        if (stream->in_order) stream->sentence = writer->sentence;
        return;
    }
    ring_wait_turn(stream->ring, job);
    if (ring_failed(stream->ring)) return;
    struct block rest = split_part(stream, &job->block);
    struct writer *long_writer = &stream->long_worker.writer;
    long_writer->sentence = stream->sentence;
    tag_part(stream, job);
    writer->sentence = long_writer->sentence;
    if (rest.size && job->status == GAZ_OK) tag_rest(stream, worker, job, &rest);
    stream->sentence = rest.size ? writer->sentence : long_writer->sentence;
}

static void add_records(gaz_record_count *records, const gaz_record_count *more) {
    for (int i = 0; i < GAZ_RECORD_FAULTS; i++) {
        uint64_t before = records[i].count;
        if (before == 0) records[i] = more[i];
        records[i].count = before + more[i].count;
    }
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
    stream->totals.replaced += job->totals.replaced;
    stream->totals.kept += job->totals.kept;
    stream->totals.unmarked += job->totals.unmarked;
    add_records(stream->totals.records, job->totals.records);
    if (job->totals.invalid && stream->invalid_file != job->file) {
        stream->invalid_file = job->file;
        stream->totals.first = job->totals.first;
    }
    stream->totals.invalid += job->totals.invalid;
    return status;
}
