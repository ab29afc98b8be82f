/* What a thread of the stream works with, and what tagging sentences and tagging documents share. */
#ifndef STREAM_WORKER_H
#define STREAM_WORKER_H

#include "scan/document_tagger.h"
#include "scan/json_lines.h"
#include "scan/scanner.h"
#include "stream/batch.h"
#include "stream/ring.h"
#include "stream/writer.h"

struct worker {
    struct scanner *scanner;
    struct writer writer;
    uint64_t file;                 /* number of the input file that scanner and writer are set to; 0: none */
    struct document_tagger tagger; /* formats of documents only */
    gaz_document line;             /* one line of the tagger's document */
    struct json_lines json;        /* JSON input only: of a block */
    struct batch batch;            /* JSON input only */
    struct markup markup;          /* of the newest file, if it is markup */
    struct buffer decoded;         /* its source, if it was not in UTF-8 */
};

/* Without a scanner, which comes with a model: stream_model.c. */
void worker_init(struct worker *worker, gaz_stream *stream);
void worker_free(struct worker *worker);

/* Begins with a block that does not continue a sentence. */
void worker_begin(struct worker *worker, const gaz_stream *stream, const struct job *job);

/* Finds the text that markup shows, in worker->markup, and begins with it. */
gaz_status worker_show(struct worker *worker, const gaz_stream *stream, const struct job *job, gaz_error *error);

/* Feeds the scanner with a whole text. False: out of memory. */
bool worker_feed(struct worker *worker, const char *text, size_t size);

/* Tags what the scanner was fed with and writes it into the writer's buffer. */
void worker_tag(struct worker *worker, gaz_stream *stream, struct job *job);

/* Sets the job's status if the scanner stopped at a malformed row. */
void worker_check_rows(const struct worker *worker, struct job *job);

#endif
