/* What the parts of a stream share: it is made and fed in stream.c; its blocks are tagged in stream_tag.c, those that
 * hold documents in stream_documents.c. */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H

#include "scan/document_tagger.h"
#include "scan/json_lines.h"
#include "scan/reader.h"
#include "scan/scanner.h"
#include "stream/output.h"
#include "stream/ring.h"
#include "stream/writer.h"

enum { BLOCK_SIZE = 1 << 20 /* the longest sentence that is tagged as a whole */ };

/* What a thread needs. */
struct desk {
    struct scanner *scanner;
    struct writer writer;
    uint64_t file;                 /* number of the one that the writer is in */
    struct document_tagger tagger; /* of documents, */
    gaz_document line_document;    /* and a line of one */
    struct json_lines lines;       /* of a block */
};

struct gaz_stream {
    const gaz_model *model;
    gaz_stream_options options;
    struct output output;
    const struct format_writer *format; /* NULL: what is written are sentences, as they come */
    struct write_style style;
    struct document_names names; /* of the documents */
    struct ring *ring;
    struct desk *desks; /* one per worker */
    unsigned desk_count;
    struct desk carry;
    struct buffer carried; /* the undecided end of the sentence that is carried over, then the block after it */
    struct reader reader;
    uint64_t file;     /* number of the newest input file, from 1 */
    bool by_document;  /* a block holds whole documents, however long they are */
    bool numbered;     /* sentences are numbered: blocks are tagged in order, without threads */
    uint64_t sentence; /* that ended in the document so far, if they are numbered */
    bool looks_raw;
    bool looks_columns;
    gaz_stream_totals totals;
};

/* ring_work: tags a block. */
void stream_tag(void *context, unsigned worker, struct job *job);

/* ring_write: writes what became of a block. */
gaz_status stream_write(void *context, struct job *job, gaz_error *error);

/* ---- What tagging sentences and documents share ---- */

/* Tags what the scanner was fed with, and writes it. */
void stream_tag_fed(gaz_stream *stream, struct desk *desk, struct job *job);

/* Fails with a row that the scanner stopped at, if it did. */
void stream_check_rows(const struct desk *desk, struct job *job);

/* A block of whole documents or JSON records. */
void stream_tag_documents(gaz_stream *stream, struct desk *desk, struct job *job);

#endif
