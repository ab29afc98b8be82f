/* Blocks of JSON lines: called by stream_tag.c. */
#include "base/error.h"
#include "stream/sentence_format.h"
#include "stream/stream.h"

enum { BATCH_SIZE = 1 << 15 /* bytes of text that are enough */ };

static bool counts_only(const gaz_stream *stream) {
    return !stream->format && stream->writing.format->counts_only;
}

/* ---- A text at a time: sentences, as they come ---- */

static void write_sentences(gaz_stream *stream, struct worker *worker, struct job *job, const struct json_line *line,
                            const struct json_text *text) {
    struct writer *writer = &worker->writer;
    scanner_reset(worker->scanner);
    writer_begin_block(writer, 0, line->number);
    writer->field = worker->batch.shows_fields ? text->field : NULL;
    if (!worker_feed(worker, text->bytes, text->size)) job->status = error_memory(&job->error);
    worker_tag(worker, stream, job);
    bool ended = text->size && text->bytes[text->size - 1] == '\n';
    if (stream->writing.format->passes_text && !ended) writer_put(writer, "\n", 1);
}

/* ---- Many lines at a time ---- */

static void count_batch(gaz_stream *stream, struct worker *worker, struct job *job) {
    const struct buffer *text = &worker->batch.text;
    scanner_reset(worker->scanner);
    scanner_begin_document(worker->scanner);
    writer_begin_block(&worker->writer, 0, 0);
    if (!worker_feed(worker, text->bytes, text->size)) job->status = error_memory(&job->error);
    worker_tag(worker, stream, job);
}

static void write_batch(gaz_stream *stream, struct worker *worker, struct job *job) {
    struct batch *batch = &worker->batch;
    gaz_document *all = &worker->tagger.document;
    bool good = stream_find_spans(stream, worker, batch->text.bytes, batch->text.size);
    batch_begin_documents(batch);
    for (size_t i = 0; i < batch->line_count && good && job->status == GAZ_OK; i++) {
        gaz_document *documents = batch_next_documents(batch, i, all);
        good = documents != NULL;
        if (good) stream_write_documents(stream, worker, job, documents);
    }
    if (!good) job->status = error_memory(&job->error);
}

static void tag_batch(gaz_stream *stream, struct worker *worker, struct job *job) {
    if (worker->batch.line_count == 0) return;
    if (counts_only(stream))
        count_batch(stream, worker, job);
    else
        write_batch(stream, worker, job);
    batch_clear(&worker->batch);
}

static void tag_line(gaz_stream *stream, struct worker *worker, struct job *job, const struct json_line *line) {
    struct batch *batch = &worker->batch;
    if (!stream->format && !counts_only(stream)) {
        scanner_begin_document(worker->scanner);
        for (size_t i = 0; i < line->text_count && job->status == GAZ_OK; i++)
            write_sentences(stream, worker, job, line, &line->texts[i]);
        return;
    }
    if (!batch_add(batch, line, stream->format != NULL)) job->status = error_memory(&job->error);
    bool last = line->replaced; /* the next such line takes the memory that its members are in */
    last = last || stream->options.match.abbreviations; /* what is tagged at once is one document */
    if (job->status == GAZ_OK && (last || batch->text.size >= BATCH_SIZE)) tag_batch(stream, worker, job);
}

/* ---- Blocks ---- */

/* A line that cannot be tagged goes through unchanged where the output is JSON lines, or has no spans there. */
static void pass_through(gaz_stream *stream, struct worker *worker, struct job *job, const struct json_line *line) {
    struct buffer *out = &worker->writer.out;
    count_record(&worker->writer.totals, line->fault, job, line->number);
    if (stream->options.output != GAZ_FORMAT_JSONL || stream->options.only_matching) return;
    size_t size = line->size - (line->bytes[line->size - 1] == '\n'); /* the file's last line may have no end */
    bool good = stream->options.spans_only ? buffer_add_text(out, "{}") : buffer_add(out, line->bytes, size);
    if (!good || !buffer_add_byte(out, '\n')) job->status = error_memory(&job->error);
}

void stream_tag_json(gaz_stream *stream, struct worker *worker, struct job *job) {
    const gaz_input_options *input = &stream->options.input;
    const struct json_line *line;
    gaz_error error;
    json_lines_begin(&worker->json, &job->block, input->fields, input->field_count);
    batch_clear(&worker->batch);
    worker->batch.file = error_file_name(job->block.name);
    while (job->status == GAZ_OK) {
        gaz_status status = json_lines_next(&line, &worker->json, &error);
        if (status == GAZ_OK && !line) break;
        if (status == GAZ_OK) {
            worker->writer.totals.replaced += line->replaced;
            tag_line(stream, worker, job, line);
            continue;
        }
        tag_batch(stream, worker, job); /* the lines before come before */
        if (job->status != GAZ_OK) break;
        if (line && status == GAZ_ERROR_INPUT && !stream->options.strict) {
            pass_through(stream, worker, job, line);
        } else {
            job->status = status;
            job->error = error;
        }
    }
    if (job->status == GAZ_OK) tag_batch(stream, worker, job);
}
