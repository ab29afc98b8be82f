#include "stream/output.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file_title.h"
#include "base/input.h"
#include "base/sink.h"

static gaz_status write_settings(const struct output *output, const struct format_settings *settings,
                                 gaz_error *error) {
    char *path = file_join(output->folder, settings->name);
    struct buffer text = {0};
    bool there;
    bool empty;
    if (!path) return error_memory(error);
    gaz_status status = file_look(&there, &empty, path, error);
    if (status == GAZ_OK && !there) {
        if (!settings->write(&text, output->types, output->suggested)) status = error_memory(error);
        if (status == GAZ_OK && text.size) status = file_replace(path, text.bytes, text.size, error);
    }
    buffer_free(&text);
    free(path);
    return status;
}

gaz_status output_write_settings(const struct output *output, gaz_error *error) {
    gaz_status status = GAZ_OK;
    if (!output->folder || !output->format || !output->format->settings) return GAZ_OK;
    for (const struct format_settings *settings = output->format->settings; settings->name && status == GAZ_OK;
         settings++)
        status = write_settings(output, settings, error);
    return status;
}

gaz_status output_find_suggested(struct output *output, gaz_error *error) {
    char **paths;
    if (!output->folder || !output->format || output->format->tells == GAZ_FORMAT_AUTO) return GAZ_OK;
    gaz_status status = file_find(&paths, output->folder, output->format->ending, error);
    if (status != GAZ_OK) return status;
    output->suggested = !paths[0];
    file_paths_free(paths);
    return GAZ_OK;
}

gaz_status output_begin(struct output *output, gaz_error *error) {
    if (output->folder) return file_make_folder(output->folder, error);
    if (output->format && output->format->text_ending)
        return error_hint(
            error, GAZ_HINT_OUTPUT_FOLDER,
            error_argument(error, "this format writes two files for each document, and needs a folder for them"));
    return GAZ_OK;
}

/* ---- Names ---- */

/* folder/stem.ending in owned memory; NULL: out of memory. */
static char *make_path(const struct output *output, const char *stem, const char *ending) {
    struct buffer path = {0};
    bool good = buffer_add_text(&path, output->folder) && buffer_add_byte(&path, '/') && buffer_add_text(&path, stem) &&
                buffer_add_byte(&path, '.') && buffer_add_text(&path, ending) && buffer_add_byte(&path, 0);
    if (good) return path.bytes;
    buffer_free(&path);
    return NULL;
}

gaz_status output_protect(struct output *output, const char *path, gaz_error *error) {
    struct file_identity identity;
    uint32_t number;
    if (!output->folder || !file_identify(&identity, path)) return GAZ_OK;
    return strings_add(&number, &output->inputs, (const char *)&identity, sizeof identity, error);
}

/* The path of a file that may be written: it is none that is read. */
static gaz_status choose_path(char **path, const struct output *output, const char *stem, const char *ending,
                              gaz_error *error) {
    *path = make_path(output, stem, ending);
    if (!*path) return error_memory(error);
    struct file_identity identity;
    if (!file_identify(&identity, *path) || !strings_have(&output->inputs, (const char *)&identity, sizeof identity))
        return GAZ_OK;
    gaz_status status = error_set(error, GAZ_ERROR_ARGUMENT, *path, 0,
                                  "this input file would be written over by an output; choose another folder");
    free(*path);
    *path = NULL;
    return status;
}

/* ---- Files ---- */

static gaz_status open_file(struct output *output, gaz_error *error) {
    char *path;
    gaz_status status = choose_path(&path, output, output->stem.bytes, output->ending, error);
    if (status == GAZ_OK && strchr(output->stem.bytes, '/')) status = file_make_parents(path, error);
    if (status == GAZ_OK) status = file_create(&output->writer, path, error);
    free(path);
    output->open = status == GAZ_OK;
    output->writer.unsynced = true;
    output->begun = false;
    return status;
}

/* Begins with what belongs to output->stem; `input` is for errors. */
static gaz_status begin_stem(struct output *output, const char *input, gaz_error *error) {
    const char *stem = output->stem.bytes;
    bool own = output->format && output->format->own_file;
    if (!output->folder && own && output->taken.count)
        return error_hint(error, GAZ_HINT_OUTPUT_FOLDER,
                          error_set(error, GAZ_ERROR_ARGUMENT, input, 0,
                                    "a file of this format holds one document; more need a folder"));
    if (output->folder && strings_have(&output->taken, stem, strlen(stem)))
        return error_set(error, GAZ_ERROR_ARGUMENT, input, 0,
                         "two input files are named %s, and their outputs would be; use another folder for one", stem);
    uint32_t number;
    gaz_status status = strings_add(&number, &output->taken, stem, strlen(stem), error);
    if (status == GAZ_OK && output->folder && !own) status = open_file(output, error);
    return status;
}

gaz_status output_begin_file(struct output *output, const char *input, const char *name, gaz_error *error) {
    gaz_status status = output_protect(output, input, error);
    if (status != GAZ_OK) return status;
    output->stem.size = 0;
    bool good = name ? file_add_name(&output->stem, name) : file_add_stem(&output->stem, input);
    return good ? begin_stem(output, input, error) : error_memory(error);
}

gaz_status output_begin_named(struct output *output, const char *name, gaz_error *error) {
    if (output->folder && (name[0] == 0 || strchr(name, '/')))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "a document is named \"%.100s\", which no file can be",
                         name);
    output->stem.size = 0;
    bool ok = buffer_add_text(&output->stem, name) && buffer_add_byte(&output->stem, 0);
    return ok ? begin_stem(output, name, error) : error_memory(error);
}

static gaz_status write_bytes(struct output *output, const char *bytes, size_t size, gaz_error *error) {
    if (size == 0) return GAZ_OK;
    if (output->open) return file_write(&output->writer, bytes, size, error);
    return sink_write(output->sink, bytes, size, error);
}

static gaz_status write_text(struct output *output, const char *text, gaz_error *error) {
    return text ? write_bytes(output, text, strlen(text), error) : GAZ_OK;
}

static gaz_status write_before(struct output *output, gaz_error *error) {
    const struct format_writer *format = output->format;
    if (!format->begin) return write_text(output, format->before, error);
    struct buffer bytes = {0};
    bool good = format->begin(&bytes, output->types, output->style);
    gaz_status status = good ? write_bytes(output, bytes.bytes, bytes.size, error) : error_memory(error);
    buffer_free(&bytes);
    return status;
}

gaz_status output_write(struct output *output, const char *bytes, size_t size, bool documents, gaz_error *error) {
    if (size == 0 || !documents) return write_bytes(output, bytes, size, error);
    const struct format_writer *format = output->format;
    size_t between = format->between ? strlen(format->between) : 0;
    gaz_status status = GAZ_OK;
    if (!output->begun) {
        status = write_before(output, error);
        bytes += between;
        size -= between;
        output->begun = true;
    }
    return status == GAZ_OK ? write_bytes(output, bytes, size, error) : status;
}

/* Writes what comes before and after all documents, unless it has been written. */
static gaz_status end_documents(struct output *output, gaz_error *error) {
    const struct format_writer *format = output->format;
    if (!format) return GAZ_OK;
    gaz_status status = output->begun ? GAZ_OK : write_before(output, error);
    output->begun = true;
    return status == GAZ_OK ? write_text(output, format->after, error) : status;
}

gaz_status output_end_file(struct output *output, gaz_error *error) {
    if (!output->open) return GAZ_OK;
    gaz_status status = end_documents(output, error);
    if (status != GAZ_OK) return status;
    output->open = false;
    return file_commit(&output->writer, error);
}

void output_drop_file(struct output *output) {
    if (output->open) file_discard(&output->writer);
    output->open = false;
}

gaz_status output_finish(struct output *output, gaz_error *error) {
    if (output->folder) return GAZ_OK;
    return end_documents(output, error);
}

void output_free(struct output *output) {
    output_drop_file(output);
    strings_free(&output->taken);
    strings_free(&output->titles);
    strings_free(&output->inputs);
    buffer_free(&output->stem);
}

/* ---- Documents in files of their own ---- */

/* What a document's files are called: its id, with a number if it is not 0; or the name of its input with its own
 * number there, in six digits. False: out of memory. */
static bool add_title(struct buffer *stem, const gaz_document *document, uint64_t number) {
    enum { DIGITS = 6 };
    struct buffer digits = {0};
    const char *title = document_title(document);
    stem->size = 0;
    bool good = file_title_add(stem, *title ? title : "document", number);
    if (document_title_number(document)) {
        good = good && buffer_add_number(&digits, document->number) && buffer_add_byte(stem, '-');
        for (size_t i = digits.size; i < DIGITS && good; i++) good = buffer_add_byte(stem, '0');
        good = good && buffer_add(stem, digits.bytes, digits.size);
    }
    buffer_free(&digits);
    return good && buffer_add_byte(stem, 0);
}

/* Finds what the files of a document are called. A second document of one id gets its number in the output. */
static gaz_status choose_title(struct buffer *stem, struct output *output, const gaz_document *document,
                               gaz_error *error) {
    struct strings *titles = &output->titles;
    uint32_t place;
    if (!add_title(stem, document, 0)) return error_memory(error);
    if (!output->keeps_titles) return GAZ_OK;
    for (uint64_t number = titles->count + 1; strings_have(titles, stem->bytes, stem->size); number++) {
        if (!document->id)
            return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                             "two input files are named %s, and their outputs would be; use another folder for one",
                             document_title(document));
        if (!add_title(stem, document, number)) return error_memory(error);
    }
    return strings_add(&place, titles, stem->bytes, stem->size, error);
}

typedef bool write_function(struct buffer *out, const gaz_document *document, const struct write_style *style);

struct own_file {
    struct file_writer writer;
    gaz_status status;
    gaz_error *error;
};

static bool drain(struct buffer *bytes, void *context) {
    struct own_file *file = context;
    file->status = file_write(&file->writer, bytes->bytes, bytes->size, file->error);
    bytes->size = 0;
    return file->status == GAZ_OK;
}

static gaz_status write_own(const struct output *output, const char *stem, const gaz_document *document,
                            const struct write_style *style, const char *ending, write_function *write,
                            gaz_error *error) {
    struct own_file file = {.writer.descriptor = -1, .error = error};
    struct write_style drained = *style;
    struct buffer bytes = {0};
    char *path;
    drained.drain = drain;
    drained.drain_context = &file;
    gaz_status status = choose_path(&path, output, stem, ending, error);
    if (status == GAZ_OK) status = file_create(&file.writer, path, error);
    if (status == GAZ_OK && !write(&bytes, document, &drained))
        status = file.status == GAZ_OK ? error_memory(error) : file.status;
    if (status == GAZ_OK) status = file_write(&file.writer, bytes.bytes, bytes.size, error);
    file.writer.unsynced = true; /* it can be made again */
    if (status == GAZ_OK) status = file_commit(&file.writer, error);
    file_discard(&file.writer);
    buffer_free(&bytes);
    free(path);
    return status;
}

/* Fails if there is a file already that says something else: who works in the folder may have corrected it. */
static gaz_status check_corrected(const struct output *output, const char *stem, const gaz_document *document,
                                  const struct write_style *style, gaz_error *error) {
    const struct format_writer *format = output->format;
    struct buffer bytes = {0};
    char *old = NULL;
    size_t old_size = 0;
    char *path;
    gaz_status status = choose_path(&path, output, stem, format->ending, error);
    bool there = status == GAZ_OK && file_is_there(path);
    if (there) status = input_read_file(&old, &old_size, path, NULL, error);
    if (old_size) {
        if (!format->write(&bytes, document, style))
            status = error_memory(error);
        else if (bytes.size != old_size || memcmp(bytes.bytes, old, old_size) != 0)
            status = error_set(error, GAZ_ERROR_ARGUMENT, path, 0,
                               "is there with other annotations, perhaps corrected ones; remove it or choose another "
                               "folder");
    }
    buffer_free(&bytes);
    free(old);
    free(path);
    return status;
}

/* Whether the file that a document has is as gaz wrote it. */
static gaz_status find_unreviewed(bool *unreviewed, const struct output *output, const char *path, gaz_error *error) {
    gaz_corpus_options options;
    gaz_document_reader *reader;
    const gaz_document *document = NULL;
    gaz_corpus_options_init(&options);
    options.format = output->format->tells;
    options.columns.lenient = 1;
    *unreviewed = false;
    gaz_status status = gaz_document_reader_new(&reader, path, &options, error);
    if (status != GAZ_OK) return status;
    status = gaz_document_read(&document, reader, error);
    *unreviewed = status == GAZ_OK && document && document->unreviewed;
    gaz_document_reader_free(reader);
    return status;
}

/* Fails if the text that a document has in the folder is not its own: then it is another one's. */
static gaz_status check_text(const struct output *output, const char *stem, const gaz_document *document,
                             const struct write_style *style, gaz_error *error) {
    struct buffer bytes = {0};
    char *path;
    char *old = NULL;
    size_t size = 0;
    gaz_status status = choose_path(&path, output, stem, output->format->text_ending, error);
    bool there = status == GAZ_OK && file_is_there(path);
    if (there) status = input_read_file(&old, &size, path, NULL, error);
    if (there && status == GAZ_OK && !output->format->write_text(&bytes, document, style)) status = error_memory(error);
    if (there && status == GAZ_OK && (bytes.size != size || memcmp(bytes.bytes, old, size) != 0))
        status = error_set(error, GAZ_ERROR_ARGUMENT, path, 0,
                           "is there with another text; remove it and its annotations, or choose another folder");
    buffer_free(&bytes);
    free(old);
    free(path);
    return status;
}

/* Whether a document stays as it is in the folder. An empty file is one that waits for its annotations, unless gaz has
 * found nothing there. */
static gaz_status find_kept(bool *kept, const struct output *output, const char *stem, const gaz_document *document,
                            const struct write_style *style, gaz_error *error) {
    bool unreviewed = false;
    bool there = false;
    bool waits = false;
    bool renews = output->existing == OUTPUT_RENEWS;
    char *path;
    gaz_status status = choose_path(&path, output, stem, output->format->ending, error);
    if (status == GAZ_OK) status = file_look(&there, &waits, path, error);
    if (status == GAZ_OK && there && (waits || renews) && output->format->tells)
        status = find_unreviewed(&unreviewed, output, path, error);
    *kept = there && (waits ? unreviewed && !renews : !unreviewed || !renews);
    if (*kept && status == GAZ_OK && output->format->text_ending)
        status = check_text(output, stem, document, style, error);
    free(path);
    return status;
}

gaz_status output_write_own(bool *written, struct output *output, const gaz_document *document,
                            const struct write_style *style, gaz_error *error) {
    const struct format_writer *format = output->format;
    struct buffer stem = {0};
    bool kept = false;
    gaz_status status = choose_title(&stem, output, document, error);
    if (status == GAZ_OK && format->edited && output->existing == OUTPUT_REFUSES)
        status = check_corrected(output, stem.bytes, document, style, error);
    else if (status == GAZ_OK && format->edited)
        status = find_kept(&kept, output, stem.bytes, document, style, error);
    *written = !kept;
    if (status == GAZ_OK && format->text_ending && !kept)
        status = write_own(output, stem.bytes, document, style, format->text_ending, format->write_text, error);
    const char *ending = format->ending_of ? format->ending_of(document) : format->ending;
    if (status == GAZ_OK && !kept)
        status = write_own(output, stem.bytes, document, style, ending, format->write, error);
    buffer_free(&stem);
    return status;
}
