/* The states of four and more tokens: a table of open addressing, by parent and token. */
#include <stdlib.h>

#include "base/error.h"
#include "base/sort.h"
#include "model/automaton_parts.h"
#include "text/fingerprint.h"

enum {
    ROW_MAX = 4096 /* slots in a row that are in use; more than any but tokens made to collide will need */
};

struct places {
    const struct states *states;
    const uint32_t *record_of;
    uint32_t *slot_of; /* by deep state */
    uint32_t *deep_at; /* by slot */
    struct sort_item *order;
    struct sort_item *scratch;
};

/* What a state is called in the file. */
static uint32_t name_of(const struct places *places, uint32_t state) {
    uint32_t deep = places->states->deep;
    return state >= deep ? places->slot_of[state - deep] | STATE_DEEP : places->record_of[state];
}

/* Places a level's states, whose parents have their places, in the order of the parents' names and their tokens. False:
 * a search would take too long. */
static bool place_level(struct automaton_parts *parts, struct places *places, uint32_t level) {
    const struct states *states = places->states;
    uint32_t deep = states->deep;
    uint32_t begin = states->levels[level];
    uint32_t count = states->levels[level + 1] - begin;
    uint32_t slots = parts->header.deep_slots;
    for (uint32_t i = 0; i < count; i++) {
        const struct state *state = &states->items[begin + i];
        places->order[i] = (struct sort_item){(uint64_t)name_of(places, state->second) << 32 | state->first, begin + i};
    }
    sort_items(places->order, places->scratch, count);
    for (uint32_t i = 0; i < count; i++) {
        struct sort_item item = places->order[i];
        uint32_t token = (uint32_t)item.key;
        uint32_t parent = (uint32_t)(item.key >> 32);
        uint64_t hash = deep_hash(parent, states->fingerprints[token]);
        uint32_t place = deep_place(hash, slots);
        for (uint32_t run = 0; places->deep_at[place]; run++) {
            if (run == ROW_MAX) return false;
            if (++place == slots) place = 0;
        }
        places->slot_of[item.item - deep] = place;
        places->deep_at[place] = item.item;
        parts->deep[place].token = token | deep_check(hash);
        parts->deep[place].parent = parent;
        parts->deep[place].depth = (uint16_t)level;
    }
    return true;
}

/* Fills in links, and the signatures of parents. */
static void link_states(struct automaton_parts *parts, const struct places *places) {
    const struct states *states = places->states;
    uint32_t deep = states->deep;
    for (uint32_t i = deep; i < states->count; i++) {
        struct image_deep *slot = &parts->deep[places->slot_of[i - deep]];
        uint32_t fail = states->fails[i - deep];
        uint32_t shorter = states->shorter[i - deep];
        uint32_t sketch = states->sketches[states->items[i].first];
        slot->fail = fail ? name_of(places, fail) : STATE_NONE;
        slot->shorter = shorter ? places->slot_of[shorter - deep] + 1 : 0;
        if (slot->parent & STATE_DEEP)
            parts->deep[slot->parent & ~STATE_DEEP].signature |= (uint16_t)(1u << deep_signature_bit(sketch));
        else
            parts->records[slot->parent].third |= UINT32_C(1) << record_signature_bit(sketch);
    }
}

gaz_status deep_build(struct automaton_parts *parts, uint32_t **deep_at, bool *another, const struct states *states,
                      const uint32_t *record_of, gaz_error *error) {
    uint64_t count = states->count - states->deep;
    if (count == 0) return GAZ_OK;
    uint64_t slots = count + count / 4 + 8;
    if (slots > DEEP_LIMIT) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "the automaton is too large");
    parts->header.deep_slots = (uint32_t)slots;
    parts->header.state_count += (uint32_t)count;
    parts->deep = calloc(slots, sizeof *parts->deep);
    *deep_at = calloc(slots, sizeof **deep_at);
    struct places places = {.states = states, .record_of = record_of, .deep_at = *deep_at};
    places.slot_of = calloc(count, sizeof *places.slot_of);
    places.order = malloc(count * sizeof *places.order);
    places.scratch = malloc(count * sizeof *places.scratch);
    bool good = parts->deep && *deep_at && places.slot_of && places.order && places.scratch;
    for (uint32_t level = 4; good && !*another && level <= states->longest; level++)
        *another = !place_level(parts, &places, level);
    if (good && !*another) *another = slots_row_over(*deep_at, parts->header.deep_slots, ROW_MAX);
    if (good && !*another) link_states(parts, &places);
    free(places.slot_of);
    free(places.order);
    free(places.scratch);
    return good ? GAZ_OK : error_memory(error);
}
