/* Where the surfaces of a lexicon, and other forms of them, occur in a corpus. */
#ifndef LEARN_EVIDENCE_H
#define LEARN_EVIDENCE_H

#include "document/corpus.h"
#include "lexicon/lexicon.h"
#include "text/shape.h"

/* What an occurrence is to the annotations. */
enum gold { GOLD_NONE, GOLD_NESTED /* a longer entity */, GOLD_ENTRY /* + number: the entry's */ };

struct occurrence {
    uint64_t begin; /* token number in the corpus */
    uint32_t surface;
    uint32_t gold; /* enum gold */
};

/* A surface as features see it. */
struct form {
    uint32_t token_count;
    uint8_t shapes;          /* enum shapes */
    uint8_t length;          /* bytes, at most 255 */
    uint32_t occurrences;    /* in the corpus */
    uint32_t nested;         /* of these */
    uint32_t source;         /* 1 + number of its first source, 0 = none */
    uint32_t casefold_group; /* number in `casefold_groups` */
};

/* That a surface is another form of one that is annotated. */
struct source {
    uint32_t surface; /* the annotated one */
    uint32_t next;    /* 1 + number of the next, 0 = none */
    uint8_t kind;     /* enum variant */
};

/* All surfaces that differ in case only, together. */
struct casefold_group {
    uint32_t annotated;
    uint32_t occurrences;
};

struct evidence {
    struct form *forms; /* by surface of the lexicon */
    struct casefold_group *casefold_groups;
    uint32_t casefold_group_count;
    struct source *sources;
    size_t source_count;
    size_t source_capacity;
    struct occurrence *occurrences; /* by begin, at one token the longest first */
    size_t occurrence_count;
    size_t occurrence_capacity;
};

/* Adds the forms of the annotated surfaces to the lexicon's surfaces (`variants`: bits, by enum variant) and finds
 * where all of them occur. `annotated` of the lexicon's entries is what this corpus has. After a failure too the
 * evidence is to be freed. */
gaz_status evidence_collect(struct evidence *evidence, gaz_lexicon *lexicon, const struct corpus *corpus,
                            unsigned variants, gaz_progress progress, void *context, gaz_error *error);

void evidence_free(struct evidence *evidence);

#endif
