/* Candidates for names in a sentence, and the features that tell names among them. */
#ifndef LEARN_NAME_FEATURES_H
#define LEARN_NAME_FEATURES_H

#include "learn/name_shapes.h"
#include "learn/name_words.h"

/* An entry that is found in a sentence: tokens [begin, end) of it. */
struct name_span {
    uint32_t begin;
    uint32_t end;
    uint32_t type; /* number in the growth's types */
};

struct name_sentence {
    const struct name_token *tokens;
    uint32_t count;
    const struct name_span *spans; /* by begin, not overlapping */
    size_t span_count;
};

struct name_candidate {
    uint32_t begin; /* token of the sentence */
    uint32_t end;
    uint32_t shapes; /* number of the sequence */
    size_t span;     /* the first that ends two tokens before the candidate, or later */
};

/* A walk along the candidates of a sentence, by begin, then the shortest first. All zero but the first two members is
 * before the first. */
struct name_finder {
    const struct name_sentence *sentence;
    const struct name_shapes *shapes;
    uint32_t begin;
    uint32_t end;
    bool likely; /* a token so far is */
    size_t span;
    struct name_walk walk;
};

/* The next candidate: of tokens with the shapes of names, at whose ends no run of one script goes on, and if they are
 * all in lower case, with one that is likely in names. False: there is none left. */
bool name_finder_next(struct name_candidate *candidate, struct name_finder *finder);

/* A feature is a row of the table in name_features.c and three numbers. */
enum { NAME_FEATURES_MAX = 128, NAME_FEATURE_PARTS = 3 };

static inline unsigned name_feature_row(uint64_t feature) {
    return (unsigned)(feature >> 48);
}

static inline unsigned name_feature_part(uint64_t feature, unsigned part) {
    return (unsigned)(feature >> 16 * part) & 0xFFFF;
}

/* Writes a candidate's features and returns how many there are. The first is the bias. */
uint32_t name_features(uint64_t features[NAME_FEATURES_MAX], const struct name_sentence *sentence,
                       const struct name_candidate *candidate);

/* Writes those that the corpus adds, which has the candidate's tokens so many times without annotating them. */
enum { NAME_FEATURES_SEEN = 2 };
void name_features_seen(uint64_t features[NAME_FEATURES_SEEN], uint32_t shapes, uint32_t count);

#endif
