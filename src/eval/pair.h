/* A gold file in memory, and what was predicted for its tokens, with the same numbers for tokens, types and tags. */
#ifndef EVAL_PAIR_H
#define EVAL_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/corpus.h"
#include "eval/unpaired.h"
#include "gaz.h"

/* A span that a model found. */
struct hit {
    struct corpus_span span;
    double score; /* 0 to 1 */
};

/* All zero is an empty pair. */
struct pair {
    gaz_scheme scheme; /* of the gold tags: forced or found */
    bool words;        /* the gold's tokens are those of the word tokenizer */
    const char *path;  /* of the gold; borrowed */
    struct corpus gold;
    gaz_corpus_report gold_report;
    struct corpus predicted; /* tokens, types and tag_names are numbered as the gold's */
    gaz_corpus_report predicted_report;
    struct corpus_texts gold_texts; /* by document; none of column files */
    struct corpus_texts predicted_texts;
    struct pair_unpaired unpaired;

    /* Of a model. */
    struct hit *hits; /* by begin, not overlapping; NULL and 0 for a file */
    uint64_t hit_count;
    size_t hit_capacity;
    bool *reachable;        /* by gold span: its tokens are an entry; NULL for a file */
    struct corpus surfaces; /* the gold's tokens as the model compares them; borrows all but what `keys` has */
    struct pair_keys {
        struct strings distinct; /* owns the bytes */
        struct string *items;    /* by number in the gold's vocabulary */
    } keys;
};

/* How the files are to be read. */
struct pair_reading {
    const gaz_corpus_options *corpus; /* of the gold file */
    bool strict;                      /* spans as seqeval reads them */
    bool texts;                       /* the gold's texts are kept */
    gaz_progress progress;            /* may be NULL */
    void *context;
};

/* Reads a gold file ("-" is standard input) into a pair that is all zero. After a failure it must be freed. */
gaz_status pair_read_gold(struct pair *pair, const char *path, const struct pair_reading *reading, gaz_error *error);

struct pair_files {
    const char *predicted;
    const char *fill; /* NULL: no gaps are filled */
    const char *gold; /* NULL: the gold tags are in the column before the predicted ones */
};

/* Reads the predicted tags from the last column of a file, and adds the spans of the last column of `fill` that overlap
 * none of them. It is an error if tokens differ, or the sentences of two column files. Of files in other formats the
 * spans are read, and `gold` is needed; documents that have names are paired by them, unless gaps are filled. A forced
 * format is forced for all files. After a failure the pair must be freed. */
gaz_status pair_read(struct pair *pair, const struct pair_files *files, const struct pair_reading *reading,
                     gaz_error *error);

void pair_free(struct pair *pair);

#endif
