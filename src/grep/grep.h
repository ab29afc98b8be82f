/* What the parts of a search share. grep.c has a picture of who calls whom. */
#ifndef GREP_GREP_H
#define GREP_GREP_H

#include <stdatomic.h>

#include "base/buffer.h"
#include "scan/reader.h"
#include "scan/scanner.h"
#include "stream/ring.h"

/* A match in a block, and the line that it is in, with its line end. All are bytes of the block. */
struct hit {
    size_t line;
    size_t line_end;
    size_t begin;
    size_t end;
    uint32_t entry;
};

/* The file at work, and the block of it that is being written. */
struct grep_file {
    const char *name; /* as it is shown; borrowed */
    uint64_t number;
    uint64_t selected; /* lines so far */
    bool binary;       /* a line was selected that is not written */
    bool has_zero;     /* so that from `zero_line` on no line is written */
    bool full;         /* as many lines are selected as are wanted */
    uint64_t after;    /* lines behind the last selected one that are still to be written */

    const struct block *block;
    const struct hit *hits; /* of the block */
    size_t hit_count;
    size_t next_hit;  /* of the lines that are not written yet */
    size_t zero_line; /* of the block */
    size_t printed;   /* lines of the block before this are written, or will not be */
    uint64_t line;    /* number of the line that begins at `counted`, if they have numbers */
    size_t counted;

    struct buffer held; /* the last lines before the block, if they may have to be written yet */
    bool skipped;       /* lines before these were not written */
    bool touched;       /* something was written */
};

struct gaz_grep {
    const gaz_model *model;
    gaz_grep_options options;
    const gaz_sink *sink;
    struct ring *ring;
    struct scanner **scanners; /* one per thread */
    unsigned scanner_count;
    struct reader reader;
    struct grep_file file;
    uint64_t limit;     /* of lines of a file that are looked for */
    bool every_match;   /* not only one of each line */
    bool touched;       /* something was written, of any file */
    uint64_t *matches;  /* by entry; NULL: they are not counted */
    struct buffer out;  /* to be written */
    bool failed;        /* memory is short */
    atomic_bool done;   /* nothing more of the file is wanted */
    gaz_status written; /* what became of writing */
};

/* search.c, a ring_work: the hits of a block become job->out. */
void grep_search(void *context, unsigned number, struct job *job);

/* select.c, a ring_write: selects lines of a block and has them written. */
gaz_status grep_take(void *context, struct job *job, gaz_error *error);

/* Whether lines or matches are written, which those of binary files are not. */
bool grep_writes_lines(const struct gaz_grep *grep);

/* Gives the sink what is to be written. */
gaz_status grep_flush(struct gaz_grep *grep, gaz_error *error);

/* ---- print.c ---- */

/* Whether a line is written as it is. */
bool print_is_plain(const struct gaz_grep *grep);

/* Lines [begin, end) of the block; `selected`: they are, or else stand near one that is. */
void print_lines(struct gaz_grep *grep, size_t begin, size_t end, bool selected);

/* Those of the lines before the block that stand from there on in file.held. */
void print_held(struct gaz_grep *grep, size_t begin);

/* Between lines that do not stand one behind the other. */
void print_gap(struct gaz_grep *grep);

/* What is said of a whole file: its name, or how many lines were selected. */
void print_summary(struct gaz_grep *grep);

#endif
