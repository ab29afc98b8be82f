/* How probable it is that a match is right, by what surrounds it. */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include "match/matcher.h"
#include "model/context.h"

/* The token as a left neighbour (`before` a match) or as a right one. */
struct neighbour score_neighbour(const struct context *context, const char *bytes, size_t size, bool before);

/* What surrounds a match, all but its type and whether it is the shorter one. `first` and `last`: it begins or ends its
 * sentence. */
void score_surroundings(struct surroundings *around, const struct context *context, const struct match_window *window,
                        const struct match *match, bool first, bool last);

/* 0 to 1. `around` is complete. */
float score_match(const gaz_model *model, uint32_t entry, const struct surroundings *around);

#endif
