/* Which entries occur in a window, as the matcher's passes find them. */
#ifndef MATCH_FINDER_H
#define MATCH_FINDER_H

#include "match/compare.h"
#include "match/matcher.h"

/* A record that may be what stands at a unit. */
struct hit {
    uint32_t unit;
    uint32_t record;
};

/* Where deep states are entered: the record of three tokens that stands there. */
struct lead {
    uint32_t unit;
    uint32_t record;
    uint64_t before; /* the fingerprint of the token before it */
};

enum found_size { FOUND_ONE, FOUND_TWO, FOUND_THREE, FOUND_DEEP, FOUND_LEAD, FOUND_END };

/* What begins at a unit, by enum found_size: outputs; 1 + the deep state of the longest entry; the record that leads
 * on. */
struct found {
    uint32_t at[FOUND_END];
};

/* What begins at the units of a window. */
struct findings {
    struct found *found; /* by unit; only what the bits say is meant */
    uint64_t *bits[FOUND_END];
    uint64_t *begins; /* bits of the units where an entry begins */
};

/* False: out of memory. What there is must be freed then too. */
bool findings_init(struct findings *findings, uint32_t capacity);
void findings_free(struct findings *findings);

/* Nothing begins at `count` units. */
void findings_clear(struct findings *findings, uint32_t count);

/* Works out `begins` from the bits. */
void findings_close(struct findings *findings, uint32_t count);

struct finder {
    const gaz_model *model;
    const struct automaton *automaton;
    const struct kernel *kernel;
    uint32_t capacity;
    uint32_t *list;                 /* units that the first filter lets through */
    struct finds finds[FOUND_DEEP]; /* what the second one lets through, by number of tokens */
    struct hit *hits[FOUND_DEEP];   /* what has the key's check in its line */
    uint32_t hit_counts[FOUND_DEEP];
    struct lead *leads;
    struct findings findings;
    const struct match_window *window;
};

/* False: out of memory. What there is must be freed then too. */
bool finder_init(struct finder *finder, const gaz_model *model, const struct automaton *automaton,
                 const struct kernel *kernel, uint32_t capacity);
void finder_free(struct finder *finder);

/* Finds all entries of a window, which is borrowed. */
void finder_scan(struct finder *finder, const struct match_window *window);

/* deep.c: the entries of four tokens and more, from the leads on. */
void finder_go_deeper(struct finder *finder);

/* ---- What the passes share ---- */

static inline bool found_has(const struct findings *findings, enum found_size size, uint32_t unit) {
    return findings->bits[size][unit / 64] >> (unit % 64) & 1;
}

static inline void found_set(struct findings *findings, enum found_size size, uint32_t unit, uint32_t value, bool set) {
    findings->found[unit].at[size] = set ? value : findings->found[unit].at[size];
    findings->bits[size][unit / 64] |= (uint64_t)set << (unit % 64);
}

#endif
