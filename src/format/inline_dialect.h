/* Annotations inside of the text that they annotate: how the marks look in each dialect. */
#ifndef FORMAT_INLINE_DIALECT_H
#define FORMAT_INLINE_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fields.h"
#include "gaz.h"

enum inline_kind {
    INLINE_TEXT,   /* no mark */
    INLINE_OPEN,   /* begins an annotation */
    INLINE_CLOSE,  /* ends one */
    INLINE_EMPTY,  /* both */
    INLINE_PASSED, /* markup that is none */
    INLINE_PROLOG, /* markup that says that one element holds all others, and is none itself */
    INLINE_GLUED   /* a mark in a word */
};

/* A mark; its pieces are borrowed. */
struct inline_mark {
    enum inline_kind kind;
    size_t size;         /* bytes */
    struct field before; /* what of its word belongs to the text */
    struct field name;   /* what has to be closed; empty: any mark closes it */
    struct field type;   /* as it is written */
};

struct inline_dialect {
    const char *name;       /* for messages */
    const char *open;       /* before a type, */
    const char *opened;     /* and behind it */
    const char *close;      /* before a type, if */
    const char *closed;     /* something stands behind it; NULL: no type is said again */
    const char *nameless;   /* the type where none is said; NULL: the mark's name */
    const char *type_rules; /* what a type must be, for messages */

    /* Looks at what begins at `at`: the word up to `end`, or else a "<" and all of the text behind it. `within` a mark.
     */
    void (*look)(struct inline_mark *mark, const char *at, const char *end, bool within);

    gaz_format format;
    bool words; /* blanks part tokens and marks, and a line is a sentence; else the text between the marks
                 * is the text, and what means something else in it is a character reference */
    bool flat;  /* there is no mark in another one */
};

/* NULL: the format is none of these. */
const struct inline_dialect *inline_dialect_of(gaz_format format);

/* Whether the beginning of a file has marks that nothing else looks like. */
bool inline_is_enamex(const char *text, size_t size);
bool inline_is_opennlp(const char *text, size_t size);

#endif
