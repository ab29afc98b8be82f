/* Reads a file, or a text in memory, in blocks of whole sentences (split.c says where they end). Used by the stream
 * and, through text_reader.c, by gaz explain. */
#ifndef SCAN_READER_H
#define SCAN_READER_H

#include "base/buffer.h"
#include "document/offsets.h"
#include "scan/block.h"
#include "scan/json_values.h"
#include "scan/split.h"

/* The members up to block_most are set by the caller; the rest is zero. */
struct reader {
    struct split split;      /* its rows are known when the first block of a file has been read */
    gaz_separator separator; /* columns only [GAZ_SEPARATOR_AUTO: detected] */
    struct offset_unit unit; /* of offsets */
    const char *encoding;    /* of files; NULL: UTF-8 */
    bool counts_offsets;
    bool counts_lines;
    bool keeps_mark;   /* a byte order mark is a part of the first block */
    bool whole;        /* a block is a whole file */
    bool grows;        /* a block grows until a sentence ends in it; otherwise it is cut when it is full */
    size_t block_size; /* grows only: bytes of a new block [0: the blocks that come have memory] */
    size_t block_most; /* grows only: the most bytes of a block [0: no limit] */

    const char *name;    /* of the file; borrowed */
    struct input *input; /* owned; NULL: a text in memory, of which this is left */
    const char *text;
    size_t text_size;
    uint64_t offset; /* after the newest block */
    uint64_t at;     /* the same in bytes */
    uint64_t line;
    bool ended;
    bool broken; /* it ended because it cannot be read on; `failure` says why */
    gaz_error failure;
    bool laid_out;
    struct json_values values; /* JSON lines only */
    const char *kind;          /* what the file is that is no text (base/file_kind.h); NULL: it is some */
    bool guessed;              /* the next two are known, of the first file */
    bool looks_raw;            /* given as tokenized, but has punctuation stuck to its words */
    bool looks_columns;        /* given as tokenized or text, but most lines end in a tag */
    bool inside;               /* the block before ended inside a sentence */
    bool inside_line;          /* and inside a line of it */
    struct buffer tail;        /* read, but not yet in a block */
};

/* Begin with a file ("-" is standard input), or with a text. Path and text are borrowed until the next begins. */
gaz_status reader_open(struct reader *reader, const char *path, gaz_error *error);
void reader_open_text(struct reader *reader, const char *text, size_t size);

/* Fills a block with what comes next. To be called until reader->ended is set. A file that cannot be read on ends in
 * its last block: reader_failure then gives the reason, and GAZ_OK after all others. */
gaz_status reader_next(struct reader *reader, struct block *block, gaz_error *error);
gaz_status reader_failure(const struct reader *reader, gaz_error *error);

/* Ends the file; the reader can begin with another. */
void reader_close(struct reader *reader);

void reader_free(struct reader *reader);

#endif
