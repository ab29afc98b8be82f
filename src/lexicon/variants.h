/* Other forms of a surface. */
#ifndef LEXICON_VARIANTS_H
#define LEXICON_VARIANTS_H

#include "base/buffer.h"
#include "lexicon/lexicon.h"

/* The forms of one surface, one at a time. At the beginning all but the first two members are zero. */
struct variants {
    const struct string *surface; /* as in lists */
    unsigned kinds;               /* bits by enum variant: which forms to make */
    enum variant kind;            /* of the newest form */
    unsigned step;                /* number of the next form of that kind to try */
    struct buffer form;           /* as in lists */
};

enum { VARIED_SIZE_MAX = 1000 /* bytes of a surface; longer ones are no names */ };

/* Makes the next form that differs from the surface; a form may come twice. Returns 1, 0 at the end, -1 out of memory.
 */
int variants_next(struct variants *variants);

void variants_free(struct variants *variants);

#endif
