/* How probable it is that a match is right, by what surrounds it. */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include "match/matcher.h"
#include "model/context.h"

/* A token of a window, as it is written, as a left neighbour (`before` a match) or as a right one; none if the unit is
 * a line end. */
struct neighbour score_neighbour(const struct context *context, const struct units *written, uint32_t unit,
                                 bool before);

/* What surrounds a match, whose score is not used. */
struct surroundings score_surroundings(const gaz_model *model, const struct match_window *window,
                                       const struct match *match);

/* The log odds that a match is right; its score is their probability. */
float score_log_odds(const gaz_model *model, const struct match_window *window, const struct match *match);

/* The lowest log odds whose score, 0 to 1, is at least `min_score`: with them matches are chosen without exponentials.
 */
float score_min_log_odds(float min_score);

#endif
