/* The places of a pair that either side has a span at. */
#ifndef EVAL_UNITS_H
#define EVAL_UNITS_H

#include "eval/pair.h"

/* A range of tokens. */
struct unit {
    uint64_t begin;
    uint32_t size;
    const struct corpus_span *gold;      /* that has this very range; NULL = none */
    const struct corpus_span *predicted; /* the same */
    bool overlaps;                       /* a span of the other side shares a token, and has another range */
};

/* All zero but the pair is before the first unit. */
struct unit_walk {
    const struct pair *pair;
    uint64_t gold; /* the next span */
    uint64_t predicted;
};

/* The next unit, by begin and then by size. False: there is none left. */
bool unit_next(struct unit *unit, struct unit_walk *walk);

static inline bool unit_agrees(const struct unit *unit) {
    return unit->gold && unit->predicted && unit->gold->type == unit->predicted->type;
}

#endif
