/* Other forms of a surface: case and number. */
#ifndef LEXICON_VARIANTS_H
#define LEXICON_VARIANTS_H

#include "base/buffer.h"
#include "lexicon/lexicon.h"

/* One form at a time of one surface. All zero, with the first two fields set, is before the first. */
struct variants {
    const struct string *surface; /* as in lists */
    unsigned kinds;               /* bits: which to make, by enum variant */
    enum variant kind;            /* of the form that was made */
    unsigned step;
    struct buffer form; /* as in lists */
};

/* Makes the next form that differs from the surface; two may be the same. Returns 1, 0 at the end, -1 out of memory. */
int variants_next(struct variants *variants);

void variants_free(struct variants *variants);

#endif
