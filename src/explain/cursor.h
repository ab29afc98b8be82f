/* Goes through an input passage by passage, with the candidates that occur in each. */
#ifndef EXPLAIN_CURSOR_H
#define EXPLAIN_CURSOR_H

#include "explain/candidate_finder.h"

struct cursor {
    struct passage passage;
    struct entry_candidates candidates;
    bool ready;  /* the passage's candidates have been found */
    size_t next; /* the candidate (of a query: token) to look at next */
};

/* Makes complete options of what gaz_explainer_new was given. */
gaz_status explain_options_complete(gaz_explain_options *made, const gaz_explain_options *options, gaz_error *error);

/* `options` are complete. */
void cursor_init(struct cursor *cursor, const gaz_explain_options *options);
void cursor_free(struct cursor *cursor);

/* Goes to before the first passage of a text, which is borrowed. */
void cursor_rewind(struct cursor *cursor, const char *text, size_t size);

/* Goes on to the next passage and finds its candidates. `*done`: there is none. */
gaz_status cursor_next(bool *done, struct cursor *cursor, struct candidate_finder *finder, gaz_error *error);

/* Finds the candidates of the passage that the cursor is at. */
gaz_status cursor_find(struct cursor *cursor, struct candidate_finder *finder, gaz_error *error);

#endif
