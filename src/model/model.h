/* An open model: pointers into the mapped file. Immutable. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>

#include "base/file.h"
#include "gaz.h"
#include "model/image.h"
#include "text/filter.h"
#include "text/fingerprint.h"
#include "text/keys.h"

/* One automaton. */
struct automaton {
    const struct image_automaton *header; /* NULL: the model has no such tokenization */
    const struct image_token *tokens;
    const char *token_bytes;
    const struct image_record *records;
    const struct image_deep *deep;
    const uint32_t *outputs; /* NULL: outputs and entries have the same numbers */
    struct homes homes;
    struct filter filters[FILTER_END]; /* without words: nothing is there to be found */
    struct sketch_factors factors;
    struct fingerprint_keys keys;
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

/* Opens a model that lies in memory (aligned to 16 bytes), which must outlive it. `name` is for errors. */
gaz_status model_open_memory(gaz_model **model, const char *bytes, size_t size, bool trusted, const char *name,
                             gaz_error *error);

/* The score that a match needs: `wanted`, or if that is negative what the model says. */
float model_min_score(const gaz_model *model, double wanted);

/* Makes an array that says by type whether it is one of the names, NULL if there are no names: every type is wanted.
 * The caller frees it. A name that the model has not is an error. */
gaz_status model_choose_types(unsigned char **wanted, const gaz_model *model, const char *const *names, size_t count,
                              gaz_error *error);

/* ---- Tokens ---- */

static inline const char *automaton_token(uint32_t *size, const struct automaton *automaton, uint32_t token) {
    const char *bytes = automaton->tokens[token].bytes;
    *size = (uint8_t)bytes[TOKEN_INLINE_MAX];
    if (*size != TOKEN_FAR) return bytes;
    uint32_t offset;
    memcpy(&offset, bytes, sizeof offset);
    memcpy(size, bytes + sizeof offset, sizeof *size);
    return automaton->token_bytes + offset;
}

/* ---- Outputs ---- */

/* The first entry of an output: `output` is that of a record or deep state, and not 0. */
static inline uint32_t automaton_entry(const struct automaton *automaton, uint32_t output) {
    return automaton->outputs ? automaton->outputs[output - 1] & ~OUTPUT_MORE : output - 1;
}

/* The output of the next weaker entry of the same run; 0: there is none. */
static inline uint32_t automaton_next_sense(const struct automaton *automaton, const struct image_entry *entries,
                                            uint32_t output) {
    bool more = automaton->outputs ? automaton->outputs[output - 1] & OUTPUT_MORE
                                   : entry_flags(entries[output - 1]) & ENTRY_MORE;
    return more ? output + 1 : 0;
}

/* ---- States ---- */

/* Whether a token of that sketch may lead on from a state of three tokens or more. */
static inline bool automaton_may_lead(const struct automaton *automaton, uint32_t state, uint32_t sketch) {
    if (state & STATE_DEEP) return automaton->deep[state & ~STATE_DEEP].signature >> deep_signature_bit(sketch) & 1;
    return automaton->records[state].third >> record_signature_bit(sketch) & 1;
}

/* The next state of fewer tokens that has links; STATE_NONE: there is none. */
static inline uint32_t automaton_fail(const struct automaton *automaton, uint32_t state) {
    return state & STATE_DEEP ? automaton->deep[state & ~STATE_DEEP].fail : STATE_NONE;
}

#endif
