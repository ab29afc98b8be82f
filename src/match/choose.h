/* The rule that chooses among candidates: leftmost, then longest, none overlapping another, with a score at or above a
 * threshold. The matcher, the search for an operating point and explanations all use it.
 *
 * Candidates are offered by begin, at one token the longest first. */
#ifndef MATCH_CHOOSE_H
#define MATCH_CHOOSE_H

#include <stdbool.h>
#include <stdint.h>

/* How many candidates that begin at a token are tried; the work would not be linear without a limit. */
enum { MATCH_TRIES = 8 };

/* What becomes of a candidate. */
enum choice {
    CHOICE_CHOSEN,
    CHOICE_SHORTER,  /* a longer candidate at the same token was chosen */
    CHOICE_OVERLAPS, /* it begins inside a chosen candidate */
    CHOICE_TRIES,    /* MATCH_TRIES longer candidates were tried at the same token */
    CHOICE_SCORE,    /* its score is below the threshold */
    CHOICE_CASE,     /* the text has other letters than the entry asks for */
    CHOICE_EDGES,    /* what stands beside it makes it a part of a longer name */
    CHOICE_END
};

/* All zero, but for `threshold` and `all`, before the first candidate of a text. */
struct chooser {
    double threshold;
    bool all;              /* choose every candidate that reaches the threshold */
    uint32_t tries;        /* candidates offered at token `begin` */
    uint64_t begin;        /* first token of the newest candidate */
    uint64_t end;          /* first token after it */
    uint64_t longest_end;  /* the same of the longest that begins there */
    uint64_t chosen_begin; /* first token of the newest chosen candidate */
    uint64_t chosen_end;   /* first token after it */
};

/* Whether a chosen candidate covers the token, which is not before any that was offered. */
static inline bool chooser_covers(const struct chooser *chooser, uint64_t token) {
    return token < chooser->chosen_end && !chooser->all;
}

/* Offers a candidate of tokens [begin, end). If this returns CHOICE_CHOSEN, its score decides, with chooser_take. */
static inline enum choice chooser_try(struct chooser *chooser, uint64_t begin, uint64_t end) {
    if (begin != chooser->begin) chooser->tries = 0;
    if (chooser->tries++ == 0) chooser->longest_end = end;
    chooser->begin = begin;
    chooser->end = end;
    if (chooser_covers(chooser, begin)) return begin == chooser->chosen_begin ? CHOICE_SHORTER : CHOICE_OVERLAPS;
    return chooser->tries > MATCH_TRIES && !chooser->all ? CHOICE_TRIES : CHOICE_CHOSEN;
}

/* Whether a longer candidate begins where the newest one does. */
static inline bool chooser_is_shorter(const struct chooser *chooser) {
    return chooser->end < chooser->longest_end;
}

/* Chooses the newest candidate, unless its score is too low. */
static inline bool chooser_take(struct chooser *chooser, double score) {
    if (!(score >= chooser->threshold)) return false;
    chooser->chosen_begin = chooser->begin;
    chooser->chosen_end = chooser->end;
    return true;
}

/* Offers a candidate whose score is known. */
static inline enum choice chooser_decide(struct chooser *chooser, uint64_t begin, uint64_t end, double score) {
    enum choice choice = chooser_try(chooser, begin, end);
    if (choice != CHOICE_CHOSEN) return choice;
    return chooser_take(chooser, score) ? CHOICE_CHOSEN : CHOICE_SCORE;
}

#endif
