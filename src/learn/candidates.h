/* Matches on held-out text: the training data of the scoring model. */
#ifndef LEARN_CANDIDATES_H
#define LEARN_CANDIDATES_H

#include "base/parallel.h"
#include "learn/evidence.h"
#include "learn/features.h"
#include "learn/logistic.h"
#include "learn/words.h"

struct candidate {
    uint64_t begin;  /* token number in the corpus */
    uint32_t size;   /* tokens */
    uint32_t type;   /* in type_ranks */
    float precision; /* of the entry, fitted on the other groups */
    float score;     /* of the match in context, fitted on the other groups */
    uint8_t fold;
    bool right;
};

/* Folds of a corpus, each tagged with the entries of the others. */
struct candidates {
    const gaz_lexicon *lexicon;
    const struct corpus *corpus;
    const struct evidence *evidence;
    const gaz_harvest_options *options;
    const uint8_t *folds; /* by sentence */
    unsigned fold_count;
    bool nested_counted;          /* what lies inside longer entities counts as an occurrence */
    uint32_t type_count;          /* of the lexicon */
    const uint32_t *type_ranks;   /* by type: its place by name */
    uint32_t entry_features;      /* numbers of features are below; those of the context follow */
    const uint8_t *shapes;        /* by token of the corpus's vocabulary */
    const struct word_count *all; /* by token of the corpus's vocabulary: counts in the whole corpus */

    struct candidate *items; /* by fold, then begin, then the longest first */
    uint64_t count;
    uint64_t gold;           /* entities in the folds */
    uint64_t known_surfaces; /* entities whose surface the other folds annotate */
    uint32_t *features;      /* as in struct logistic_rows */
    uint64_t *begins;
    uint8_t *entry_counts; /* features of the entry itself, which come first */
    uint8_t *all_counts;
    uint8_t *right;
    uint8_t *groups;
    bool *skipped; /* all false at first */
};

enum { CANDIDATE_GROUPS = 10 /* each is scored with weights fitted on the others */ };

/* Fills the members from `items` on; those before must be set. False: out of memory. */
bool candidates_find(struct candidates *candidates, const struct parallel *parallel);

/* Counts the entities in each fold: candidates->fold_count numbers. */
void candidates_count_gold(uint64_t *gold, const struct candidates *candidates);

void candidates_free(struct candidates *candidates);

/* The rows to fit; `context`: with the features of the matches' context. */
struct logistic_rows candidates_rows(const struct candidates *candidates, bool context);

/* The counts of one fold. */
struct fold_counts {
    uint32_t *occurrences; /* by surface */
    uint32_t *nested;
    uint32_t *annotated; /* by entry */
    struct casefold_group *casefold_groups;
};

/* The statistics of a surface without the counts of one fold (`less` NULL: of the whole corpus). False: the rest does
 * not make it an entry. */
bool candidates_stats(struct entry_stats *stats, const struct candidates *candidates, const struct fold_counts *less,
                      uint32_t surface);

#endif
