/* All entries that stand in a passage, in the model or only in the lists, and what became of each. */
#ifndef EXPLAIN_CANDIDATE_FINDER_H
#define EXPLAIN_CANDIDATE_FINDER_H

#include "explain/index.h"
#include "lexicon/conflicts.h"
#include "match/matcher.h"
#include "scan/passage.h"

#define NO_ENTRY UINT32_MAX

struct entry_candidate {
    uint32_t begin; /* tokens of the passage */
    uint32_t end;
    uint32_t entry;   /* of the model; NO_ENTRY: it is only in the lists */
    uint32_t lexical; /* 1 + number of the entry in the lexicon; 0 = not known */
    float score;
    uint8_t reason; /* gaz_reason */
    bool shorter;   /* a longer one begins at the same token, and was tried before */
    bool differs;   /* the lists say otherwise than the model */
    uint8_t claim;  /* enum claim */
    uint32_t other; /* 1 + number of the candidate that the reason tells of; 0 = none */
};

/* What finds them. */
struct candidate_finder {
    const gaz_model *model;
    uint32_t side;
    struct scanner *scanner; /* of all matches, with their scores */
    gaz_tagger *tagger;      /* the same of a text in memory */
    float min_score;
    unsigned char *wanted; /* by type; NULL = all */
    struct index index;
};

/* `options` as in gaz_explainer_new; after a failure too the finder is to be freed. */
gaz_status candidate_finder_init(struct candidate_finder *finder, const gaz_model *model, const gaz_lexicon *lexicon,
                                 const gaz_explain_options *options, gaz_error *error);
void candidate_finder_free(struct candidate_finder *finder);

/* Of a passage. All zero is none. */
struct entry_candidates {
    struct entry_candidate *items; /* by begin, at one token the longest first, of the same tokens the model's first */
    size_t count;
    size_t capacity;
    uint32_t longest; /* tokens of the longest one */
    uint32_t *tokens; /* numbers in the index */
    size_t token_capacity;
};

/* Cuts a passage into tokens and finds what stands on them. A token has at most CANDIDATES_AT_TOKEN candidates, and
 * those on tokens [begin, end), which are all found. */
enum { CANDIDATES_AT_TOKEN = 64 };

gaz_status candidate_finder_find(struct entry_candidates *candidates, struct candidate_finder *finder,
                                 struct passage *passage, uint64_t begin, uint64_t end, gaz_error *error);
void entry_candidates_free(struct entry_candidates *candidates);

/* The first candidate that begins at the token or behind it, or the count. */
size_t entry_candidates_at(const struct entry_candidates *candidates, uint64_t token);

/* Whether an entry of the lexicon is one that goes into such a model. */
static inline bool candidate_finder_keeps(const struct candidate_finder *finder, uint32_t entry) {
    return entry_is_kept(&finder->index.lexicon->entries[entry], finder->model->context.about != NULL);
}

#endif
