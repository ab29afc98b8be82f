/* The automaton from three tokens on, from right to left. It is entered where three tokens stand that lead on; where it
 * has come past such a place, what begins there is a part of its way. */
#include "match/finder.h"

static inline uint64_t fingerprint_before(const struct finder *finder, uint32_t unit) {
    return unit_fingerprint(&finder->window->compared, unit - 1, &finder->automaton->keys);
}

/* Lists the leads, from left to right, and asks for their first steps. */
static uint32_t list_leads(struct finder *finder) {
    const struct automaton *automaton = finder->automaton;
    uint32_t count = 0;
    for (uint32_t word = 0; word <= finder->window->compared.count / 64; word++) {
        for (uint64_t bits = finder->findings.bits[FOUND_LEAD][word]; bits; bits &= bits - 1) {
            uint32_t unit = word * 64 + (uint32_t)__builtin_ctzll(bits);
            uint32_t record = finder->findings.found[unit].at[FOUND_LEAD];
            uint64_t before = fingerprint_before(finder, unit);
            finder->leads[count++] = (struct lead){unit, record, before};
            __builtin_prefetch(&automaton->deep[deep_place(deep_hash(record, before), automaton->header->deep_slots)]);
        }
    }
    return count;
}

/* The deep state that the token at a unit, of that fingerprint, makes of a state, or STATE_NONE. */
static inline uint32_t step(const struct finder *finder, uint32_t state, uint32_t unit, uint64_t fingerprint) {
    const struct automaton *automaton = finder->automaton;
    uint64_t hash = deep_hash(state, fingerprint);
    uint32_t slots = automaton->header->deep_slots;
    uint32_t check = deep_check(hash);
    for (uint32_t place = deep_place(hash, slots);; place = place + 1 == slots ? 0 : place + 1) {
        const struct image_deep *deep = &automaton->deep[place];
        if (deep->token == 0) return STATE_NONE;
        if (deep->parent == state && (deep->token & ~(uint32_t)RECORD_TOKEN) == check &&
            unit_is(&finder->window->compared, unit, automaton, deep->token & RECORD_TOKEN))
            return place | STATE_DEEP;
    }
}

/* The state, or the first one along its failure links, that the token before a unit may lead on from. */
static inline uint32_t leading(const struct finder *finder, uint32_t state, uint32_t unit) {
    uint32_t sketch = finder->window->sketches[unit - 1];
    while (state != STATE_NONE && !automaton_may_lead(finder->automaton, state, sketch))
        state = automaton_fail(finder->automaton, state);
    return state;
}

static inline void set_longest(struct finder *finder, uint32_t unit, uint32_t state) {
    const struct image_deep *deep = &finder->automaton->deep[state & ~STATE_DEEP];
    uint32_t longest = deep->output ? (state & ~STATE_DEEP) + 1 : deep->shorter;
    found_set(&finder->findings, FOUND_DEEP, unit, longest, longest != 0);
}

void finder_go_deeper(struct finder *finder) {
    uint32_t count = list_leads(finder);
    while (count) {
        const struct lead *lead = &finder->leads[--count];
        uint32_t unit = lead->unit;
        uint32_t state = lead->record;
        uint64_t before = lead->before; /* the fingerprint of the token before the unit */
        while (state != STATE_NONE) {
            uint32_t next = step(finder, state, unit - 1, before);
            if (next == STATE_NONE) {
                state = leading(finder, automaton_fail(finder->automaton, state), unit);
                continue;
            }
            unit--;
            set_longest(finder, unit, next);
            if (count && finder->leads[count - 1].unit == unit) count--;
            if (unit == 0) break;
            state = leading(finder, next, unit);
            if (state != STATE_NONE) before = fingerprint_before(finder, unit);
        }
    }
}
