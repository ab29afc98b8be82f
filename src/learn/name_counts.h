/* What a corpus tells about names: its words, the shapes of its names, and which surfaces each fold knows. */
#ifndef LEARN_NAME_COUNTS_H
#define LEARN_NAME_COUNTS_H

#include "learn/evidence.h"
#include "learn/name_features.h"

enum { NAME_FOLDS = 10 };

/* All zero until name_counts_make. */
struct name_counts {
    const gaz_lexicon *lexicon; /* this and the next three: borrowed */
    const struct corpus *corpus;
    const struct evidence *evidence;
    struct growth *growth; /* gets types, words and shapes */
    uint8_t *folds;        /* by sentence: below fold_count, or FOLD_NONE */
    unsigned fold_count;   /* 0: the corpus is too small */
    uint32_t *words;       /* by token of the vocabulary: number in the growth */
    uint32_t *endings;     /* the same: number of its ending */
    uint32_t ending_count;
    struct growth_word *fold_words; /* by fold, then word */
    struct ending_count *fold_endings;
    uint32_t *type_numbers; /* by type of the corpus: number in the growth */
    struct name_shapes shapes;
    uint32_t *annotated; /* by surface, then fold */
    uint32_t *type_of;   /* by surface: number in the growth of the type that it has mostly */
};

gaz_status name_counts_make(struct name_counts *counts, gaz_error *error);
void name_counts_free(struct name_counts *counts);

/* The tokens of the vocabulary as the corpus without a fold (fold_count: all of it) sees them; owned. NULL: out of
 * memory. */
struct name_token *name_counts_tokens(const struct name_counts *counts, unsigned fold);

/* Whether a surface, or one that it is a variant of, is annotated outside of a fold; then `*type` is set. */
bool name_counts_know(uint32_t *type, const struct name_counts *counts, unsigned fold, uint32_t surface);

#endif
