/* Blocks of whole documents, or of JSON lines: called by stream_tag.c. */
#include "base/error.h"
#include "base/unicode.h"
#include "stream/sentence_format.h"
#include "stream/stream.h"

/* ---- Writing ---- */

static void write_one(gaz_stream *stream, struct worker *worker, struct job *job, gaz_document *document) {
    gaz_stream_totals *totals = &worker->writer.totals;
    totals->sentences += document->sentence_count;
    totals->tokens += document->token_count;
    totals->spans += document->span_count;
    if (stream->options.only_matching && document->span_count == 0) return;
    if (!document->source) totals->replaced += !unicode_is_valid(document->text, document->size); /* else it is UTF-8 */
    document->name = stream->output.stem.bytes;
    document->field = stream->options.input.field;
    const struct format_writer *format = stream->format;
    if (format->own_file && stream->output.folder) {
        job->status = output_write_own(&stream->output, document, &stream->style, &job->error);
        return;
    }
    struct buffer *out = &worker->writer.out;
    if ((format->between && !buffer_add_text(out, format->between)) || !format->write(out, document, &stream->style))
        job->status = error_memory(&job->error);
}

/* ---- Texts ---- */

/* Each line of the text is a document. */
static void write_lines(gaz_stream *stream, struct worker *worker, struct job *job) {
    struct document_lines lines = {0};
    bool found = true;
    while (job->status == GAZ_OK && found) {
        job->status = document_next_line(&found, &worker->line, &lines, &worker->tagger.document, &job->error);
        if (job->status != GAZ_OK || !found) break;
        worker->line.number = job->block.line + lines.number;
        write_one(stream, worker, job, &worker->line);
    }
}

static void tag_text(gaz_stream *stream, struct worker *worker, struct job *job) {
    bool ok = document_tagger_tag(&worker->tagger, worker->scanner, job->block.bytes, job->block.size);
    if (!ok) job->status = error_memory(&job->error);
    worker_check_rows(worker, job);
    if (job->status != GAZ_OK) return;
    if (stream->reader.whole)
        write_one(stream, worker, job, &worker->tagger.document);
    else
        write_lines(stream, worker, job);
}

/* ---- JSON lines ---- */

/* Sentences, as they come. */
static void write_sentences(gaz_stream *stream, struct worker *worker, struct job *job, const struct json_line *line) {
    struct writer *writer = &worker->writer;
    scanner_reset(worker->scanner);
    writer_begin_block(writer, 0, line->number);
    scanner_feed(worker->scanner, line->text, line->text_size, true);
    worker_tag(worker, stream, job);
    bool ended = line->text_size && line->text[line->text_size - 1] == '\n';
    if (stream->writing.format->passes_text && !ended) writer_put(writer, "\n", 1);
}

static void write_line_document(gaz_stream *stream, struct worker *worker, struct job *job,
                                const struct json_line *line) {
    if (!stream->format) {
        write_sentences(stream, worker, job, line);
        return;
    }
    gaz_document *document = &worker->tagger.document;
    if (!document_tagger_tag(&worker->tagger, worker->scanner, line->text, line->text_size)) {
        job->status = error_memory(&job->error);
        return;
    }
    document->source = line->members;
    document->number = line->number;
    write_one(stream, worker, job, document);
}

/* A malformed line, with --lenient: goes through unchanged where the output is JSON lines. */
static void pass_through(gaz_stream *stream, struct worker *worker, struct job *job, const struct json_line *line) {
    struct buffer *out = &worker->writer.out;
    if (stream->options.output != GAZ_FORMAT_JSONL) return;
    size_t size = line->size - (line->bytes[line->size - 1] == '\n'); /* the file's last line may have no end */
    if (!buffer_add(out, line->bytes, size) || !buffer_add_byte(out, '\n')) job->status = error_memory(&job->error);
}

static void tag_json_lines(gaz_stream *stream, struct worker *worker, struct job *job) {
    const struct json_line *line;
    json_lines_begin(&worker->json, &job->block, stream->options.input.field);
    while (job->status == GAZ_OK) {
        gaz_status status = json_lines_next(&line, &worker->json, &job->error);
        if (status == GAZ_OK && !line) break;
        if (line) worker->writer.totals.replaced += line->replaced;
        if (status == GAZ_OK)
            write_line_document(stream, worker, job, line);
        else if (line && status == GAZ_ERROR_INPUT && stream->options.input.columns.lenient)
            pass_through(stream, worker, job, line);
        else
            job->status = status;
    }
}

void stream_tag_documents(gaz_stream *stream, struct worker *worker, struct job *job) {
    if (stream->options.input.format == GAZ_FORMAT_JSONL)
        tag_json_lines(stream, worker, job);
    else
        tag_text(stream, worker, job);
}
