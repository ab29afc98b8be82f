/* Semantic types of concepts, as MRSTY.RRF of the UMLS has them: CUI|TUI|..., one row for each type of a concept. */
#ifndef LEXICON_SEMANTIC_TYPES_H
#define LEXICON_SEMANTIC_TYPES_H

#include "lexicon/concept.h"

enum { CUI_SIZE = 8, TUI_SIZE = 4 };

/* Those of all concepts. All zero is none. */
struct semantic_types {
    struct semantic_type {
        char cui[CUI_SIZE];
        char tui[TUI_SIZE];
    } * items; /* owned; sorted by both */
    size_t count;
    size_t capacity;
    uint64_t without; /* ids that were asked for and have none */
};

/* Reads the file at `path` as another one of the dictionary, whose options count. */
gaz_status semantic_types_read(struct semantic_types *types, const struct dictionary *dictionary, const char *path);

/* Adds the types of an id to a concept. False: out of memory. */
bool semantic_types_add(struct concept *concept, struct semantic_types *types, const struct dictionary *dictionary,
                        struct field id);

void semantic_types_free(struct semantic_types *types);

#endif
