/* How probable it is that a match is right, by what surrounds it. */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include "match/matcher.h"
#include "model/context.h"

/* A token of a window, as it is written, as a left neighbour (`before` a match) or as a right one. */
struct neighbour score_neighbour(const struct context *context, const struct match_window *window, uint32_t token,
                                 bool before);

/* What surrounds a match. `first` and `last`: it begins or ends its sentence; `shorter`: a longer entry begins at the
 * same token, and was rejected. */
struct surroundings score_surroundings(const gaz_model *model, const struct match_window *window,
                                       const struct match *match, bool first, bool last, bool shorter);

/* The log odds that a match is right; its score is their probability. The rest as above. */
float score_log_odds(const gaz_model *model, const struct match_window *window, const struct match *match, bool first,
                     bool last, bool shorter);

/* The lowest log odds whose score, 0 to 1, is at least `min_score`: with them matches are chosen without exponentials.
 */
float score_min_log_odds(float min_score);

#endif
