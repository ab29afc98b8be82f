/* Why an entry is no match although its tokens occur: it asks for more than they tell. */
#ifndef MATCH_REFUSE_H
#define MATCH_REFUSE_H

#include "match/choose.h"
#include "match/matcher.h"

/* As match_refused, for entries that ask for something. */
enum choice match_look_closer(const gaz_model *model, const struct automaton *automaton,
                              const struct match_window *window, const struct match *match);

/* CHOICE_CASE: the text's letters are not those of the entry's surface. CHOICE_EDGES: it touches a part of a longer
 * name. CHOICE_CHOSEN: nothing speaks against it. */
static inline enum choice match_refused(const gaz_model *model, const struct automaton *automaton,
                                        const struct match_window *window, const struct match *match) {
    if (!(entry_flags(model->entries[match->entry]) & ENTRY_REFUSING)) return CHOICE_CHOSEN;
    return match_look_closer(model, automaton, window, match);
}

#endif
