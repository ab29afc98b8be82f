/* Reading a file, or a text in memory, in blocks of whole sentences. */
#ifndef SCAN_READER_H
#define SCAN_READER_H

#include "document/units.h"
#include "scan/block.h"
#include "scan/split.h"

/* The first fields are the user's; all the rest is zero at the beginning. */
struct reader {
    struct split split;      /* its rows are laid out when the first block of a file has been read */
    gaz_separator separator; /* of columns; GAZ_SEPARATOR_AUTO = find out */
    struct units units;      /* what offsets count, if they are */
    bool counts_offsets;
    bool counts_lines;
    bool whole;        /* a block is a whole file */
    bool grows;        /* a block grows until a sentence ends in it; otherwise it is cut when it is full */
    size_t block_size; /* what a block that grows has room for at first; 0: blocks have their room */
    size_t block_most; /* bytes that a block grows to; 0 = any */

    const char *name;    /* of the file; borrowed */
    struct input *input; /* owned; NULL: a text in memory, of which this is left */
    const char *text;
    size_t text_size;
    uint64_t offset; /* behind the newest block */
    uint64_t line;
    bool ended;
    bool looks_raw;     /* it was said to be tokenized, and has punctuation stuck to its words */
    bool looks_columns; /* it was said to be tokenized or text, and most lines end in a tag */
    bool laid_out;
    bool inside;        /* the block before ended inside a sentence */
    bool inside_line;   /* and inside a line of it */
    struct buffer tail; /* read, and not yet in a block */
};

/* Begin with a file ("-" is standard input), or with a text, which is borrowed as the name is until the next begins. */
gaz_status reader_open(struct reader *reader, const char *path, gaz_error *error);
void reader_open_text(struct reader *reader, const char *text, size_t size);

/* Fills a block's bytes with what comes next, and says where it lies. To be called until reader->ended is set. */
gaz_status reader_next(struct reader *reader, struct block *block, gaz_error *error);

/* Ends the file; the reader can begin with another one. */
void reader_close(struct reader *reader);

void reader_free(struct reader *reader);

#endif
