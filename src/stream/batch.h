/* The texts of some JSON lines, to be tagged at once: most lines are too short for a window of their own to pay. Used
 * by stream_json.c. */
#ifndef STREAM_BATCH_H
#define STREAM_BATCH_H

#include "document/document.h"
#include "scan/json_lines.h"

struct batch_text {
    size_t begin; /* in the texts of the batch */
    size_t size;
    const char *field; /* its name; NULL: it is among the names of the batch ... */
    size_t name;       /* ... and begins here */
};

#define BATCH_NO_ID SIZE_MAX

struct batch_line {
    uint64_t number;
    uint64_t at;                 /* bytes of the file before it */
    size_t id;                   /* where its id begins among the names of the batch; BATCH_NO_ID: it has none */
    struct json_members members; /* not owned; their items are known when all lines are there */
    size_t text_count;
};

/* All zero is empty, but for the first five, which are the caller's. */
struct batch {
    bool shows_fields;    /* for the documents */
    bool paragraphs;      /* a sentence ends at a blank line only */
    bool with_source;     /* documents say where they are from */
    const char *file;     /* which is this one; borrowed */
    const char *id_field; /* the member with the id of a line; NULL: none; borrowed */

    struct buffer text;  /* the texts, with the end of a sentence after each */
    struct buffer names; /* of fields, and ids; a zero byte behind each */
    struct batch_text *texts;
    size_t text_count;
    size_t text_capacity;
    struct batch_line *lines;
    size_t line_count;
    size_t line_capacity;
    struct json_members members; /* of all lines; names and values are borrowed */

    gaz_document *documents; /* of a line; they own nothing */
    size_t document_capacity;
    size_t next_text; /* where taking documents stands */
    size_t token;
    size_t sentence;
    size_t span;
};

/* Adds a line; `with_members`: documents will be made of it. False: out of memory. */
bool batch_add(struct batch *batch, const struct json_line *line, bool with_members);

/* To be called when all lines are there, before their documents are taken. */
void batch_begin_documents(struct batch *batch);

/* Takes the next line's documents, one for each of its texts, out of the document of all texts, of which each token,
 * if it has them, and each span goes to one of them. They are linked, and good until the next call. NULL: out of
 * memory. */
gaz_document *batch_next_documents(struct batch *batch, size_t line, gaz_document *all);

void batch_clear(struct batch *batch);
void batch_free(struct batch *batch);

#endif
