/* Where the surfaces of a lexicon, and other forms of them, occur in a corpus. */
#ifndef LEARN_EVIDENCE_H
#define LEARN_EVIDENCE_H

#include "document/corpus.h"
#include "lexicon/lexicon.h"
#include "text/shape.h"

/* How an occurrence is annotated. */
enum gold { GOLD_NONE, GOLD_NESTED /* a longer entity */, GOLD_ENTRY /* + number: the entry's */ };

struct occurrence {
    uint64_t begin; /* token number in the corpus */
    uint32_t surface;
    uint32_t gold; /* enum gold; of a pattern: of the surface that stands there */
};

/* What the features of a surface need. */
struct form {
    uint32_t token_count;
    uint8_t shapes;          /* enum shapes */
    uint8_t length;          /* bytes, at most 255 */
    uint32_t occurrences;    /* in the corpus */
    uint32_t nested;         /* of these */
    uint32_t source;         /* 1 + number of its first source, 0 = none */
    uint32_t casefold_group; /* number in `casefold_groups` */
    bool pattern;
    bool in_pattern; /* its occurrences are those of a pattern too, which stands for it in the group */
};

/* An annotated surface that another surface is a variant of. */
struct source {
    uint32_t surface; /* number of the annotated one */
    uint32_t next;    /* 1 + number of the next, 0 = none */
    uint8_t kind;     /* enum variant */
};

/* Counts of all surfaces that differ in case only, or where there are patterns, in digits. */
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

/* 1 + the number of the entry that an occurrence is annotated as, 0 = none. Patterns are not annotated themselves. */
static inline uint32_t occurrence_entry(const struct evidence *evidence, const struct occurrence *occurrence) {
    bool own = occurrence->gold >= GOLD_ENTRY && !evidence->forms[occurrence->surface].pattern;
    return own ? occurrence->gold - GOLD_ENTRY + 1 : 0;
}

/* The group in which an occurrence counts. NULL: it does in that of a pattern. */
static inline struct casefold_group *occurrence_group(struct casefold_group *groups, const struct evidence *evidence,
                                                      const struct occurrence *occurrence) {
    const struct form *form = &evidence->forms[occurrence->surface];
    return form->in_pattern ? NULL : &groups[form->casefold_group];
}

/* Adds the forms of the annotated surfaces, and of those of a gazetteer, to the lexicon's surfaces (`variants`: bits,
 * by enum variant) and finds where all of them occur. `annotated` of the lexicon's entries counts annotations in this
 * corpus. Free the evidence even after a failure. */
gaz_status evidence_collect(struct evidence *evidence, gaz_lexicon *lexicon, const struct corpus *corpus,
                            unsigned variants, gaz_progress progress, void *context, gaz_error *error);

void evidence_free(struct evidence *evidence);

#endif
