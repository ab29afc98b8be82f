/* The stream: files in, files out.
 *
 *     gaz_stream_file       stream.c            one file after another
 *       reader_next         scan/reader.c       cuts the input into blocks of whole sentences
 *       ring_submit         ring.c              gives each block, as a job, to a thread ...
 *         stream_tag        stream_tag.c        ... which tags it into job->out
 *           stream_tag_json                     JSON lines, some at a time (batch.c): stream_json.c
 *           stream_tag_documents                documents: stream_documents.c
 *           worker_tag      worker.c            sentences, window by window:
 *             scanner_next  scan/scanner.c        text to tokens and matches
 *             writer_window writer.c              tokens and matches to output, through a format (write_*.c)
 *         stream_write      stream_tag.c        one job at a time, in order of reading
 *           output_write    output.c
 *     gaz_stream_finish     stream.c
 *
 * A sentence longer than a block comes in several blocks. These are tagged in order by `long_worker`, which carries the
 * sentence from one block to the next, in whichever thread has the block when it is its turn.
 *
 * Before a block the caller may exchange the model: stream_model.c. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/input.h"
#include "format/write.h"
#include "scan/options.h"
#include "stream/sentence_format.h"
#include "stream/stream.h"

void gaz_stream_options_init(gaz_stream_options *options) {
    *options = (gaz_stream_options){0};
    gaz_input_options_init(&options->input);
    gaz_match_options_init(&options->match);
}

/* ---- Making a stream ---- */

static bool is_markup(gaz_format input) {
    return gaz_format_uses(input) & GAZ_FORMAT_READS_MARKUP;
}

/* Whether whole documents are written, and not sentences as they come. */
static bool is_of_documents(const gaz_stream_options *options) {
    const struct format *format = format_of(options->output);
    bool records = options->document == GAZ_DOCUMENT_FILE || options->input.format == GAZ_FORMAT_JSONL ||
                   is_markup(options->input.format);
    if (!format->writer) return false;
    return !format->sentences || (records && options->output != GAZ_FORMAT_CONLL);
}

/* How documents of this output are written; NULL: it has none. Columns are written sentence by sentence only. */
static const struct format_writer *writer_of(const gaz_stream_options *options) {
    return options->output == GAZ_FORMAT_CONLL ? NULL : format_writer_of(options->output);
}

static struct offset_unit units_of(const gaz_stream_options *options) {
    const struct format_writer *format = writer_of(options);
    gaz_offsets unit = options->offsets;
    if (unit == GAZ_OFFSETS_DEFAULT) unit = format ? format->unit : GAZ_OFFSETS_BYTE;
    return (struct offset_unit){.unit = unit, .replaced = format != NULL, .newlines = format && format->newlines};
}

/* Whether it says of what field a span is, shows its text, or has no spans. */
static bool shows_fields(gaz_format output) {
    return output == GAZ_FORMAT_JSONL || output == GAZ_FORMAT_TSV || output == GAZ_FORMAT_ANSI ||
           output == GAZ_FORMAT_COUNT;
}

static gaz_status check_documents(const gaz_stream_options *options, gaz_error *error) {
    const struct format_writer *format = writer_of(options);
    bool tsv = options->output == GAZ_FORMAT_TSV;
    if (options->offsets != GAZ_OFFSETS_DEFAULT && !tsv && !(format && format->any_unit))
        return error_argument(error, "offsets can be chosen for tsv, jsonl, doccano and label-studio output only");
    if (options->offsets == GAZ_OFFSETS_GRAPHEME && (tsv || !is_of_documents(options)))
        return error_argument(error, "grapheme clusters can be counted in whole documents only");
    if (options->document == GAZ_DOCUMENT_LINE && options->input.paragraphs)
        return error_argument(error, "a line cannot be a document where sentences run over line ends");
    if (options->document == GAZ_DOCUMENT_LINE && is_markup(options->input.format))
        return error_argument(error, "a line of markup is no document; the file is one");
    if (format && format->marks && is_markup(options->input.format) && options->input.encoding)
        return error_argument(error, "marks are put into pages in UTF-8 only; make them UTF-8 first");
    bool many = options->input.format == GAZ_FORMAT_JSONL || options->document == GAZ_DOCUMENT_LINE;
    if (json_fields_are_many(options->input.fields, options->input.field_count) && !shows_fields(options->output))
        return error_argument(error, "this output cannot show which field a span is of; use jsonl or tsv");
    if (format && format->own_file && many && !options->folder)
        return error_argument(error, "a file of this format holds one document; more need a folder");
    if (options->renew && !(options->folder && format && format->tells != GAZ_FORMAT_AUTO))
        return error_argument(error,
                              "documents are renewed in a folder of brat's files, which tell whether a person has "
                              "touched them");
    if (options->document != GAZ_DOCUMENT_DEFAULT && !format)
        return error_argument(error, "this output has no documents");
    if (options->output == GAZ_FORMAT_COUNT && options->folder)
        return error_argument(error, "counts are of all files; they need no folder");
    return GAZ_OK;
}

/* Whether a path leads to what another one leads to, or into it. */
static bool leads_into(const char *path, const char *other) {
    size_t size = strlen(other);
    return strncmp(path, other, size) == 0 && (path[size] == 0 || path[size] == '.');
}

static gaz_status check_spans(const gaz_stream_options *options, gaz_error *error) {
    const char *path = options->spans_as;
    bool jsonl = options->input.format == GAZ_FORMAT_JSONL && options->output == GAZ_FORMAT_JSONL;
    if (options->spans_only && !jsonl)
        return error_argument(error, "records are reduced to their spans where records of jsonl become such");
    if (!path) return GAZ_OK;
    if (!jsonl) return error_argument(error, "the member with the spans is named where records of jsonl become such");
    if (path[0] == 0 || path[0] == '.' || path[strlen(path) - 1] == '.' || strstr(path, ".."))
        return error_argument(error, "the name of the member with the spans is empty, or a part of it is");
    for (size_t i = 0; i < options->input.field_count; i++)
        if (leads_into(path, options->input.fields[i]) || leads_into(options->input.fields[i], path))
            return error_argument(error, "the spans would be written over the text");
    return GAZ_OK;
}

/* What records say beside text and spans. */
static gaz_status check_records(const gaz_stream_options *options, gaz_error *error) {
    const struct format_writer *format = writer_of(options);
    if (options->with_source && !(format && format->place))
        return error_hint(error, GAZ_HINT_SOURCE,
                          error_argument(error, "records of this output have no place for where they are from"));
    if (options->id_field && (options->input.format != GAZ_FORMAT_JSONL || !is_of_documents(options)))
        return error_hint(error, GAZ_HINT_ID_FIELD,
                          error_argument(error, "ids are read from records of jsonl, and written with documents"));
    if (options->id_field && !*options->id_field) return error_argument(error, "the member with the id has no name");
    bool jsonl = options->input.format == GAZ_FORMAT_JSONL && options->output == GAZ_FORMAT_JSONL;
    if (!options->with_source || !jsonl) return GAZ_OK;
    if (options->spans_as && leads_into(options->spans_as, "source"))
        return error_argument(error, "the source would be written over the spans");
    for (size_t i = 0; i < options->input.field_count; i++)
        if (leads_into(options->input.fields[i], "source"))
            return error_argument(error, "the source would be written over the text");
    return GAZ_OK;
}

static gaz_status check_formats(gaz_stream_options *options, gaz_error *error) {
    const unsigned writes = GAZ_FORMAT_WRITES_DOCUMENTS | GAZ_FORMAT_WRITES_SENTENCES;
    unsigned supported = INPUT_FILES | INPUT_FIELDS | INPUT_MARKUP | (options->replace_tag ? INPUT_TAGS : 0);
    gaz_status status = input_options_complete(&options->input, GAZ_FORMAT_TOKENIZED, supported, error);
    if (status != GAZ_OK) return status;
    if (options->output == GAZ_FORMAT_AUTO) options->output = GAZ_FORMAT_CONLL;
    return gaz_format_uses(options->output) & writes ? GAZ_OK
                                                     : error_argument(error, "this format is not written by tagging");
}

static gaz_status check_options(gaz_stream_options *options, gaz_error *error) {
    gaz_status status = check_formats(options, error);
    if (status != GAZ_OK) return status;
    const struct format_writer *format = writer_of(options);
    const struct sentence_format *sentences = sentence_format_of(options->input.format, options->output);
    if (options->match.all && !(format ? format->overlaps : sentences->overlaps))
        return error_argument(error, "all matches may overlap, which this output cannot show; use tsv or jsonl");
    if (options->id_column && options->output != GAZ_FORMAT_CONLL)
        return error_argument(error, "a column of ids is one of conll output");
    if (options->score_column && options->output != GAZ_FORMAT_CONLL)
        return error_argument(error, "a column of scores is one of conll output");
    if (options->id_url && !write_is_url(options->id_url))
        return error_argument(error, "the address of a concept begins with http:// or https:// and has {id} in it");
    if ((status = check_spans(options, error)) != GAZ_OK) return status;
    if (options->strict && options->input.columns.lenient)
        return error_argument(error, "input is read either strictly or leniently");
    unsigned token_column = options->input.columns.token_column ? options->input.columns.token_column : 1;
    if (options->replace_tag && options->input.columns.tag_column == token_column)
        return error_argument(error, "the tag column is the tokens' column");
    if (!options->from_name) options->from_name = "label";
    if (!options->to_name) options->to_name = "text";
    if (!options->data_key) options->data_key = "text";
    status = check_records(options, error);
    return status == GAZ_OK ? check_documents(options, error) : status;
}

static gaz_status make_workers(gaz_stream *stream, unsigned threads, gaz_error *error) {
    stream->worker_count = threads ? threads : 1;
    stream->workers = calloc(stream->worker_count, sizeof *stream->workers);
    if (!stream->workers) return error_memory(error);
    worker_init(&stream->long_worker, stream);
    for (unsigned i = 0; i < stream->worker_count; i++) worker_init(&stream->workers[i], stream);
    return ring_new(&stream->ring, threads, BLOCK_SIZE, stream_tag, stream_write, stream, error);
}

static struct reader reader_of(const gaz_stream *stream) {
    const gaz_stream_options *options = &stream->options;
    bool jsonl = options->input.format == GAZ_FORMAT_JSONL;
    bool offsets = stream->writing.format && stream->writing.format->needs_offsets;
    return (struct reader){
        .split = {.input = options->input.format, .paragraphs = options->input.paragraphs != 0},
        .separator = options->input.columns.separator,
        .encoding = options->input.encoding,
        .unit = units_of(options),
        .counts_offsets = offsets,
        .counts_lines =
            offsets || options->with_source || stream->by_document || options->input.format == GAZ_FORMAT_CONLL,
        .keeps_mark = stream->markup,
        .whole = stream->markup || (stream->format && !jsonl && options->document != GAZ_DOCUMENT_LINE),
        .grows = stream->markup || stream->by_document,
    };
}

/* Whether a document is a line of the input, or a paragraph, as gaz_document_unit says it. */
static bool are_lines_documents(const gaz_stream_options *options) {
    if (options->input.format == GAZ_FORMAT_JSONL || is_markup(options->input.format)) return false;
    if (options->document == GAZ_DOCUMENT_DEFAULT) return options->output == GAZ_FORMAT_JSONL;
    return options->document == GAZ_DOCUMENT_LINE;
}

static gaz_status set_up(gaz_stream *stream, const gaz_model *model, const gaz_sink *sink, gaz_error *error) {
    const gaz_stream_options *options = &stream->options;
    if (is_of_documents(options)) stream->format = writer_of(options);
    stream->style = (struct write_style){.unit = units_of(options),
                                         .from_name = options->from_name,
                                         .to_name = options->to_name,
                                         .data_key = options->data_key,
                                         .id_url = options->id_url,
                                         .spans_as = options->spans_as,
                                         .spans_only = options->spans_only,
                                         .about = options->about};
    stream->markup = is_markup(options->input.format);
    stream->by_document = options->input.format == GAZ_FORMAT_JSONL || stream->format;
    stream->writing = (struct writer_settings){.options = options, .unit = units_of(options)};
    if (!stream->format) stream->writing.format = sentence_format_of(options->input.format, options->output);
    stream->reader = reader_of(stream);
    stream->output = (struct output){
        .sink = sink,
        .folder = options->folder,
        .format = stream->format,
        .types = &stream->names.types,
        .style = &stream->style,
        .ending = stream->format ? stream->format->ending : gaz_format_name(options->output),
        .keeps_titles = options->id_field && stream->format && stream->format->own_file && options->folder};
    stream->line_documents = are_lines_documents(options);
    bool long_documents =
        options->match.abbreviations && !stream->line_documents && options->input.format != GAZ_FORMAT_JSONL;
    stream->in_order = !stream->format && (stream->writing.format->needs_sentence || long_documents);
    bool one_thread = stream->in_order || stream->output.keeps_titles;
    unsigned threads = options->threads < 2 || one_thread ? 0 : options->threads;
    gaz_status status = make_workers(stream, threads, error);
    if (status == GAZ_OK) status = gaz_stream_set_model(stream, model, &options->match, error);
    for (size_t i = 0; i < options->input_count && status == GAZ_OK; i++)
        status = output_protect(&stream->output, options->inputs[i], error);
    stream->options.match.types = stream->options.inputs = NULL; /* borrowed until now only */
    if (status == GAZ_OK) status = output_begin(&stream->output, error);
    if (status == GAZ_OK) status = output_find_suggested(&stream->output, error);
    stream->output.existing = options->renew ? OUTPUT_RENEWS : OUTPUT_KEEPS;
    if (status == GAZ_OK) status = output_write_settings(&stream->output, error);
    return status;
}

gaz_status gaz_stream_new(gaz_stream **stream, const gaz_model *model, const gaz_stream_options *options,
                          const gaz_sink *sink, gaz_error *error) {
    if (!stream || !model || !options || (!sink && !options->folder))
        return error_argument(error, "gaz_stream_new without model, options, or sink or folder");
    *stream = NULL;
    gaz_stream *new_stream = calloc(1, sizeof *new_stream);
    if (!new_stream) return error_memory(error);
    new_stream->options = *options;
    gaz_status status = check_options(&new_stream->options, error);
    if (status == GAZ_OK) status = set_up(new_stream, model, sink, error);
    if (status != GAZ_OK) {
        gaz_stream_free(new_stream);
        return status;
    }
    *stream = new_stream;
    return GAZ_OK;
}

void gaz_stream_free(gaz_stream *stream) {
    if (!stream) return;
    ring_free(stream->ring);
    for (unsigned i = 0; stream->workers && i < stream->worker_count; i++) worker_free(&stream->workers[i]);
    free(stream->workers);
    worker_free(&stream->long_worker);
    buffer_free(&stream->pending);
    reader_free(&stream->reader);
    output_free(&stream->output);
    document_names_free(&stream->names);
    free(stream);
}

/* ---- Reading ---- */

static void report_progress(const gaz_stream *stream) {
    uint64_t done;
    uint64_t total;
    if (!stream->options.progress) return;
    input_position(&done, &total, stream->reader.input);
    stream->options.progress(stream->options.user, "tagging", done, total);
}

/* Tags a file that is open. Only if all that could be read of it has been, the stream has not failed. */
static gaz_status run(gaz_stream *stream, gaz_error *error) {
    struct reader *reader = &stream->reader;
    gaz_status status = GAZ_OK;
    while (!reader->ended && status == GAZ_OK) {
        struct job *job = ring_next(stream->ring);
        status = reader_next(reader, &job->block, error);
        if (status != GAZ_OK) break;
        job->file = stream->file;
        if (stream->options.before_block && !job->block.goes_on) stream->options.before_block(stream->options.user);
        status = ring_submit(stream->ring, error);
        report_progress(stream);
    }
    gaz_error late;
    gaz_status drained = ring_drain(stream->ring, &late);
    if (status == GAZ_OK && drained != GAZ_OK) {
        if (error) *error = late;
        status = drained;
    }
    stream->failed = drained != GAZ_OK || (status != GAZ_OK && !reader->broken);
    return status == GAZ_OK ? reader_failure(reader, error) : status;
}

gaz_status gaz_stream_file(gaz_stream *stream, const char *path, gaz_error *error) {
    return gaz_stream_file_as(stream, path, NULL, error);
}

/* Whether a name stays inside of a folder. */
static bool is_inside(const char *name) {
    if (*name == '/') return false;
    for (const char *slash;; name = slash + 1) {
        if (strncmp(name, "..", 2) == 0 && (name[2] == '/' || name[2] == 0)) return false;
        slash = strchr(name, '/');
        if (!slash) return true;
    }
}

gaz_status gaz_stream_file_as(gaz_stream *stream, const char *path, const char *name, gaz_error *error) {
    if (!stream || !path) return error_argument(error, "gaz_stream_file without a path");
    if (name && !is_inside(name)) return error_argument(error, "gaz_stream_file_as with a name outside of the folder");
    if (stream->failed) return error_argument(error, "gaz_stream_file after a failure");
    stream->file++;
    stream->sentence = 0;
    gaz_status status = reader_open(&stream->reader, path, error);
    if (status == GAZ_OK) {
        status = output_begin_file(&stream->output, path, name, error);
        stream->failed = status != GAZ_OK;
    }
    if (status == GAZ_OK) status = run(stream, error);
    if (status == GAZ_OK) {
        status = output_end_file(&stream->output, error);
        stream->failed = status != GAZ_OK;
    }
    output_drop_file(&stream->output);
    stream->totals.kind = stream->reader.kind;
    reader_close(&stream->reader);
    return status;
}

int gaz_stream_is_usable(const gaz_stream *stream) {
    return stream && !stream->failed;
}

const char *gaz_record_fault_name(gaz_record_fault fault) {
    static const char *const names[] = {
        [GAZ_RECORD_SYNTAX] = "not JSON",
        [GAZ_RECORD_SURROGATE] = "half of a surrogate pair in a string",
        [GAZ_RECORD_NUMBER] = "a number that is too large",
        [GAZ_RECORD_DEPTH] = "nested too deep",
        [GAZ_RECORD_NO_OBJECT] = "not an object",
        [GAZ_RECORD_NO_FIELD] = "no field with the text",
        [GAZ_RECORD_NO_TEXT] = "the field is no text",
        [GAZ_RECORD_REPLACED] = "a member was where the spans are written",
        [GAZ_RECORD_SOURCE] = "a member was where the source is written",
        [GAZ_RECORD_NO_ID] = "no id in the field that is named",
    };
    return (size_t)fault < GAZ_RECORD_FAULTS ? names[fault] : "unknown fault";
}

int gaz_stream_looks_raw(const gaz_stream *stream) {
    return stream && stream->reader.looks_raw;
}

int gaz_stream_looks_columns(const gaz_stream *stream) {
    return stream && stream->reader.looks_columns;
}

void gaz_stream_get_totals(gaz_stream_totals *totals, const gaz_stream *stream) {
    *totals = stream->totals;
}

gaz_status gaz_stream_finish(gaz_stream_totals *totals, gaz_stream *stream, gaz_error *error) {
    if (!stream) return error_argument(error, "gaz_stream_finish without a stream");
    if (totals) *totals = stream->totals;
    if (stream->options.output != GAZ_FORMAT_COUNT) return output_finish(&stream->output, error);
    struct buffer line = {0};
    bool ok = buffer_add_text(&line, "sentences ") && buffer_add_number(&line, stream->totals.sentences) &&
              buffer_add_text(&line, " tokens ") && buffer_add_number(&line, stream->totals.tokens) &&
              buffer_add_text(&line, " spans ") && buffer_add_number(&line, stream->totals.spans) &&
              buffer_add_byte(&line, '\n');
    gaz_status status = ok ? output_write(&stream->output, line.bytes, line.size, false, error) : error_memory(error);
    buffer_free(&line);
    return status;
}
