/* The automaton over the units of a window: which entries occur, and which of them are chosen.
 *
 *   units -> two filters -> records of one to three tokens -> deep states, right to left -> choose, left to right
 *
 * Entries are read from right to left, so that what is known behind a token tells the longest entry that begins there;
 * one pass from the left then chooses. Work is linear in the text whatever the entries are. */
#ifndef MATCH_MATCHER_H
#define MATCH_MATCHER_H

#include "match/choose.h"
#include "match/edges.h"
#include "model/context.h"
#include "model/model.h"
#include "text/kernel.h"
#include "text/units.h"

/* An entry that occurs at units [begin, end) of a window, which are tokens. */
struct match {
    uint32_t begin;
    uint32_t end;
    uint32_t entry;
    uint32_t output; /* of the automaton, the entry's: it tells the weaker senses of the same tokens */
    float score;     /* 0 to 1: the probability that it is right */
    bool masked;     /* the entry is a pattern: the output is of the automaton of masks */
    bool weaker;     /* a weaker sense of the match before it; for who collects them */
    bool shorter;    /* a longer entry begins at the same unit, and was refused */
    uint8_t refused; /* every sense: CHOICE_CASE or CHOICE_EDGES; else CHOICE_CHOSEN, which is 0 */
};

/* Some units of a text, as they are compared and as they are written. */
struct match_window {
    struct units compared;
    const uint32_t
        *sketches; /* of these, 0 for line ends and for the unit behind the last; UNITS_ROOM can be read behind */
    struct units written;    /* the same units, not normalised */
    struct neighbour before; /* the token before the first one, if the window begins inside a sentence */
    struct edges edges;
};

/* Scratch memory of one thread for one automaton of a model. */
struct matcher;

/* Which of the entries that occur are matches. */
enum matcher_scope {
    MATCHER_CHOSEN, /* those that the rule in match/choose.h chooses */
    MATCHER_PLACES, /* wherever one occurs, the first sense that fits; a pattern only if no entry does */
    MATCHER_SENSES  /* every sense and pattern, even if the text's case or edges do not fit */
};

struct matcher_options {
    uint32_t tokenization; /* of the model, which has it */
    uint32_t capacity;     /* the most units of a window */
    enum matcher_scope scope;
    float min_score; /* the score that a match must have */
};

/* `model` and `kernel` must outlive the matcher. */
gaz_status matcher_new(struct matcher **matcher, const gaz_model *model, const struct kernel *kernel,
                       const struct matcher_options *options, gaz_error *error);
void matcher_free(struct matcher *matcher);

/* Begins with a window, which is borrowed until the last matcher_next. Only matches that begin before unit `limit` are
 * given; they may reach into the units after it. */
void matcher_scan(struct matcher *matcher, const struct match_window *window, uint32_t limit);

/* Gives the next match, by begin, then the longest first, then the strongest. False: there is none left. */
bool matcher_next(struct match *match, struct matcher *matcher);

/* Goes on to the next weaker sense of a match of the newest window that fits, whatever its score. False: there is none,
 * and the match is not changed. */
bool matcher_next_sense(struct match *match, const struct matcher *matcher);

#endif
