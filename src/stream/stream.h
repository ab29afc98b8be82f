/* What the parts of a stream share. stream.c has a picture of who calls whom. */
#ifndef STREAM_STREAM_H
#define STREAM_STREAM_H

#include "scan/reader.h"
#include "stream/output.h"
#include "stream/ring.h"
#include "stream/worker.h"

enum { BLOCK_SIZE = 1 << 20 /* the longest sentence that is tagged as a whole */ };

struct gaz_stream {
    gaz_stream_options options;
    struct output output;
    const struct format_writer *format; /* NULL: sentences are written as they come */
    struct write_style style;
    struct writer_settings writing;
    struct document_names names; /* of the documents */
    struct ring *ring;
    struct worker *workers; /* one per thread */
    unsigned worker_count;
    struct worker long_worker; /* for sentences longer than a block */
    struct buffer pending;     /* of such a sentence: its undecided end, then the block after it */
    bool inside_line;          /* its newest block ended inside a line */
    struct reader reader;
    uint64_t file;       /* number of the newest input file, from 1 */
    bool failed;         /* for good: not only one file could not be read */
    bool markup;         /* the input is: a block is a whole file */
    bool by_document;    /* a block holds whole documents, however long they are */
    bool line_documents; /* with abbreviations: a document is a line */
    bool in_order;       /* sentences have numbers, or a document has several blocks that depend on one another: blocks
                          * are tagged in order, without threads */
    uint64_t sentence;   /* sentences that have ended in the file so far, if they have numbers */
    gaz_stream_totals totals;
    uint64_t invalid_file; /* number of the newest file with bytes that are not UTF-8 */
};

/* ring_work: tags a block. */
void stream_tag(void *context, unsigned number, struct job *job);

/* ring_write: writes what became of a block. */
gaz_status stream_write(void *context, struct job *job, gaz_error *error);

/* For stream_tag: a text of whole documents, which a block holds, or its markup shows. */
void stream_tag_documents(gaz_stream *stream, struct worker *worker, struct job *job, const char *text, size_t size);

/* For stream_tag: a block of JSON lines. */
void stream_tag_json(gaz_stream *stream, struct worker *worker, struct job *job);

/* Makes the worker's document of a text, without tokens and sentences if the format looks at none; they are counted
 * then. False: out of memory. */
bool stream_find_spans(const gaz_stream *stream, struct worker *worker, const char *text, size_t size);

/* Counts a record with a fault, of the job's file. */
static inline void count_record(gaz_stream_totals *totals, gaz_record_fault fault, const struct job *job,
                                uint64_t line) {
    gaz_record_count *record = &totals->records[fault];
    if (record->count++ == 0) *record = (gaz_record_count){1, job->file, line};
}

/* Writes a document, or those of one JSON object, which are linked. */
void stream_write_documents(gaz_stream *stream, struct worker *worker, struct job *job, gaz_document *documents);

#endif
