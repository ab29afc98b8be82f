/* All entries that occur in a passage, in the model or only in the lists, and what became of each. */
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
    bool shorter;   /* a longer candidate begins at the same token */
    bool differs;   /* the lists say otherwise than the model */
    uint8_t claim;  /* enum claim */
    uint32_t other; /* 1 + number of the candidate that the reason is about; 0 = none */
};

/* Finds the candidates of passages. */
struct candidate_finder {
    const gaz_model *model;
    uint32_t tokenization;
    struct scanner *scanner; /* gives all matches of a passage, with their scores */
    gaz_tagger *tagger;      /* gives all matches of a text in memory */
    float min_score;
    unsigned char *wanted; /* by type; NULL = all */
    struct index index;
};

/* `options` as in gaz_explainer_new. The finder must be freed after a failure too. */
gaz_status candidate_finder_init(struct candidate_finder *finder, const gaz_model *model, const gaz_lexicon *lexicon,
                                 const gaz_explain_options *options, gaz_error *error);
void candidate_finder_free(struct candidate_finder *finder);

/* The candidates of a passage. All zero is none. */
struct entry_candidates {
    struct entry_candidate *items; /* by begin, then the longest first; on the same tokens the model's first */
    size_t count;
    size_t capacity;
    uint32_t longest; /* tokens of the longest one */
    uint32_t *tokens; /* numbers in the index: of each token, then of each one's mask */
    size_t token_capacity;
};

enum {
    CANDIDATES_AT_TOKEN = 64,
    CANDIDATES_FEW = 4,       /* at a token, where those before it are many: */
    CANDIDATES_MANY = 1 << 18 /* and CANDIDATES_FEW more for each token */
};

/* Cuts a passage into tokens and finds its candidates: of those that begin at a token the first CANDIDATES_AT_TOKEN, or
 * few in a long passage that is full of them; but all that are tagged, and all on tokens [begin, end). */
gaz_status candidate_finder_find(struct entry_candidates *candidates, struct candidate_finder *finder,
                                 struct passage *passage, uint64_t begin, uint64_t end, gaz_error *error);
void entry_candidates_free(struct entry_candidates *candidates);

/* The number of the first candidate that begins at or after a token; the count if there is none. */
size_t entry_candidates_at(const struct entry_candidates *candidates, uint64_t token);

/* Whether building the model keeps an entry of the lexicon. */
static inline bool candidate_finder_keeps(const struct candidate_finder *finder, uint32_t entry) {
    return entry_is_kept(&finder->index.lexicon->entries[entry], finder->model->context.header != NULL);
}

#endif
