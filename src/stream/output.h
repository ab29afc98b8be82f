/* Where a stream's output goes: into a sink, or into files of a folder that are named after the input files. */
#ifndef STREAM_OUTPUT_H
#define STREAM_OUTPUT_H

#include "base/file.h"
#include "base/strings.h"
#include "format/format.h"

struct output {
    const gaz_sink *sink;               /* borrowed; NULL with a folder */
    const char *folder;                 /* NULL: the sink; borrowed */
    const struct format_writer *format; /* NULL: it is not one of documents; borrowed */
    const struct strings *types;        /* that spans can have, for what comes before the documents; borrowed */
    const struct write_style *style;    /* how they are written, for the same; borrowed */
    const char *ending;                 /* of the names of files */
    struct buffer stem;                 /* its name without folder and endings, then a zero byte */
    struct strings taken;               /* the stems so far */
    bool keeps_titles;     /* documents may have ids: what their own files are called is kept, so that none is
                            * written over another, and one thread writes at a time */
    struct strings titles; /* what they are called so far */
    struct strings inputs; /* the files that are not to be written over, as device and number */
    struct file_writer writer;
    enum output_existing {
        OUTPUT_REFUSES, /* a file with other annotations, where a person works in the folder, is an error */
        OUTPUT_KEEPS,   /* a document that has files is left as it is */
        OUTPUT_RENEWS   /* the same, unless nobody has touched it */
    } existing;
    bool suggested; /* documents are written whose spans are suggestions */
    bool open;      /* the writer is */
    bool begun;     /* something has been written, `before` of the format at least */
};

/* Makes the folder, if it is not there. */
gaz_status output_begin(struct output *output, gaz_error *error);

/* A file is, or will be, an input: no file of the folder is written over it. That there is none is no error. */
gaz_status output_protect(struct output *output, const char *path, gaz_error *error);

/* Finds whether all documents of the folder are suggestions: those of tagging, if no others are there. */
gaz_status output_find_suggested(struct output *output, gaz_error *error);

/* Writes the format's settings into the folder, if they are not there. */
gaz_status output_write_settings(const struct output *output, gaz_error *error);

/* An input file begins, and ends. A file that is not ended is not written. `name` is what its output is called after,
 * folders in it are made; NULL: the last part of its path. */
gaz_status output_begin_file(struct output *output, const char *input, const char *name, gaz_error *error);
/* The same by the name of a document, without folder and ending. */
gaz_status output_begin_named(struct output *output, const char *name, gaz_error *error);
gaz_status output_end_file(struct output *output, gaz_error *error);

/* Nothing is written of a file that has begun, unless it goes into the sink. */
void output_drop_file(struct output *output);

/* Writes bytes; `documents`: they are documents with `between` of the format before each. */
gaz_status output_write(struct output *output, const char *bytes, size_t size, bool documents, gaz_error *error);

/* Writes a document into files of its own. `*written` false: it has some, which stay as they are. May be called by
 * several threads at once, unless titles are kept. */
gaz_status output_write_own(bool *written, struct output *output, const gaz_document *document,
                            const struct write_style *style, gaz_error *error);

/* All input files have ended. */
gaz_status output_finish(struct output *output, gaz_error *error);

void output_free(struct output *output);

#endif
