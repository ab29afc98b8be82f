/* Annotated documents of every format, one after the other, or all of them as a corpus. */
#ifndef FORMAT_READ_H
#define FORMAT_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "document/corpus.h"
#include "document/document.h"
#include "format/format.h"
#include "gaz.h"

/* What is to be read: a file as a whole ("-" is standard input), a folder of such files, or a path that the format
 * opens itself. */
struct corpus_source {
    const char *path;            /* borrowed */
    const char *name;            /* for errors */
    const struct format *format; /* the JSON formats but json-tokens are all jsonl, unless one is forced */
    char *text;                  /* owned; NULL: the format opens the path */
    size_t size;
    bool not_utf8; /* which was accepted */
    char **files;  /* of a folder: the paths of those with annotated texts, by name, up to a NULL; owned. The format is
                    * that of all of them. NULL: it is no folder */
};

/* Loads what is to be read, and detects its format unless one is forced. To be closed after a failure, too. */
gaz_status corpus_open(struct corpus_source *source, const char *path, const gaz_corpus_options *options,
                       gaz_error *error);
void corpus_close(struct corpus_source *source);

/* Reads a source's documents. */
struct document_reader {
    const struct corpus_source *source; /* borrowed; from the first document on of a folder, the file in it */
    const gaz_corpus_options *options;  /* borrowed */
    gaz_corpus_report *report;          /* borrowed; counts are added to it */
    gaz_progress progress;              /* may be NULL */
    void *user;                         /* the progress function's */
    struct document_names names;
    gaz_document document; /* the newest */
    void *state;           /* the format's */
    bool begun;
    struct buffer name; /* of the file, without folder and endings */
    struct buffer id;   /* what that stands for, where a file is a document */
    struct folder_state {
        const struct corpus_source *whole; /* borrowed; NULL: no folder is read */
        struct corpus_source file;         /* that is open */
        size_t next;
    } folder;
};

/* The next document, in reader->document until the next call; `*found` false: there is none left. */
gaz_status document_reader_next(bool *found, struct document_reader *reader, gaz_error *error);
void document_reader_free(struct document_reader *reader);

/* Reads all of a source into `corpus`, and adds to the report (both as far as they hold something already). On failure
 * the corpus is to be freed. */
gaz_status corpus_read_source(struct corpus *corpus, gaz_corpus_report *report, const struct corpus_source *source,
                              const gaz_corpus_options *options, gaz_progress progress, void *user, gaz_error *error);

/* Opens, reads and closes. */
gaz_status corpus_read(struct corpus *corpus, gaz_corpus_report *report, const char *path,
                       const gaz_corpus_options *options, gaz_progress progress, void *user, gaz_error *error);

#endif
