/* Blocks of whole documents: called by stream_tag.c. */
#include "base/error.h"
#include "base/unicode.h"
#include "format/write.h"
#include "stream/stream.h"

/* ---- Tagging and writing ---- */

bool stream_find_spans(const gaz_stream *stream, struct worker *worker, const char *text, size_t size) {
    struct document_tagger *tagger = &worker->tagger;
    if (stream->format->whole_tokens || tagger->rows) return document_tagger_tag(tagger, worker->scanner, text, size);
    bool good = document_tagger_tag_spans(tagger, worker->scanner, text, size);
    worker->writer.totals.sentences += tagger->sentence_count;
    worker->writer.totals.tokens += tagger->token_count;
    return good;
}

struct drain {
    gaz_stream *stream;
    struct job *job;
};

/* Writes what there is of a document, when it is the job's turn. */
static bool drain(struct buffer *out, void *context) {
    const struct drain *drain = context;
    ring_wait_turn(drain->stream->ring, drain->job);
    if (ring_failed(drain->stream->ring)) return false;
    drain->job->status = output_write(&drain->stream->output, out->bytes, out->size, true, &drain->job->error);
    out->size = 0;
    return drain->job->status == GAZ_OK;
}

/* Writes the documents into the worker's output. */
static void add_documents(gaz_stream *stream, struct worker *worker, struct job *job, const gaz_document *documents) {
    const struct format_writer *format = stream->format;
    struct buffer *out = &worker->writer.out;
    struct drain context = {stream, job};
    struct write_style style = stream->style;
    style.drain = drain;
    style.drain_context = &context;
    bool good = (!format->between || buffer_add_text(out, format->between)) && format->write(out, documents, &style);
    if (!good && job->status == GAZ_OK) job->status = error_memory(&job->error);
}

void stream_write_documents(gaz_stream *stream, struct worker *worker, struct job *job, gaz_document *documents) {
    gaz_stream_totals *totals = &worker->writer.totals;
    size_t spans = 0;
    for (const gaz_document *document = documents; document; document = document->next) {
        totals->sentences += document->sentence_count;
        totals->tokens += document->token_count;
        spans += document->span_count;
    }
    totals->spans += spans;
    if (stream->options.only_matching && spans == 0) return;
    if (!documents->source && !(documents->markup && stream->format->marks)) /* else it is UTF-8, or goes on as it is */
        totals->replaced += !unicode_is_valid(documents->text, documents->size);
    const struct format_writer *format = stream->format;
    bool keeps = documents->source && !stream->style.spans_only;
    if (keeps && format->replaces && format->replaces(documents, &stream->style))
        count_record(totals, GAZ_RECORD_REPLACED, job, documents->number);
    if (keeps && documents->place.file && format->fields && write_hides_any(documents, format->place))
        count_record(totals, GAZ_RECORD_SOURCE, job, documents->number);
    if (stream->options.id_field && !documents->id) count_record(totals, GAZ_RECORD_NO_ID, job, documents->number);
    documents->name = error_file_name(job->block.name); /* for errors */
    if (format->check) job->status = format->check(documents, &job->error);
    documents->name = stream->output.stem.bytes;
    if (job->status != GAZ_OK) return;
    if (format->left_out) totals->unmarked += format->left_out(documents);
    if (format->own_file && stream->output.folder) {
        bool written = false;
        job->status = output_write_own(&written, &stream->output, documents, &stream->style, &job->error);
        totals->kept += job->status == GAZ_OK && !written;
        if (!written) totals->spans -= spans;
        return;
    }
    add_documents(stream, worker, job, documents);
}

/* ---- Texts ---- */

/* Where the newest line of the worker's document is; of rows, where the first one of its sentence is. */
static struct document_place line_place(struct worker *worker, const struct job *job) {
    const gaz_document *line = &worker->line;
    if (worker->tagger.rows) return writer_next_rows(&worker->writer);
    return (struct document_place){error_file_name(job->block.name), line->number,
                                   job->block.at + (uint64_t)(line->text - worker->tagger.document.text)};
}

/* Each line of the text is a document. */
static void write_lines(gaz_stream *stream, struct worker *worker, struct job *job) {
    struct document_lines lines = {0};
    bool found = true;
    while (job->status == GAZ_OK && found) {
        job->status = document_next_line(&found, &worker->line, &lines, &worker->tagger.document, &job->error);
        if (job->status != GAZ_OK || !found) break;
        worker->line.number = job->block.line + lines.number;
        struct document_place place = line_place(worker, job);
        if (worker->tagger.rows) worker->line.number = place.line;
        if (stream->options.with_source) worker->line.place = place;
        stream_write_documents(stream, worker, job, &worker->line);
    }
}

void stream_tag_documents(gaz_stream *stream, struct worker *worker, struct job *job, const char *text, size_t size) {
    bool whole = stream->reader.whole;
    bool good = whole ? stream_find_spans(stream, worker, text, size)
                      : document_tagger_tag(&worker->tagger, worker->scanner, text, size);
    if (!good) job->status = document_tagger_fail(&worker->tagger, error_file_name(job->block.name), &job->error);
    worker_check_rows(worker, job);
    if (job->status != GAZ_OK) return;
    if (stream->markup) worker->tagger.document.markup = &worker->markup;
    if (stream->options.with_source)
        worker->tagger.document.place =
            (struct document_place){error_file_name(job->block.name), job->block.line, job->block.at};
    if (whole)
        stream_write_documents(stream, worker, job, &worker->tagger.document);
    else
        write_lines(stream, worker, job);
}
