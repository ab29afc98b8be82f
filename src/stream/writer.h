/* From windows with matches to output text: one format per file, and what they share.
 *
 * A record is a sentence. It can come in several windows; writer.c sees to its beginning and end, the formats write the
 * ranges between. */
#ifndef STREAM_WRITER_H
#define STREAM_WRITER_H

#include "document/units.h"
#include "scan/scanner.h"

/* A record with more bytes of text or more spans than this is written in parts, so that memory is bounded. */
enum { RECORD_TEXT_MAX = 1 << 20, RECORD_SPANS_MAX = 1 << 15, RECORD_TEXT_LIMIT = 2 * RECORD_TEXT_MAX };

struct writer {
    const gaz_model *model;
    gaz_format input;
    gaz_format output;
    gaz_scheme scheme;
    struct units units;
    bool only_matching;
    bool paragraphs;
    bool all;                 /* spans may overlap, and reach from a part of a record into the next */
    unsigned replaced_column; /* rows: the tag column to write over; 0 = append one */
    struct rows rows;
    struct buffer out;
    bool failed; /* out of memory */

    /* Where in the document the writer is: byte `at` of the window. */
    const char *document; /* its name; borrowed; set by the user */
    uint32_t at;          /* tsv */
    uint64_t offset;      /* tsv: in units */
    uint64_t line;        /* tsv: from 1; of the record in JSONL */
    uint64_t sentence;    /* with tokens, that ended before; set by the user */

    /* The open record. */
    bool open;
    size_t out_before;    /* out.size when it (or its part) began */
    uint64_t text_size;   /* bytes of it (or its part) */
    uint64_t text_units;  /* jsonl: written so far */
    uint64_t token_count; /* so far */
    uint64_t covered;     /* tokens up to here lie in spans */
    size_t span_count;    /* that it (or its part) has */
    uint32_t last_type;   /* conll: of the span before */
    uint64_t last_end;    /* conll: where that ended, in tokens of the record */
    struct buffer spans;  /* jsonl: the text of its spans */

    /* The window's matches. */
    struct match *matches;
    size_t match_count;
    size_t match_capacity;
    size_t match_next; /* the first that is not written */

    gaz_stream_totals totals;
};

/* A piece of a record in a window. */
struct range {
    const struct window *window;
    uint32_t text_begin;
    uint32_t text_end;
    uint32_t token_begin;
    uint32_t token_end;
    bool ends; /* the record with it */
};

/* Writes a window and the matches that the scanner has for it. False: out of memory. */
bool writer_window(struct writer *writer, const struct window *window, struct scanner *scanner);

/* Sets where a block of text begins in its document, with no record open. */
void writer_begin_block(struct writer *writer, uint64_t offset, uint64_t line);

/* The block ends: what stands behind its last sentence is complete. */
void writer_end_block(struct writer *writer);

/* How many bytes of `out` will not be taken back. */
size_t writer_ready(const struct writer *writer);

/* Those bytes have been written. */
void writer_written(struct writer *writer, size_t size);

void writer_free(struct writer *writer);

/* ---- The formats: each writes a range, consuming the matches that begin in it ---- */

void write_conll(struct writer *writer, const struct range *range);
void write_rows(struct writer *writer, const struct range *range);
void write_tsv(struct writer *writer, const struct range *range);
void write_jsonl(struct writer *writer, const struct range *range);
void write_ansi(struct writer *writer, const struct range *range);

/* jsonl: opens and closes a record's object. `goes_on`: another part follows. */
void write_jsonl_begin(struct writer *writer);
void write_jsonl_end(struct writer *writer, bool goes_on);

/* ---- What they share ---- */

/* Appends to writer->out; a failure is noted. */
static inline void writer_put(struct writer *writer, const char *bytes, size_t size) {
    if (!buffer_add(&writer->out, bytes, size)) writer->failed = true;
}

static inline void writer_put_text(struct writer *writer, const char *text) {
    writer_put(writer, text, strlen(text));
}

/* The next match that begins in the range, or NULL. */
const struct match *writer_match(struct writer *writer, const struct range *range);

/* tsv: goes on to a byte of the window. */
void writer_move(struct writer *writer, const struct window *window, uint32_t at);

const char *writer_type(const struct writer *writer, const struct match *match);

/* The span's text, as it stands in the input; column input: its tokens with a space between. False: out of memory. */
bool writer_surface(struct buffer *surface, const struct writer *writer, const struct window *window,
                    const struct match *match);

#endif
