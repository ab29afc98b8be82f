/* What the parts of a stream share: it is made and fed in stream.c; its blocks are tagged in stream_tag.c, those that
 * hold documents in stream_documents.c. */
#ifndef TAG_STREAM_H
#define TAG_STREAM_H

#include "tag/document_maker.h"
#include "tag/output.h"
#include "tag/reader.h"
#include "tag/records.h"
#include "tag/scanner.h"
#include "tag/writer.h"

enum { BLOCK_SIZE = 1 << 20 /* the longest sentence that is tagged as a whole */ };

/* What a thread needs. */
struct desk {
    struct scanner *scanner;
    struct writer writer;
    uint64_t document;           /* the file that the writer is in */
    struct document_maker maker; /* of documents, */
    struct document_maker line;  /* and of a line of one */
    struct records records;      /* of a block */
};

struct gaz_stream {
    const gaz_model *model;
    gaz_stream_options options;
    struct output output;
    const struct document_format *format; /* NULL: what is written are sentences, as they come */
    struct document_style style;
    struct ring *ring;
    struct desk *desks; /* one per worker */
    unsigned desk_count;
    struct desk carry;
    struct buffer carried; /* the undecided end of the sentence that is carried over, then the block after it */
    struct reader reader;
    uint64_t document;
    bool by_document;  /* a block holds whole documents, however long they are */
    bool numbered;     /* sentences are numbered: blocks are tagged in order, without threads */
    uint64_t sentence; /* that ended in the document so far, if they are numbered */
    bool looks_raw;
    bool looks_columns;
    gaz_stream_totals totals;
};

/* ring_work: tags a block. */
void stream_tag(void *context, unsigned worker, struct block *block);

/* ring_write: writes what became of a block. */
gaz_status stream_write(void *context, struct block *block, gaz_error *error);

/* ---- What tagging sentences and documents share ---- */

/* Tags what the scanner was fed with, and writes it. */
void stream_tag_fed(gaz_stream *stream, struct desk *desk, struct block *block);

/* Fails with a row that the scanner stopped at, if it did. */
void stream_check_rows(const struct desk *desk, struct block *block);

/* A block of whole documents or JSON records. */
void stream_tag_documents(gaz_stream *stream, struct desk *desk, struct block *block);

#endif
