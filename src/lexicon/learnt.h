/* What a harvest learnt on text that it held out: what to expect, and how to score matches by what surrounds them. */
#ifndef LEXICON_LEARNT_H
#define LEXICON_LEARNT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/strings.h"
#include "gaz.h"
#include "model/format.h"

struct learnt {
    gaz_estimate expected;
    struct format_point points[101]; /* by score, ascending */
    uint32_t point_count;

    /* Of matches in context; nothing if `types` is empty. */
    struct strings types; /* the columns of the weights, sorted by name */
    float *weights;       /* model/context.h */
    struct strings words;
    struct word_classes {
        uint8_t extends; /* enum word_class */
        uint8_t introduces;
    } * classes; /* by word */
    size_t class_capacity;
};

void learnt_free(struct learnt *learnt);

/* True if matches are scored by what surrounds them. */
static inline bool learnt_has_context(const struct learnt *learnt) {
    return learnt && learnt->types.count > 0;
}

/* What a row of the weights is about: "left lower", "right never a part". False: out of memory. */
bool learnt_add_row_name(struct buffer *text, uint32_t row);

/* The words as a model holds them: owned, `*slots` long. NULL: out of memory. */
struct format_word *learnt_word_table(uint32_t *slots, const struct learnt *learnt);

/* The name of the file beside the lists. */
extern const char learnt_file_name[];

/* Writes it into a folder of lists, or removes what an earlier harvest left there if there is nothing. */
gaz_status learnt_write(const struct learnt *learnt, const char *folder, gaz_error *error);

/* Reads it; nothing if the folder has none. */
gaz_status learnt_read(struct learnt **learnt, const char *folder, gaz_error *error);

#endif
