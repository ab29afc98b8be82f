/* What need not be suggested: the entries of the lists and other forms of them, and what the corpus has as no name. */
#ifndef SUGGEST_KNOWN_H
#define SUGGEST_KNOWN_H

#include "base/buffer.h"
#include "lexicon/lexicon.h"
#include "model/model.h"

/* Surfaces are tokens with a space between two, in the form of surface.h. All zero until known_make. */
struct known {
    bool words; /* tokens are those of the word tokenizer, and not the corpus's */
    struct strings surfaces;
    struct strings seen;
    uint32_t *seen_counts; /* by number in `seen` */
    struct buffer image;
    gaz_model *model; /* finds the entries; its types are named after the numbers of the growth's, or "-" */
};

/* Fills `known` from a lexicon that has a growth, which is borrowed for this call only. `words` must be set. */
gaz_status known_make(struct known *known, const gaz_lexicon *lexicon, gaz_error *error);
void known_free(struct known *known);

#endif
