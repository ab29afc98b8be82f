/* brat's standoff: a text in NAME.txt, its spans in NAME.ann. */

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/input.h"
#include "base/unicode.h"
#include "format/brat_lines.h"
#include "format/read.h"

struct brat {
    gaz_document *document;
    gaz_corpus_report *report;
    const gaz_corpus_options *options; /* borrowed */
    char **paths;                      /* of the .ann files that are to be read, sorted, up to a NULL; owned */
    size_t path_count;
    size_t next;
    bool lenient;
    bool suggested; /* gaz has filled the folder */
    struct buffer stem;
    struct buffer text;
    struct brat_lines lines;
};

/* ---- Files ---- */

/* "NAME.ann" for "NAME.txt", and the other way round; owned. NULL: out of memory. */
static char *partner(const char *path, const char *ending) {
    size_t size = strlen(path) - 4;
    char *made = malloc(size + 5);
    if (!made) return NULL;
    memcpy(made, path, size);
    memcpy(made + size, ending, 5);
    return made;
}

static gaz_status find_partner(bool *there, const char *path, const char *ending, gaz_error *error) {
    char *other = partner(path, ending);
    if (!other) return error_memory(error);
    *there = file_is_there(other);
    free(other);
    return GAZ_OK;
}

/* Whether the path is a folder with an .ann file, or an .ann or .txt file beside its partner. */
static gaz_status find(bool *there, const char *path, gaz_error *error) {
    *there = false;
    if (!file_is_folder(path)) {
        if (file_has_ending(path, ".ann")) return find_partner(there, path, ".txt", error);
        return file_has_ending(path, ".txt") ? find_partner(there, path, ".ann", error) : GAZ_OK;
    }
    char **paths;
    gaz_status status = file_find(&paths, path, ".ann", error);
    if (status != GAZ_OK) return status;
    *there = paths[0] != NULL;
    file_paths_free(paths);
    return GAZ_OK;
}

/* Reads a file, with U+FFFD for bytes that are not UTF-8, if there may be some: each is one code point either way. */
static gaz_status read_file(struct buffer *text, struct brat *brat, const char *path, gaz_error *error) {
    char *bytes;
    size_t size;
    const gaz_corpus_options *options = brat->options;
    unsigned accepted = FILE_CHECK_KIND | (options->columns.lenient ? FILE_CHECK_BYTES : 0u);
    text->size = 0;
    gaz_status status = input_read_file(&bytes, &size, path, options->encoding, error);
    if (status == GAZ_OK) status = file_check(path, bytes, size, accepted, "text", error);
    if (status == GAZ_OK && !(buffer_reserve(text, 1) && unicode_mend(text, bytes, size))) status = error_memory(error);
    if (status == GAZ_OK) brat->report->not_utf8 += !unicode_is_valid(bytes, size);
    free(bytes);
    return status;
}

/* ---- A document ---- */

/* Makes CR LF a LF: what some tools have counted. */
static void drop_returns(struct buffer *text) {
    size_t kept = 0;
    for (size_t i = 0; i < text->size; i++)
        if (text->bytes[i] != '\r' || i + 1 == text->size || text->bytes[i + 1] != '\n')
            text->bytes[kept++] = text->bytes[i];
    text->size = kept;
}

/* Gives the document the spans of the lines. The counts go into `report` only if all of them fit. */
static gaz_status read_spans(struct brat *brat, const struct buffer *lines, gaz_error *error) {
    gaz_corpus_report before = *brat->report;
    document_clear(brat->document);
    gaz_status status = document_tokenize(brat->document, brat->text.bytes, brat->text.size, error);
    if (status == GAZ_ERROR_LIMIT)
        return error_set(error, status, brat->lines.name, 0, "its text has over 2,147,483,647 bytes");
    if (status == GAZ_OK) status = brat_lines_read(&brat->lines, lines, error);
    if (status != GAZ_OK) *brat->report = before;
    return status;
}

/* The same; if the spans do not fit, with CR LF as one character. If neither fits, a lenient reader leaves out those
 * that do not. */
static gaz_status fit_spans(struct brat *brat, const struct buffer *lines, gaz_error *error) {
    brat->lines.lenient = false;
    gaz_status status = read_spans(brat, lines, error);
    if (status == GAZ_ERROR_INPUT && memchr(brat->text.bytes, '\r', brat->text.size)) {
        drop_returns(&brat->text);
        gaz_status again = read_spans(brat, lines, NULL);
        if (again != GAZ_ERROR_INPUT) status = again == GAZ_OK ? GAZ_OK : error_memory(error);
    }
    brat->lines.lenient = brat->lenient;
    return status == GAZ_ERROR_INPUT && brat->lenient ? read_spans(brat, lines, error) : status;
}

/* Names the document after its file, without folder and ending. */
static gaz_status set_name(struct brat *brat, const char *path, gaz_error *error) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    brat->stem.size = 0;
    if (!buffer_add(&brat->stem, name, strlen(name) - 4) || !buffer_add_byte(&brat->stem, 0))
        return error_memory(error);
    brat->document->name = brat->stem.bytes;
    return GAZ_OK;
}

/* `path` is the .ann file's. */
static gaz_status read_document(struct brat *brat, const char *path, gaz_error *error) {
    struct buffer lines = {0};
    char *text_path = partner(path, ".txt");
    brat->lines.name = path;
    gaz_status status = text_path ? GAZ_OK : error_memory(error);
    if (status == GAZ_OK && !file_is_there(text_path))
        status = error_set(error, GAZ_ERROR_IO, path, 0, "there is no .txt file beside it");
    if (status == GAZ_OK) status = read_file(&brat->text, brat, text_path, error);
    if (status == GAZ_OK) status = read_file(&lines, brat, path, error);
    if (status == GAZ_OK) status = fit_spans(brat, &lines, error);
    if (status == GAZ_OK) status = set_name(brat, path, error);
    if (lines.size == 0 && brat->suggested) brat->document->unreviewed = true;
    if (status == GAZ_OK) brat->report->files++;
    buffer_free(&lines);
    free(text_path);
    return status;
}

static gaz_status count_unannotated(gaz_corpus_report *report, const char *folder, gaz_error *error) {
    char **paths;
    gaz_status status = file_find(&paths, folder, ".txt", error);
    if (status != GAZ_OK) return status;
    for (size_t i = 0; paths[i] && status == GAZ_OK; i++) {
        bool annotated = true;
        status = find_partner(&annotated, paths[i], ".ann", error);
        report->unannotated += !annotated;
    }
    file_paths_free(paths);
    return status;
}

static gaz_status open_folder(struct brat *brat, const char *folder, gaz_error *error) {
    gaz_status status = file_find(&brat->paths, folder, ".ann", error);
    if (status != GAZ_OK) return status;
    while (brat->paths[brat->path_count]) brat->path_count++;
    if (brat->path_count == 0)
        return error_set(error, GAZ_ERROR_IO, folder, 0,
                         "is a folder without .ann files; name brat's folders one by one");
    return count_unannotated(brat->report, folder, error);
}

/* A text without an .ann file is one that nobody has annotated. */
static gaz_status open_one(struct brat *brat, const char *path, gaz_error *error) {
    if (!file_has_ending(path, ".ann") && !file_has_ending(path, ".txt"))
        return error_set(error, GAZ_ERROR_IO, error_file_name(path), 0,
                         "a brat corpus is a folder, or a file NAME.ann or NAME.txt");
    if (!file_is_there(path)) return error_set(error, GAZ_ERROR_IO, path, 0, "there is no such file");
    char *annotations = partner(path, ".ann");
    brat->paths = calloc(2, sizeof *brat->paths);
    if (!annotations || !brat->paths) {
        free(annotations);
        return error_memory(error);
    }
    brat->paths[0] = annotations;
    brat->path_count = file_is_there(annotations);
    brat->report->unannotated += brat->path_count == 0;
    return GAZ_OK;
}

/* Finds whether gaz has filled the folder in which the files are, as its settings say. */
static gaz_status find_settings(struct brat *brat, const char *path, gaz_error *error) {
    static const char mark[] = BRAT_SUGGESTED;
    char *settings = NULL;
    char *text = NULL;
    size_t size = 0;
    gaz_status status = GAZ_OK;
    if (!file_is_folder(path))
        status = file_beside(&settings, path, "annotation.conf", error);
    else if (!(settings = file_join(path, "annotation.conf")))
        status = error_memory(error);
    if (status == GAZ_OK && settings && file_is_there(settings))
        status = input_read_file(&text, &size, settings, NULL, error);
    brat->suggested = size >= sizeof mark - 1 && memcmp(text, mark, sizeof mark - 1) == 0;
    free(settings);
    free(text);
    return status;
}

static gaz_status begin(struct document_reader *reader, gaz_error *error) {
    struct brat *brat = calloc(1, sizeof *brat);
    if (!brat) return error_memory(error);
    reader->state = brat;
    brat->report = reader->report;
    brat->options = reader->options;
    brat->document = &reader->document;
    brat->lenient = reader->options->columns.lenient != 0;
    brat->lines = (struct brat_lines){.document = brat->document, .report = brat->report, .text = &brat->text};
    const char *path = reader->source->path;
    gaz_status status = find_settings(brat, path, error);
    if (status != GAZ_OK) return status;
    return file_is_folder(path) ? open_folder(brat, path, error) : open_one(brat, path, error);
}

static gaz_status next(bool *found, struct document_reader *reader, gaz_error *error) {
    struct brat *brat = reader->state;
    *found = brat->next < brat->path_count;
    if (!*found) return GAZ_OK;
    gaz_status status = read_document(brat, brat->paths[brat->next++], error);
    if (reader->progress) reader->progress(reader->user, "reading", brat->next, brat->path_count);
    return status;
}

static void end(struct document_reader *reader) {
    struct brat *brat = reader->state;
    if (!brat) return;
    file_paths_free(brat->paths);
    brat_lines_free(&brat->lines);
    buffer_free(&brat->stem);
    buffer_free(&brat->text);
    free(brat);
}

const struct format_reader brat_reader = {
    .words = true, .opens = true, .find = find, .begin = begin, .next = next, .end = end};
