/* Where a block of input can be cut: after a sentence. Used by reader.c. */
#ifndef SCAN_SPLIT_H
#define SCAN_SPLIT_H

#include <stdbool.h>

#include "gaz.h"
#include "text/rows.h"

struct split {
    gaz_format input;
    bool paragraphs;
    struct rows rows;
};

/* Whether every line end ends a sentence, or what is cut like one. */
bool split_by_line(const struct split *split);

/* The offset after the last sentence that surely ends in the text; 0 if none does. `inside_line`: the text begins with
 * the rest of a line. */
size_t split_end(const struct split *split, const char *text, size_t size, bool inside_line);

/* The offset after the first sentence that surely ends in the text; the same otherwise. */
size_t split_first_end(const struct split *split, const char *text, size_t size, bool inside_line);

/* Columns: how much of the beginning of a file shows their layout: whole sentences of some rows. 0: more is needed. The
 * answer is the same however much more there is. `forced`: the separator is known, and the first sentence enough. */
size_t split_sample(const char *text, size_t size, bool forced);

/* Whether text that was given as tokenized has its punctuation stuck to its words. */
bool split_looks_raw(const char *text, size_t size);

/* Whether text has a token and its tag on each line, as column files have. */
bool split_looks_columns(const char *text, size_t size);

#endif
