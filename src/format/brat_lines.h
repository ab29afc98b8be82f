/* The lines of brat's standoff: spans and what concepts they are. */
#ifndef FORMAT_BRAT_LINES_H
#define FORMAT_BRAT_LINES_H

#include "base/buffer.h"
#include "document/document.h"
#include "document/offsets.h"
#include "gaz.h"

/* A piece of a span, in code points, and then in bytes. */
struct brat_piece {
    uint64_t begin;
    uint64_t end;
    size_t first;
    size_t last;
};

/* All zero but the first five before the first file. The room is used again. */
struct brat_lines {
    gaz_document *document;
    gaz_corpus_report *report;
    const char *name;          /* of the file, for errors; borrowed */
    const struct buffer *text; /* of the document, UTF-8; borrowed */
    bool lenient;              /* lines that cannot be read are left out and counted */
    struct offset_index offsets;
    struct brat_piece *pieces; /* of the span at hand */
    size_t piece_count;
    size_t piece_capacity;
    struct buffer slice; /* its pieces with a space between two; scratch */
    struct strings keys; /* "T1", ..., */
    size_t *spans;       /* and which spans of the document they are; BRAT_NO_SPAN = none */
    size_t span_capacity;
    bool touched; /* there are lines that gaz does not write */
};

#define BRAT_NO_SPAN SIZE_MAX

/* How the settings begin of a folder that gaz has filled. */
#define BRAT_SUGGESTED "# Suggested by gaz. A file without annotations is one that nobody has reviewed.\n"

/* Gives the document, which is cut into tokens, the spans of the lines, and what they say of gaz's suggestions. */
gaz_status brat_lines_read(struct brat_lines *brat, const struct buffer *bytes, gaz_error *error);

void brat_lines_free(struct brat_lines *brat);

#endif
