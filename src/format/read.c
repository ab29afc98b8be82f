#include "format/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/file_title.h"
#include "base/input.h"
#include "base/unicode.h"
#include "document/suggestion.h"
#include "format/detect.h"
#include "format/folder.h"
#include "format/scheme_tags.h"

void gaz_corpus_options_init(gaz_corpus_options *options) {
    *options = (gaz_corpus_options){.format = GAZ_FORMAT_AUTO};
    gaz_columns_init(&options->columns);
}

/* ---- Sources ---- */

/* Fails for what is no corpus. Other formats than columns have a grammar that tells; markup may be columns if these are
 * forced. */
static gaz_status check(struct corpus_source *source, const gaz_corpus_options *options, gaz_error *error) {
    bool columns = source->format->number == GAZ_FORMAT_CONLL;
    unsigned accepted = options->columns.lenient ? FILE_CHECK_BYTES : 0;
    if (!columns) accepted |= FILE_CHECK_KIND;
    if (options->format != GAZ_FORMAT_AUTO) accepted |= FILE_CHECK_MARKUP;
    source->not_utf8 = options->columns.lenient && !unicode_is_valid(source->text, source->size);
    return file_check(source->path, source->text, source->size, accepted, "corpus", error);
}

/* Finds the files of a folder, and the format of the first one. */
static gaz_status open_folder(struct corpus_source *source, const gaz_corpus_options *options, gaz_error *error) {
    gaz_status status = folder_find_texts(&source->files, source->path, error);
    if (status != GAZ_OK) return status;
    if (!source->files[0])
        return error_set(error, GAZ_ERROR_IO, source->path, 0,
                         "is a folder without .ann files or other annotated texts; name the corpus's files, or brat's "
                         "folders one by one");
    struct corpus_source first;
    status = corpus_open(&first, source->files[0], options, error);
    source->format = first.format;
    if (status == GAZ_OK && first.format->reader->read_corpus)
        status =
            error_set(error, GAZ_ERROR_INPUT, source->files[0], 0,
                      "is no annotated text, of which a folder is read, but %s; name the corpus's files one by one, or "
                      "their format",
                      first.format->name);
    corpus_close(&first);
    return status;
}

gaz_status corpus_open(struct corpus_source *source, const char *path, const gaz_corpus_options *options,
                       gaz_error *error) {
    gaz_format forced = options->format;
    *source = (struct corpus_source){.path = path, .name = error_file_name(path)};
    gaz_status status = GAZ_OK;
    if (forced != GAZ_FORMAT_AUTO) {
        source->format = format_of(forced);
        if (!source->format || !source->format->reader)
            return error_set(error, GAZ_ERROR_ARGUMENT, path, 0, "no annotations are read from this format");
    } else {
        status = detect_path(&source->format, path, error);
    }
    if (status != GAZ_OK || (source->format && source->format->reader->opens)) return status;
    if (file_is_folder(path) && !(source->format && source->format->reader->read_corpus))
        return open_folder(source, options, error);
    status = input_read_file(&source->text, &source->size, path, options->encoding, error);
    if (status == GAZ_OK && !source->format)
        status = detect_text(&source->format, source->text, source->size, options->fields, error);
    return status == GAZ_OK ? check(source, options, error) : status;
}

void corpus_close(struct corpus_source *source) {
    free(source->text);
    file_paths_free(source->files);
    source->text = NULL;
    source->files = NULL;
}

/* ---- Documents ---- */

/* What a format that reads into a corpus keeps: the corpus, and how far it has been given out. */
struct corpus_state {
    struct corpus corpus;
    uint64_t document;
    uint64_t span;
};

static gaz_status begin_corpus(struct document_reader *reader, gaz_error *error) {
    struct corpus_state *state = calloc(1, sizeof *state);
    if (!state) return error_memory(error);
    reader->state = state;
    return reader->source->format->reader->read_corpus(&state->corpus, reader, error);
}

static gaz_status next_of_corpus(bool *found, struct document_reader *reader, gaz_error *error) {
    struct corpus_state *state = reader->state;
    *found = state->document < state->corpus.document_count;
    if (!*found) return GAZ_OK;
    reader->document.number = state->corpus.document_count > 1 ? state->document + 1 : 0;
    return corpus_get_document(&reader->document, &state->span, &state->corpus, state->document++, error);
}

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    const struct format_reader *format = reader->source->format->reader;
    reader->begun = true;
    reader->document.names = &reader->names;
    reader->report->format = reader->source->format->number;
    if (format->read_corpus) return begin_corpus(reader, error);
    reader->report->detected = (gaz_columns){.scheme = GAZ_SCHEME_IOB2};
    return format->begin ? format->begin(reader, error) : GAZ_OK;
}

/* Finds whether the spans are those that were suggested. */
static gaz_status find_unreviewed(struct document_reader *reader, gaz_error *error) {
    gaz_document *document = &reader->document;
    uint64_t number;
    if (document->suggestion) {
        if (!suggestion_measure(&number, document, true)) return error_memory(error);
        document->unreviewed = number == document->suggestion;
    }
    reader->report->unreviewed += document->unreviewed && reader->options->reviewed_only;
    return GAZ_OK;
}

/* The next document of a file. */
static gaz_status next_of_source(bool *found, struct document_reader *reader, gaz_error *error) {
    const struct format_reader *format = reader->source->format->reader;
    gaz_status status = reader->begun ? GAZ_OK : begin(reader, error);
    *found = false;
    if (status != GAZ_OK) return status;
    if (format->read_corpus) {
        document_clear(&reader->document);
        return next_of_corpus(found, reader, error);
    }
    do {
        document_clear(&reader->document);
        *found = false;
        status = format->next(found, reader, error);
        if (status == GAZ_OK && *found) status = document_gather_senses(&reader->document, error);
        if (status == GAZ_OK && *found) status = find_unreviewed(reader, error);
    } while (status == GAZ_OK && *found && reader->document.unreviewed && reader->options->reviewed_only);
    return status;
}

/* Forgets the file, but not its names. */
static void end_source(struct document_reader *reader) {
    if (!reader->begun) return;
    const struct format_reader *format = reader->source->format->reader;
    if (format->read_corpus) {
        if (reader->state) corpus_free(&((struct corpus_state *)reader->state)->corpus);
        free(reader->state);
    } else if (format->end) {
        format->end(reader);
    }
    reader->state = NULL;
    reader->begun = false;
}

/* Names the newest document after its file, unless its format has done so; where a file is a document, that is its id.
 */
static gaz_status name_document(struct document_reader *reader, gaz_error *error) {
    const struct corpus_source *source = reader->source;
    gaz_document *document = &reader->document;
    if (!document->name && source->path) {
        reader->name.size = 0;
        if (!file_add_stem(&reader->name, source->path)) return error_memory(error);
        document->name = reader->name.bytes;
    }
    const struct format_writer *format = source->format->writer;
    if (document->id || !document->name || !format || !format->own_file) return GAZ_OK;
    reader->id.size = 0;
    if (!file_title_read(&reader->id, document->name, strlen(document->name)) || !buffer_add_byte(&reader->id, 0))
        return error_memory(error);
    document->id = reader->id.bytes;
    return GAZ_OK;
}

/* ---- Folders ---- */

/* Closes the open file of a folder, if there is one. */
static void close_file(struct document_reader *reader) {
    if (reader->source == &reader->folder.file) end_source(reader);
    corpus_close(&reader->folder.file);
    reader->source = reader->folder.whole;
    reader->document.name = NULL;
}

/* Opens the next file of a folder. */
static gaz_status open_file(struct document_reader *reader, gaz_error *error) {
    struct folder_state *folder = &reader->folder;
    struct corpus_source *file = &folder->file;
    gaz_corpus_report *report = reader->report;
    gaz_status status = corpus_open(file, folder->whole->files[folder->next++], reader->options, error);
    if (status != GAZ_OK) return status;
    if (file->format != folder->whole->format)
        return error_set(
            error, GAZ_ERROR_INPUT, file->path, 0,
            "is %s, and the files before it in the folder are %s; name their format, or the files one by one",
            file->format->name, folder->whole->format->name);
    report->files++;
    report->byte_order_mark += byte_order_mark(file->text, file->size) > 0;
    report->not_utf8 += file->not_utf8;
    reader->source = file;
    return GAZ_OK;
}

static gaz_status next_of_folder(bool *found, struct document_reader *reader, gaz_error *error) {
    struct folder_state *folder = &reader->folder;
    gaz_status status = GAZ_OK;
    *found = false;
    if (!folder->whole) folder->whole = reader->source;
    while (status == GAZ_OK && !*found) {
        if (reader->source == folder->whole && !folder->whole->files[folder->next]) break;
        if (reader->source == folder->whole) status = open_file(reader, error);
        if (status == GAZ_OK) status = next_of_source(found, reader, error);
        if (status == GAZ_OK && !*found) close_file(reader);
    }
    return status;
}

gaz_status document_reader_next(bool *found, struct document_reader *reader, gaz_error *error) {
    bool folder = reader->folder.whole || reader->source->files;
    gaz_status status = folder ? next_of_folder(found, reader, error) : next_of_source(found, reader, error);
    return status == GAZ_OK && *found ? name_document(reader, error) : status;
}

void document_reader_free(struct document_reader *reader) {
    if (reader->folder.whole)
        close_file(reader);
    else
        end_source(reader);
    document_free(&reader->document);
    document_names_free(&reader->names);
    buffer_free(&reader->name);
    buffer_free(&reader->id);
    *reader = (struct document_reader){0};
}

/* ---- Corpora ---- */

/* Adds all documents, which have no tags: those that IOB2 has for them are made. */
static gaz_status add_documents(struct corpus *corpus, struct document_reader *reader, gaz_error *error) {
    uint64_t tokens = corpus->token_count;
    uint64_t sentences = corpus->sentence_count;
    uint64_t documents = corpus->document_count;
    uint64_t spans = corpus->span_count;
    const struct corpus_source *source = reader->source;
    gaz_corpus_report *report = reader->report;
    bool found = true;
    gaz_status status = GAZ_OK;
    while (found && status == GAZ_OK) {
        status = document_reader_next(&found, reader, error);
        if (status == GAZ_OK && found) status = corpus_add_document(corpus, report, &reader->document, error);
    }
    if (status == GAZ_OK && corpus->keep_tags) status = spelling_keep(corpus, tokens, spans, error);
    if (status != GAZ_OK) return status;
    if (reader->progress) reader->progress(reader->user, "reading", source->size, source->size);
    if (source->text) {
        report->files++;
        report->byte_order_mark += byte_order_mark(source->text, source->size) > 0;
    }
    report->documents += corpus->document_count - documents;
    report->sentences += corpus->sentence_count - sentences;
    report->tokens += corpus->token_count - tokens;
    report->entities += corpus->span_count - spans;
    return GAZ_OK;
}

gaz_status corpus_read_source(struct corpus *corpus, gaz_corpus_report *report, const struct corpus_source *source,
                              const gaz_corpus_options *options, gaz_progress progress, void *user, gaz_error *error) {
    struct document_reader reader = {
        .source = source, .options = options, .report = report, .progress = progress, .user = user};
    const struct format *format = source->format;
    report->format = format->number;
    report->not_utf8 += source->not_utf8;
    gaz_status status = format->reader->read_corpus ? format->reader->read_corpus(corpus, &reader, error)
                                                    : add_documents(corpus, &reader, error);
    document_reader_free(&reader);
    return status;
}

gaz_status corpus_read(struct corpus *corpus, gaz_corpus_report *report, const char *path,
                       const gaz_corpus_options *options, gaz_progress progress, void *user, gaz_error *error) {
    struct corpus_source source;
    gaz_status status = corpus_open(&source, path, options, error);
    if (status == GAZ_OK) status = corpus_read_source(corpus, report, &source, options, progress, user, error);
    corpus_close(&source);
    return status;
}
