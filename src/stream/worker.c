#include "stream/worker.h"

#include "base/error.h"
#include "base/unicode.h"
#include "format/markup_encoding.h"
#include "format/markup_show.h"
#include "stream/sentence_format.h"
#include "stream/stream.h"

void worker_init(struct worker *worker, gaz_stream *stream) {
    const gaz_stream_options *options = &stream->options;
    worker->writer.settings = &stream->writing;
    worker->tagger.rows = options->input.format == GAZ_FORMAT_CONLL;
    worker->tagger.document.names = &stream->names;
    worker->batch.shows_fields = json_fields_are_many(options->input.fields, options->input.field_count);
    worker->batch.paragraphs = options->input.paragraphs != 0;
    worker->batch.with_source = options->with_source != 0;
    worker->batch.id_field = options->id_field;
}

void worker_free(struct worker *worker) {
    scanner_free(worker->scanner);
    writer_free(&worker->writer);
    document_tagger_free(&worker->tagger);
    document_free(&worker->line);
    json_lines_free(&worker->json);
    batch_free(&worker->batch);
    markup_free(&worker->markup);
    buffer_free(&worker->decoded);
}

void worker_begin(struct worker *worker, const gaz_stream *stream, const struct job *job) {
    if (worker->file != job->file) { /* how its rows are laid out is known now */
        const struct rows *rows = &stream->reader.split.rows;
        worker->file = job->file;
        scanner_lay_out(worker->scanner, rows);
        scanner_begin_document(worker->scanner);
        writer_begin_file(&worker->writer, job->block.name, rows);
    }
    scanner_reset(worker->scanner);
    writer_begin_block(&worker->writer, job->block.offset, job->block.line);
    if (stream->options.with_source || stream->line_documents) writer_begin_places(&worker->writer, &job->block);
}

/* Fails for a page that marks are to be put into, but that is not in UTF-8, as they are. */
static gaz_status refuse_encoding(const char *encoding, const char *file, gaz_error *error) {
    return error_set(error, GAZ_ERROR_INPUT, file, 0,
                     "is in %s, and marks are put into UTF-8 only: make it UTF-8 first, with what it says of itself",
                     encoding);
}

gaz_status worker_show(struct worker *worker, const gaz_stream *stream, const struct job *job, gaz_error *error) {
    const struct block *block = &job->block;
    const char *file = error_file_name(block->name);
    char encoding[MARKUP_ENCODING_SIZE] = "";
    bool xml = stream->options.input.format == GAZ_FORMAT_XML;
    const char *source = block->bytes;
    size_t size = block->size;
    gaz_status status = GAZ_OK;
    if (!stream->options.input.encoding) status = markup_find_encoding(encoding, source, size, xml, error);
    if (status != GAZ_OK) return status;
    if (encoding[0] && stream->format && stream->format->marks) return refuse_encoding(encoding, file, error);
    if (encoding[0]) {
        worker->decoded.size = 0;
        status = markup_decode(&worker->decoded, source, size, encoding, file, error);
        source = worker->decoded.bytes;
        size = worker->decoded.size;
    }
    if (status == GAZ_OK) status = markup_show(&worker->markup, source, size, xml, file, error);
    if (status == GAZ_OK) writer_begin_markup(&worker->writer, &worker->markup);
    return status;
}

/* Bounds the memory: output that has become longer than a block is written as soon as it is this block's turn. What is
 * left is written by stream_write, as usual. */
static void write_early(struct worker *worker, gaz_stream *stream, struct job *job) {
    size_t ready = writer_ready(&worker->writer);
    ring_wait_turn(stream->ring, job);
    if (!ring_failed(stream->ring) && job->status == GAZ_OK)
        job->status = output_write(&stream->output, worker->writer.out.bytes, ready, false, &job->error);
    writer_written(&worker->writer, ready);
}

/* Counts the bytes of a window that are not UTF-8; `at`: bytes of the file before it. */
static void count_invalid(gaz_stream_totals *totals, const struct window *window, uint64_t at) {
    for (size_t i = unicode_valid_run(window->text, window->size); i < window->size; i++) {
        if (totals->invalid++ == 0) totals->first = at + i;
        i += unicode_valid_run(window->text + i + 1, window->size - i - 1);
    }
}

bool worker_feed(struct worker *worker, const char *text, size_t size) {
    scanner_feed(worker->scanner, text, size, true);
    return scanner_look_ahead(worker->scanner);
}

void worker_tag(struct worker *worker, gaz_stream *stream, struct job *job) {
    struct window window;
    uint64_t at = job->block.at;
    while (job->status == GAZ_OK && scanner_next(&window, worker->scanner)) {
        if (!window.valid) count_invalid(&worker->writer.totals, &window, at);
        at += window.size;
        if (!writer_window(&worker->writer, &window, worker->scanner)) job->status = error_memory(&job->error);
        if (worker->writer.out.size > BLOCK_SIZE) write_early(worker, stream, job);
    }
    if (!job->block.cut) writer_end_block(&worker->writer);
    worker_check_rows(worker, job);
}

void worker_check_rows(const struct worker *worker, struct job *job) {
    if (job->status == GAZ_OK)
        job->status = scanner_check(worker->scanner, job->block.name, job->block.line, &job->error);
}
