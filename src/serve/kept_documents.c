#include "serve/kept_documents.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/file_map.h"
#include "base/hash.h"
#include "document/document.h"

struct kept_documents {
    const char *folder;
    pthread_mutex_t lock; /* of the files, and of the counts */
    struct kept_counts counts;
    char *mark;  /* path of the file that is there if something is new; owned */
    bool marked; /* it is there */
};

/* ---- Names ---- */

enum { NAME_MAX_BYTES = 200, NAME_CUT = 160 /* a number, the ending and a temporary one's must fit in 255 */ };

static bool add_escaped(struct buffer *name, const char *text) {
    static const char hexadecimal[] = "0123456789ABCDEF";
    bool good = true;
    for (; *text && good; text++) {
        unsigned char byte = (unsigned char)*text;
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     byte == '-' || byte == '_';
        const char escaped[3] = {'%', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
        good = plain ? buffer_add_byte(name, (char)byte) : buffer_add(name, escaped, sizeof escaped);
    }
    return good;
}

bool kept_documents_add_name(struct buffer *name, const char *source, const char *id) {
    size_t begin = name->size;
    if (!add_escaped(name, source) || !buffer_add_byte(name, '.') || !add_escaped(name, id)) return false;
    size_t size = name->size - begin;
    if (size > NAME_MAX_BYTES) {
        char number[20];
        (void)snprintf(number, sizeof number, "~%016" PRIx64, hash_bytes(name->bytes + begin, size, 0));
        name->size = begin + NAME_CUT;
        if (!buffer_add_text(name, number)) return false;
    }
    return buffer_add(name, ".jsonl", sizeof ".jsonl");
}

/* Owned; NULL: out of memory. */
static char *path_of(const struct kept_documents *documents, const char *source, const char *id) {
    struct buffer name = {0};
    char *path = kept_documents_add_name(&name, source, id) ? file_join(documents->folder, name.bytes) : NULL;
    buffer_free(&name);
    return path;
}

/* ---- Counts ---- */

/* Adds what a corpus holds. */
static gaz_status count_file(struct kept_counts *counts, const char *path, gaz_error *error) {
    gaz_document_reader *reader;
    const gaz_document *document;
    gaz_status status = gaz_document_reader_new(&reader, path, NULL, error);
    if (status != GAZ_OK) return status;
    while ((status = gaz_document_read(&document, reader, error)) == GAZ_OK && document) {
        counts->documents++;
        counts->annotations += document->span_count;
    }
    gaz_document_reader_free(reader);
    return status;
}

/* Whether a file of the folder is to be read. What cannot be read is, so that it is told. */
static bool is_corpus(const char *path) {
    static const char *const endings[] = {".jsonl", ".json", ".ndjson"};
    struct stat about;
    int found = 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (file_is_named(path, endings[i])) return stat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_size;
    return gaz_corpus_recognize(&found, path, NULL, NULL) != GAZ_OK || found;
}

gaz_status kept_documents_find(char ***paths, size_t *count, const struct kept_documents *documents, gaz_error *error) {
    gaz_status status = file_find(paths, documents->folder, "", error);
    size_t kept = 0;
    for (size_t i = 0; status == GAZ_OK && (*paths)[i]; i++) {
        char *path = (*paths)[i];
        (*paths)[i] = NULL;
        if (is_corpus(path))
            (*paths)[kept++] = path;
        else
            free(path);
    }
    *count = kept;
    return status;
}

static void count_files(struct kept_documents *documents, char *const *paths, void (*tell)(const char *message)) {
    for (size_t i = 0; paths[i]; i++) {
        struct kept_counts counts = {0};
        gaz_error error;
        char line[1200];
        if (count_file(&counts, paths[i], &error) != GAZ_OK) {
            (void)snprintf(line, sizeof line, "%s: %s", paths[i], error.message);
            tell(line);
        }
        documents->counts.documents += counts.documents;
        documents->counts.annotations += counts.annotations;
    }
}

void kept_documents_count(struct kept_counts *counts, struct kept_documents *documents) {
    pthread_mutex_lock(&documents->lock);
    *counts = documents->counts;
    pthread_mutex_unlock(&documents->lock);
}

/* ---- What is new ---- */

/* Called before a change: so that it is known whatever comes. */
static gaz_status mark(struct kept_documents *documents, gaz_error *error) {
    if (documents->marked) return GAZ_OK;
    gaz_status status = file_replace(documents->mark, "", 0, error);
    documents->marked = status == GAZ_OK;
    return status;
}

bool kept_documents_are_new(struct kept_documents *documents) {
    pthread_mutex_lock(&documents->lock);
    bool marked = documents->marked;
    pthread_mutex_unlock(&documents->lock);
    return marked;
}

gaz_status kept_documents_settle(struct kept_documents *documents, uint64_t changes, gaz_error *error) {
    gaz_status status = GAZ_OK;
    pthread_mutex_lock(&documents->lock);
    if (documents->marked && documents->counts.changes == changes) {
        status = file_remove(documents->mark, error);
        documents->marked = status != GAZ_OK;
    }
    pthread_mutex_unlock(&documents->lock);
    return status;
}

/* ---- The folder ---- */

gaz_status kept_documents_open(struct kept_documents **documents, const char *folder, void (*tell)(const char *message),
                               gaz_error *error) {
    char **paths;
    size_t count;
    *documents = NULL;
    gaz_status status = file_make_folder(folder, error);
    if (status != GAZ_OK) return status;
    struct kept_documents *opened = calloc(1, sizeof *opened);
    if (!opened) return error_memory(error);
    opened->folder = folder;
    pthread_mutex_init(&opened->lock, NULL);
    opened->mark = file_join(folder, ".gaz-new");
    opened->marked = opened->mark && file_is_there(opened->mark);
    status = opened->mark ? kept_documents_find(&paths, &count, opened, error) : error_memory(error);
    if (status != GAZ_OK) {
        kept_documents_free(opened);
        return status;
    }
    count_files(opened, paths, tell);
    file_paths_free(paths);
    *documents = opened;
    return GAZ_OK;
}

void kept_documents_free(struct kept_documents *documents) {
    if (!documents) return;
    pthread_mutex_destroy(&documents->lock);
    free(documents->mark);
    free(documents);
}

/* ---- Documents ---- */

/* The document as a line of JSON, with the text, the id and the spans alone. */
static gaz_status write_line(gaz_memory *line, const gaz_document *document, const char *id, gaz_error *error) {
    gaz_document_writer *writer;
    gaz_sink sink;
    gaz_document bare = *document;
    bare.id = *id ? id : NULL;
    bare.place = (struct document_place){0};
    bare.source = NULL;
    bare.field = NULL;
    bare.next = NULL;
    bare.shows_field = false;
    gaz_sink_memory(&sink, line);
    gaz_status status = gaz_document_writer_new(&writer, GAZ_FORMAT_JSONL, NULL, &sink, error);
    if (status != GAZ_OK) return status;
    status = gaz_document_write(writer, &bare, error);
    if (status == GAZ_OK) status = gaz_document_writer_finish(NULL, writer, error);
    gaz_document_writer_free(writer);
    return status;
}

static gaz_status compare(bool *same, const char *path, const gaz_memory *line, gaz_error *error) {
    struct file_map map;
    *same = false;
    if (!file_is_there(path)) return GAZ_OK;
    gaz_status status = file_copy(&map, path, error);
    if (status != GAZ_OK) return status;
    *same = map.size == line->size && memcmp(map.bytes, line->bytes, map.size) == 0;
    file_unmap(&map);
    return GAZ_OK;
}

/* Takes what a file holds out of the counts. A malformed one was not counted. */
static gaz_status forget(struct kept_documents *documents, const char *path, gaz_error *error) {
    struct kept_counts old = {0};
    if (!file_is_there(path)) return GAZ_OK;
    gaz_status status = count_file(&old, path, error);
    if (status != GAZ_OK) return status == GAZ_ERROR_INPUT ? GAZ_OK : status;
    documents->counts.documents -=
        old.documents < documents->counts.documents ? old.documents : documents->counts.documents;
    documents->counts.annotations -=
        old.annotations < documents->counts.annotations ? old.annotations : documents->counts.annotations;
    return GAZ_OK;
}

static gaz_status replace(struct kept_documents *documents, const char *path, const gaz_memory *line,
                          const gaz_document *document, gaz_error *error) {
    bool same;
    pthread_mutex_lock(&documents->lock);
    struct kept_counts before = documents->counts;
    gaz_status status = compare(&same, path, line, error);
    if (status == GAZ_OK && !same) {
        status = forget(documents, path, error);
        if (status == GAZ_OK) status = mark(documents, error);
        if (status == GAZ_OK) status = file_replace(path, line->bytes, line->size, error);
        documents->counts.documents++;
        documents->counts.annotations += document->span_count;
        documents->counts.changes++;
    }
    if (status != GAZ_OK) documents->counts = before;
    pthread_mutex_unlock(&documents->lock);
    return status;
}

gaz_status kept_documents_add(struct kept_documents *documents, const char *source, const char *id,
                              const gaz_document *document, gaz_error *error) {
    gaz_memory line = {0};
    char *path = path_of(documents, source, id);
    gaz_status status = path ? write_line(&line, document, id, error) : error_memory(error);
    if (status == GAZ_OK) status = replace(documents, path, &line, document, error);
    gaz_memory_free(&line);
    free(path);
    return status;
}

gaz_status kept_documents_remove(struct kept_documents *documents, const char *source, const char *id,
                                 gaz_error *error) {
    char *path = path_of(documents, source, id);
    if (!path) return error_memory(error);
    gaz_status status = GAZ_OK;
    pthread_mutex_lock(&documents->lock);
    if (file_is_there(path)) {
        struct kept_counts before = documents->counts;
        status = forget(documents, path, error);
        if (status == GAZ_OK) status = mark(documents, error);
        if (status == GAZ_OK) status = file_remove(path, error);
        documents->counts.changes++;
        if (status != GAZ_OK) documents->counts = before;
    }
    pthread_mutex_unlock(&documents->lock);
    free(path);
    return status;
}
