/* What the ring calls: stream_tag in a worker thread, then stream_write in order. */
#include "base/bytes.h"
#include "base/error.h"
#include "stream/stream.h"

/* A block of whole sentences: its output goes into the job. */
static void tag_whole(gaz_stream *stream, struct worker *worker, struct job *job) {
    struct writer *writer = &worker->writer;
    worker_begin(worker, stream, job);
    writer->out = job->out;
    writer->totals = (gaz_stream_totals){0};
    if (stream->options.input.format == GAZ_FORMAT_JSONL) {
        stream_tag_json(stream, worker, job);
    } else if (stream->by_document) {
        stream_tag_documents(stream, worker, job);
    } else {
        scanner_feed(worker->scanner, job->block.bytes, job->block.size, true);
        worker_tag(worker, stream, job);
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

/* A block that begins or ends inside a sentence: the long worker has what came before. */
static void tag_part(gaz_stream *stream, struct job *job) {
    struct worker *worker = &stream->long_worker;
    struct buffer *pending = &stream->pending;
    ring_wait_turn(stream->ring, job);
    if (ring_failed(stream->ring)) return;
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

void stream_tag(void *context, unsigned number, struct job *job) {
    gaz_stream *stream = context;
    bool part = job->block.goes_on || job->block.cut;
    struct worker *worker = part ? &stream->long_worker : &stream->workers[number];
    if (stream->numbered) worker->writer.sentence = stream->sentence;
    if (part)
        tag_part(stream, job);
    else
        tag_whole(stream, worker, job);
    if (stream->numbered) stream->sentence = worker->writer.sentence;
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
    if (job->totals.invalid && stream->invalid_file != job->file) {
        stream->invalid_file = job->file;
        stream->totals.first = job->totals.first;
    }
    stream->totals.invalid += job->totals.invalid;
    return status;
}
