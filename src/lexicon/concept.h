/* A concept of a terminology: its id, its names, and its ids in other vocabularies. The readers of terminologies fill
 * one after the other; what becomes an entry, and under which id, is decided here. */
#ifndef LEXICON_CONCEPT_H
#define LEXICON_CONCEPT_H

#include "lexicon/dictionary.h"

enum concept_part {
    CONCEPT_ID,
    CONCEPT_TYPE,
    CONCEPT_NAME,    /* the preferred one */
    CONCEPT_TITLE,   /* the same, if it is not to be looked for */
    CONCEPT_SYNONYM, /* with a scope */
    CONCEPT_XREF     /* VOCABULARY:ID */
};

/* All zero is an empty concept. */
struct concept {
    struct buffer texts; /* of all parts */
    struct concept_text {
        enum concept_part part;
        gaz_scope scope; /* of a synonym */
        size_t begin;    /* in `texts` */
        size_t size;
        uint64_t line; /* where it stands */
    } * parts;
    size_t count;
    size_t capacity;
    bool obsolete;
};

/* Adds a part of the line that is read. False: out of memory. */
bool concept_add(struct concept *concept, const struct dictionary *dictionary, enum concept_part part, gaz_scope scope,
                 struct field text);

/* Adds the concept's names to the lexicon, as the options want them, and empties it: an entry for each name, each
 * of its ids and each of its types. Of a concept that is obsolete, or has no name, there are none. */
gaz_status concept_end(struct dictionary *dictionary, struct concept *concept);

void concept_free(struct concept *concept);

#endif
