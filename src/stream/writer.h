/* From windows with matches to output, sentence by sentence. Used by worker.c; how a sentence looks is up to a format
 * of sentence_format.h, which the writer only calls. A sentence can come in several windows: the writer opens and
 * closes it, and the format writes the ranges between. */
#ifndef STREAM_WRITER_H
#define STREAM_WRITER_H

#include "document/document.h"
#include "document/offsets.h"
#include "scan/block.h"
#include "scan/scanner.h"

struct sentence_format;

/* What all workers share. */
struct writer_settings {
    const gaz_model *model;
    const gaz_stream_options *options;
    const struct sentence_format *format; /* NULL: documents are written, without the writer */
    struct offset_unit unit;              /* of offsets in the output */
};

struct writer {
    const struct writer_settings *settings;
    struct buffer out;
    bool failed; /* out of memory */

    /* The file, set by writer_begin_file. */
    const char *document;     /* its name; borrowed */
    const char *field;        /* of the text, if there are several; NULL = no name is written; borrowed */
    const struct rows *rows;  /* how rows are laid out; borrowed */
    unsigned replaced_column; /* rows: the tag column to write over; 0: append one */

    /* The position in the file, before byte `at` of the window. */
    uint32_t at;       /* tsv, with_source */
    uint64_t offset;   /* tsv: in units */
    uint64_t line;     /* tsv, with_source: from 1 */
    uint64_t sentence; /* sentences that have ended, and had a token; set by the user */

    /* Markup: what shows the text; NULL: the text is the file itself; borrowed. The position in the file is that in the
     * text then, in bytes, and this is the one in the source: */
    const struct markup *markup;
    struct offset_counter source;
    uint64_t source_line; /* from 1, of this byte: */
    size_t source_at;

    /* with_source: */
    uint64_t base;               /* bytes of the file before the window, or of rows before the block */
    struct rows_walk walk;       /* rows: along the sentences of the block */
    struct document_place place; /* where the open sentence (or its part) begins */

    /* The open sentence. */
    bool open;
    size_t out_before;    /* out.size when it (or its part) began */
    uint64_t text_size;   /* bytes of it (or its part) */
    uint64_t text_units;  /* jsonl: written so far */
    uint64_t token_count; /* so far */
    uint64_t covered;     /* tokens up to here lie in spans */
    size_t span_count;    /* of it (or its part) */
    uint32_t last_type;   /* conll: of the previous span */
    uint64_t last_end;    /* conll: where that ended, in tokens of the sentence */
    struct buffer spans;  /* jsonl: the text of its spans */

    /* The window's matches. */
    struct match *matches;
    size_t match_count;
    size_t match_capacity;
    size_t match_next; /* the first that is not written */

    gaz_stream_totals totals;
};

/* A piece of a sentence in a window. */
struct range {
    const struct window *window;
    uint32_t text_begin;
    uint32_t text_end;
    uint32_t token_begin; /* units of the window, all of them tokens */
    uint32_t token_end;
    bool ends; /* the sentence ends with it */
};

/* Sets the file that the next blocks are of. */
void writer_begin_file(struct writer *writer, const char *name, const struct rows *rows);

/* Sets where a block begins in its file, with no sentence open. */
void writer_begin_block(struct writer *writer, uint64_t offset, uint64_t line);

/* Writes a window and the matches that the scanner has for it. False: out of memory. */
bool writer_window(struct writer *writer, const struct window *window, struct scanner *scanner);

/* The same of a text that markup shows, which is the whole file. */
void writer_begin_markup(struct writer *writer, const struct markup *markup);

/* Ends the block, and with it the open sentence. */
void writer_end_block(struct writer *writer);

/* The bytes of `out` that will not be taken back. */
size_t writer_ready(const struct writer *writer);

/* Removes bytes that have been written from the beginning of `out`. */
void writer_written(struct writer *writer, size_t size);

void writer_free(struct writer *writer);

/* ---- Where sentences are in their file: places.c ---- */

/* To be called after writer_begin_block. */
void writer_begin_places(struct writer *writer, const struct block *block);

/* Where the next sentence of rows is, one with a token. */
struct document_place writer_next_rows(struct writer *writer);

/* Sets writer->place: a sentence, or if it goes on its next part, begins with the range. */
void writer_begin_place(struct writer *writer, const struct range *range, bool goes_on);

/* The window is done with. */
void writer_end_places(struct writer *writer, const struct window *window);

/* ---- For the formats ---- */

/* Appends to `out`; a failure is noted. */
static inline void writer_put(struct writer *writer, const char *bytes, size_t size) {
    if (!buffer_add(&writer->out, bytes, size)) writer->failed = true;
}

static inline void writer_put_text(struct writer *writer, const char *text) {
    writer_put(writer, text, strlen(text));
}

/* The next match that begins in the range, or NULL. */
const struct match *writer_match(struct writer *writer, const struct range *range);

/* The next weaker sense of the match that writer_match gave last, or NULL. */
const struct match *writer_sense(struct writer *writer);

/* tsv: moves the position in the file to a byte of the window. */
void writer_move(struct writer *writer, const struct window *window, uint32_t at);

/* Where a span is in its file. */
struct writer_position {
    uint64_t line; /* from 1 */
    struct offset_range range;
};

/* tsv: moves to a match, and gives its position. */
struct writer_position writer_locate(struct writer *writer, const struct window *window, const struct match *match);

/* The number and the name of a match's type. */
uint32_t writer_type_number(const struct writer *writer, const struct match *match);
const char *writer_type(const struct writer *writer, const struct match *match);

/* The text of a span, which lies in the window. */
static inline const char *window_surface(size_t *size, const struct window *window, const struct match *match) {
    uint32_t begin = window_begin(window, match->begin);
    *size = window_end(window, match->end - 1) - begin;
    return window->text + begin;
}

#endif
