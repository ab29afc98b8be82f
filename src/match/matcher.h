/* The automaton over the tokens of a window: which entries occur, and which of them are chosen.
 *
 *   sketches -> candidates -> pairs -> automaton, right to left -> choose, left to right
 *
 * The window is scanned from its end with the automaton of the reversed entries, so that the state after reading token
 * i knows the longest entry that begins at i; one pass from the left then chooses. The automaton is entered at level
 * two, by the pairs of tokens that the filter lets through. Work is linear in the text whatever the entries are. */
#ifndef MATCH_MATCHER_H
#define MATCH_MATCHER_H

#include "match/choose.h"
#include "model/context.h"
#include "model/model.h"
#include "text/cut.h"
#include "text/kernel.h"

/* An entry that occurs at tokens [begin, end) of a window. */
struct match {
    uint32_t begin;
    uint32_t end;
    uint32_t entry;
    float score; /* 0 to 1: the probability that it is right */
};

/* Some tokens of a text, as they are compared and as they are written. */
struct match_window {
    const char *text;           /* what tokens are compared by */
    size_t size;                /* bytes of `text` that can be read */
    const struct token *tokens; /* in `text` */
    uint32_t token_count;
    const struct sentence *sentences; /* the tokens after the last one's end are of a sentence that goes on */
    uint32_t sentence_count;
    const char *written_text; /* not normalised */
    size_t written_size;
    const struct token *written; /* in `written_text` */
    struct neighbour before;     /* the token before the first one, if the window begins inside a sentence */
};

/* Scratch memory of one thread for one automaton of a model. */
struct matcher;

struct matcher_options {
    uint32_t tokenization; /* of the model, which has it */
    uint32_t capacity;     /* the most tokens of a window */
    bool all;              /* every match, not only those that the rule in match/choose.h chooses */
    float min_score;       /* the score that a match must have */
};

/* `model` and `kernel` must outlive the matcher. */
gaz_status matcher_new(struct matcher **matcher, const gaz_model *model, const struct kernel *kernel,
                       const struct matcher_options *options, gaz_error *error);
void matcher_free(struct matcher *matcher);

/* Begins with a window, which is borrowed until the last matcher_next. Only matches that begin before token `limit` are
 * given; they may reach into the tokens after it. */
void matcher_scan(struct matcher *matcher, const struct match_window *window, uint32_t limit);

/* Gives the next match, by begin, then the longest first. False: there is none left. */
bool matcher_next(struct match *match, struct matcher *matcher);

#endif
