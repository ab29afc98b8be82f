/* The matches of a whole text with those of the abbreviations that it defines. A short form is defined by what comes
 * behind it in the sentence, so all windows of the text are looked at before the first one is given. Used by scanner.c.
 */
#ifndef SCAN_ABBREVIATED_H
#define SCAN_ABBREVIATED_H

#include "match/abbreviations.h"
#include "scan/window.h"
#include "text/rows.h"

/* All zero but for the first three members. */
struct abbreviated {
    struct abbreviations *abbreviations; /* NULL: they are not asked for; owned */
    bool by_sentence;                    /* each sentence is a document */
    const struct rows *rows;             /* of the text; NULL: it has none; borrowed */

    bool known; /* the matches of the text that is being read are known */
    struct {
        uint64_t token; /* of the text, at which it begins */
        struct match match;
    } * matches;
    size_t match_count;
    size_t match_capacity;
    size_t match_next; /* the first that is not given */
    uint64_t tokens;   /* of the text that have begun in the windows so far */

    /* The open sentence, while the windows are looked at. */
    const gaz_token *given; /* tokens of the text; NULL: they are in the windows */
    struct field *words;    /* its tokens */
    size_t word_count;
    size_t word_capacity;
    struct match_list open;   /* its matches, by its tokens */
    struct match_list coming; /* those of the window that is to be added, by its units */
    struct match_list result; /* scratch */
    const char *row_end;      /* rows: where those that have been looked at end */
};

void abbreviated_free(struct abbreviated *abbreviated);

/* A text begins, whose windows are to be looked at. `text`: if it has rows; `given`: if its tokens are given. */
void abbreviated_begin(struct abbreviated *abbreviated, const char *text, const gaz_token *given);

/* Adds a match of the window that is to be added next, or a weaker sense of the match before it, by units. False: out
 * of memory. */
bool abbreviated_add_match(struct abbreviated *abbreviated, const struct match *match);

/* Adds a window, whose text stays where it is. False: out of memory. */
bool abbreviated_add_window(struct abbreviated *abbreviated, const struct window *window);

/* The text has ended; `end` of it, if it has rows. False: out of memory. */
bool abbreviated_end(struct abbreviated *abbreviated, const char *end);

/* Once the matches are known, for each window that is given: adds its tokens to those that have begun. */
static inline void abbreviated_count(struct abbreviated *abbreviated, const struct window *window) {
    if (!abbreviated->known) return;
    abbreviated->tokens += window->tokens - (window->tokens && window->first_goes_on && abbreviated->tokens);
}

/* Gives the matches that begin before unit `limit` of the window that comes next, without their weaker senses; `output`
 * of each is its number here. `inside`: the window begins inside a token. Returns how many there are. */
uint32_t abbreviated_give(struct match *matches, struct abbreviated *abbreviated, const struct units *units,
                          uint32_t limit, bool inside);

/* Goes on to the next weaker sense of a match that was given; false: there is none. */
bool abbreviated_next_sense(struct match *match, const struct abbreviated *abbreviated);

#endif
