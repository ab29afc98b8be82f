/* Matches on text that was held out: what there is to learn from. */
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
    float precision; /* the entry's, as judged on other folds */
    float score;     /* in context, the same */
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
    const struct word_count *all; /* the same: in the whole corpus */

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

enum { CANDIDATE_GROUPS = 10 /* that weights are learnt without, to be tried on */ };

/* Fills the second half, the first being set. False: out of memory. */
bool candidates_find(struct candidates *candidates, const struct parallel *parallel);

void candidates_free(struct candidates *candidates);

/* The rows to learn from; `context`: with the features of what surrounds the matches. */
struct logistic_rows candidates_rows(const struct candidates *candidates, bool context);

/* What is known of a surface, less what one fold has (`less` NULL: nothing). False: it is no entry there. */
struct fold_counts {
    uint32_t *occurrences; /* by surface */
    uint32_t *nested;
    uint32_t *annotated; /* by entry */
    struct casefold_group *casefold_groups;
};
bool candidates_stats(struct entry_stats *stats, const struct candidates *candidates, const struct fold_counts *less,
                      uint32_t surface);

#endif
