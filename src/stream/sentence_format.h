/* How sentences are written: one row per format. stream.c chooses it, writer.c calls it. */
#ifndef STREAM_SENTENCE_FORMAT_H
#define STREAM_SENTENCE_FORMAT_H

#include "stream/writer.h"

/* A sentence, or a part of one that is too long, is written as begin, write for each of its ranges, end. */
struct sentence_format {
    void (*begin)(struct writer *writer);                            /* NULL: writes nothing */
    void (*write)(struct writer *writer, const struct range *range); /* takes the matches that begin in the range */
    void (*end)(struct writer *writer, bool goes_on);                /* goes_on: another part follows; NULL as above */
    void (*end_window)(struct writer *writer, const struct window *window); /* NULL as above */
    bool counts_only;    /* nothing is written but the totals, after all input */
    bool overlaps;       /* spans may overlap */
    bool keeps_rows;     /* column input: windows have the rows as text, not the tokens joined */
    bool ends_line;      /* LF after each sentence that has a token */
    bool passes_text;    /* all text is written: what is between sentences goes with the previous one */
    bool by_token;       /* tokens are written, not text: a part ends between two of them */
    bool may_shrink;     /* what was written of an open sentence may be taken back */
    bool needs_offsets;  /* of each block in its file, and its line */
    bool needs_sentence; /* the number of each sentence in its file: blocks are tagged in order */
};

/* How a format's sentences are written from that input; NULL: it has documents only. */
const struct sentence_format *sentence_format_of(gaz_format input, gaz_format output);

/* ---- The functions of the formats ---- */

void write_conll(struct writer *writer, const struct range *range);
void write_rows(struct writer *writer, const struct range *range);
void write_ansi(struct writer *writer, const struct range *range);

void write_tsv(struct writer *writer, const struct range *range);
void write_tsv_end_window(struct writer *writer, const struct window *window);
void write_token_tsv(struct writer *writer, const struct range *range);

void write_jsonl_begin(struct writer *writer);
void write_jsonl(struct writer *writer, const struct range *range);
void write_jsonl_end(struct writer *writer, bool goes_on);

#endif
