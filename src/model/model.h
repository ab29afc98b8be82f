/* An open model: pointers into the mapped file. Immutable. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>

#include "base/file.h"
#include "gaz.h"
#include "model/image.h"
#include "text/filter.h"
#include "text/fingerprint.h"

/* One automaton. */
struct automaton {
    const struct image_automaton *header; /* NULL: the model has no such tokenization */
    const uint32_t *token_offsets;
    const char *token_bytes;
    const uint64_t *fingerprints;
    const struct image_level *levels;
    const struct image_state *states; /* from level 2 on */
    const uint32_t *steps;
    const uint32_t *outputs; /* NULL: outputs and entries have the same numbers */
    struct filter filter;
    struct fingerprint_keys keys;
    uint32_t first_pair; /* the first state of level 2 */
};

/* How matches are scored by what surrounds them. */
struct context {
    const struct image_context *header; /* NULL: they are not */
    const float *weights;
    const struct image_prior *priors; /* by entry */
    const struct image_word *words;
    struct fingerprint_keys keys; /* of the words */
};

struct gaz_model {
    struct file_map map; /* unmapped at the end; empty for a model in memory */
    const char *bytes;   /* the file */
    const struct image_header *header;
    const uint32_t *type_offsets;
    const char *type_names;
    const struct image_entry *entries;
    const struct image_evidence *evidence; /* by entry; NULL: none has any */
    const struct image_point *points;
    uint32_t point_count;
    struct context context;
    struct automaton automata[TOKENS_END];
};

/* Opens a model that lies in memory (aligned to 8 bytes), which must outlive it. `name` is for errors. */
gaz_status model_open_memory(gaz_model **model, const char *bytes, size_t size, bool trusted, const char *name,
                             gaz_error *error);

/* The score that a match needs: `wanted`, or if that is negative what the model says. */
float model_min_score(const gaz_model *model, double wanted);

/* Makes an array that says by type whether it is one of the names, NULL if there are no names: every type is wanted.
 * The caller frees it. A name that the model has not is an error. */
gaz_status model_choose_types(unsigned char **wanted, const gaz_model *model, const char *const *names, size_t count,
                              gaz_error *error);

/* Of a state of level 2 or deeper. */
static inline struct image_state automaton_state(const struct automaton *automaton, uint32_t state) {
    return automaton->states[state - automaton->first_pair];
}

/* Walks along the steps that have a hash. Each call gives the next state that may be the wanted one, 0 = no more. */
static inline uint32_t automaton_probe(const struct automaton *automaton, uint32_t *place, uint32_t tag) {
    for (;;) {
        uint32_t step = automaton->steps[*place];
        if (++*place == automaton->header->step_count) *place = 0;
        if (step == 0) return 0;
        if ((step & ~(uint32_t)STATE_MASK) == tag) return step & (uint32_t)STATE_MASK;
    }
}

/* The step from the root: the state of an entry of one token (which is the token's number), or 0. */
static inline uint32_t automaton_step_token(const struct automaton *automaton, uint64_t fingerprint) {
    uint32_t place = step_place(fingerprint, automaton->header->step_count);
    uint32_t state;
    while ((state = automaton_probe(automaton, &place, step_tag(fingerprint))) != 0)
        if (state < automaton->first_pair && automaton->fingerprints[state] == fingerprint) break;
    return state;
}

/* Whether the state is that of the pair. */
static inline bool automaton_is_pair(const struct automaton *automaton, uint32_t state, uint64_t left, uint64_t right) {
    if (state < automaton->first_pair) return false;
    struct image_state record = automaton_state(automaton, state);
    uint32_t parent = state_parent(record);
    return parent < automaton->first_pair && automaton->fingerprints[state_token(record)] == left &&
           automaton->fingerprints[parent] == right;
}

/* The state of the last two tokens of an entry, or 0. */
static inline uint32_t automaton_step_pair(const struct automaton *automaton, uint64_t left, uint64_t right) {
    uint64_t hash = pair_hash(left, right);
    uint32_t place = step_place(hash, automaton->header->step_count);
    uint32_t state;
    while ((state = automaton_probe(automaton, &place, step_tag(hash))) != 0)
        if (automaton_is_pair(automaton, state, left, right)) break;
    return state;
}

/* Whether the state is what a token of that fingerprint makes of a state of level 2 or deeper. */
static inline bool automaton_is_step(const struct automaton *automaton, uint32_t state, uint32_t from,
                                     uint64_t fingerprint) {
    if (state < automaton->first_pair) return false;
    struct image_state record = automaton_state(automaton, state);
    return state_parent(record) == from && automaton->fingerprints[state_token(record)] == fingerprint;
}

/* The step from a state of level 2 or deeper, or 0. */
static inline uint32_t automaton_step(const struct automaton *automaton, uint32_t from, uint64_t fingerprint) {
    uint64_t hash = step_hash(from, fingerprint);
    uint32_t place = step_place(hash, automaton->header->step_count);
    uint32_t state;
    while ((state = automaton_probe(automaton, &place, step_tag(hash))) != 0)
        if (automaton_is_step(automaton, state, from, fingerprint)) break;
    return state;
}

/* The level of a state: how many tokens were read. */
static inline uint32_t automaton_level(const struct automaton *automaton, uint32_t state) {
    uint32_t level = 1;
    uint32_t end = automaton->header->longest + 1; /* `level` is that of the state or above, `end` below it */
    while (end - level > 1) {
        uint32_t middle = level + (end - level) / 2;
        if (automaton->levels[middle].state <= state)
            level = middle;
        else
            end = middle;
    }
    return level;
}

/* Whether an entry ends at the state of that level. */
static inline bool automaton_is_output(const struct automaton *automaton, uint32_t state, uint32_t level) {
    const struct image_level *row = &automaton->levels[level];
    return state - row->state < row[1].output - row->output;
}

/* The state of the longest entry that begins at the token which led into `state`, or 0. */
static inline uint32_t automaton_output(const struct automaton *automaton, uint32_t state) {
    if (state >= automaton->first_pair) return state_output(automaton_state(automaton, state));
    return state && automaton_is_output(automaton, state, 1) ? state : 0;
}

/* The next shorter one, or 0. `output` is what automaton_output gave. */
static inline uint32_t automaton_shorter_output(const struct automaton *automaton, uint32_t output) {
    return output < automaton->first_pair ? 0
                                          : automaton_output(automaton, state_fail(automaton_state(automaton, output)));
}

/* The entry of an output at that level. */
static inline uint32_t automaton_entry(const struct automaton *automaton, uint32_t output, uint32_t level) {
    const struct image_level *row = &automaton->levels[level];
    uint32_t number = row->output + (output - row->state);
    return automaton->outputs ? automaton->outputs[number] : number;
}

/* Whether two runs of bytes are the same; for the few bytes of a token, without a call. */
static inline bool same_bytes(const char *left, const char *right, size_t size) {
    if (size > 16) return memcmp(left, right, size) == 0;
    if (size >= 8) return memcmp(left, right, 8) == 0 && memcmp(left + size - 8, right + size - 8, 8) == 0;
    if (size >= 4) return memcmp(left, right, 4) == 0 && memcmp(left + size - 4, right + size - 4, 4) == 0;
    return size == 0 || (left[0] == right[0] && left[size / 2] == right[size / 2] && left[size - 1] == right[size - 1]);
}

static inline bool automaton_token_is(const struct automaton *automaton, uint32_t token, const char *bytes,
                                      size_t size) {
    uint32_t begin = automaton->token_offsets[token];
    return automaton->token_offsets[token + 1] - begin == size &&
           same_bytes(automaton->token_bytes + begin, bytes, size);
}

#endif
