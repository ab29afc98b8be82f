/* Other forms of a surface: case and number. */
#ifndef LEXICON_VARIANTS_H
#define LEXICON_VARIANTS_H

#include "base/buffer.h"
#include "lexicon/lexicon.h"

/* The forms of one surface, one at a time. At the beginning all but the first two members are zero. */
struct variants {
    const struct string *surface; /* as in lists */
    unsigned kinds;               /* bits by enum variant: which forms to make */
    enum variant kind;            /* of the newest form */
    unsigned step;                /* number of the next form to try */
    struct buffer form;           /* as in lists */
};

/* Makes the next form that differs from the surface; a form may come twice. Returns 1, 0 at the end, -1 out of memory.
 */
int variants_next(struct variants *variants);

void variants_free(struct variants *variants);

#endif
