#include "base/error.h"
#include "base/unicode.h"
#include "stream/stream.h"

/* ---- Writing ---- */

static void write_document_of(gaz_stream *stream, struct desk *desk, struct job *job, gaz_document *document) {
    gaz_stream_totals *totals = &desk->writer.totals;
    totals->sentences += document->sentence_count;
    totals->tokens += document->token_count;
    totals->spans += document->span_count;
    if (stream->options.only_matching && document->span_count == 0) return;
    totals->mended += !unicode_is_valid(document->text, document->size);
    document->name = stream->output.stem.bytes;
    document->field = stream->options.field;
    const struct format_writer *format = stream->format;
    if (format->own_file && stream->output.folder) {
        job->status = output_write_own(&stream->output, document, &stream->style, &job->error);
        return;
    }
    struct buffer *out = &desk->writer.out;
    if ((format->between && !buffer_add_text(out, format->between)) || !format->write(out, document, &stream->style))
        job->status = error_memory(&job->error);
}

/* ---- Texts ---- */

/* Each line of the text is a document. */
static void write_lines(gaz_stream *stream, struct desk *desk, struct job *job) {
    struct document_lines lines = {0};
    bool found = true;
    while (job->status == GAZ_OK && found) {
        job->status = document_next_line(&found, &desk->line_document, &lines, &desk->tagger.document, &job->error);
        if (job->status != GAZ_OK || !found) break;
        desk->line_document.number = job->block.line + lines.number;
        write_document_of(stream, desk, job, &desk->line_document);
    }
}

static void tag_text(gaz_stream *stream, struct desk *desk, struct job *job) {
    bool good = document_tagger_tag(&desk->tagger, desk->scanner, job->block.bytes, job->block.size);
    if (!good) job->status = error_memory(&job->error);
    stream_check_rows(desk, job);
    if (job->status != GAZ_OK) return;
    if (stream->reader.whole)
        write_document_of(stream, desk, job, &desk->tagger.document);
    else
        write_lines(stream, desk, job);
}

/* ---- JSON records ---- */

/* Sentences, as they come. */
static void write_sentences(gaz_stream *stream, struct desk *desk, struct job *job, const struct json_line *line) {
    struct writer *writer = &desk->writer;
    scanner_reset(desk->scanner);
    writer_begin_block(writer, 0, line->number);
    scanner_feed(desk->scanner, line->text, line->text_size, true);
    stream_tag_fed(stream, desk, job);
    bool ended = line->text_size && line->text[line->text_size - 1] == '\n';
    if (stream->options.output == GAZ_FORMAT_ANSI && !ended) writer_put(writer, "\n", 1);
}

static void write_line_document(gaz_stream *stream, struct desk *desk, struct job *job, const struct json_line *line) {
    if (!stream->format) {
        write_sentences(stream, desk, job, line);
        return;
    }
    gaz_document *document = &desk->tagger.document;
    if (!document_tagger_tag(&desk->tagger, desk->scanner, line->text, line->text_size)) {
        job->status = error_memory(&job->error);
        return;
    }
    document->source = line->object;
    document->source_size = line->object_size;
    document->number = line->number;
    write_document_of(stream, desk, job, document);
}

/* A line that holds no record, and is to be passed over. */
static void pass_over(gaz_stream *stream, struct desk *desk, struct job *job, const struct json_line *line) {
    struct buffer *out = &desk->writer.out;
    if (stream->options.output != GAZ_FORMAT_JSONL) return;
    size_t size = line->size - (line->bytes[line->size - 1] == '\n'); /* the file's last may have none */
    if (!buffer_add(out, line->bytes, size) || !buffer_add_byte(out, '\n')) job->status = error_memory(&job->error);
}

static void tag_json_lines(gaz_stream *stream, struct desk *desk, struct job *job) {
    const struct json_line *line;
    json_lines_begin(&desk->lines, &job->block, stream->options.field);
    while (job->status == GAZ_OK) {
        gaz_status status = json_lines_next(&line, &desk->lines, &job->error);
        if (status == GAZ_OK && !line) break;
        if (line) desk->writer.totals.mended += line->replaced;
        if (status == GAZ_OK)
            write_line_document(stream, desk, job, line);
        else if (line && status == GAZ_ERROR_INPUT && stream->options.columns.lenient)
            pass_over(stream, desk, job, line);
        else
            job->status = status;
    }
}

void stream_tag_documents(gaz_stream *stream, struct desk *desk, struct job *job) {
    if (stream->options.input == GAZ_FORMAT_JSONL)
        tag_json_lines(stream, desk, job);
    else
        tag_text(stream, desk, job);
}
