/* An open model: pointers into the mapped file. Immutable. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>

#include "base/fields.h"
#include "base/file_map.h"
#include "gaz.h"
#include "model/image.h"
#include "text/digits.h"
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
    struct filter filters[FILTER_END];                      /* without words: nothing is there to be found */
    const struct digits_table *beside_digits[DIGITS_SIDES]; /* of masks; NULL: no pattern is told by that side */
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

/* What entries are further known by; tagging alone does not touch it, but for entries whose case must be exact. */
struct senses_known {
    const uint32_t *concepts; /* by entry: 1 + number, 0 = none; NULL: none has any */
    const uint32_t *concept_offsets;
    const char *concept_bytes;
    const uint32_t *surface_offsets; /* by entry; NULL: all are written as they are compared */
    const char *surface_bytes;
};

struct gaz_model {
    struct file_map map; /* of the file, or a copy of it; unmapped at the end; empty for a model in memory */
    char *copy;          /* owned; NULL = none: what gaz_model_open_bytes was given */
    const char *bytes;   /* the file */
    const struct image_header *header;
    const uint32_t *type_offsets;
    const char *type_names;
    const struct image_entry *entries;
    const struct image_evidence *evidence; /* by entry; NULL: none has any */
    const struct image_point *points;
    uint32_t point_count;
    struct context context;
    struct senses_known known;
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

/* ---- Entries ---- */

/* The id and the preferred name of an entry's concept; "" if there is none. */
const char *model_id(const gaz_model *model, uint32_t entry);
const char *model_name(const gaz_model *model, uint32_t entry);

/* The next token of a surface as it is written, of which `*left` bytes are left at `*at`. False at the end. */
static inline bool model_written_token(struct field *token, const char **at, size_t *left) {
    size_t size = 0;
    if (*left == 0) return false;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = (unsigned char)*(*at)++;
        --*left;
        size |= (size_t)(byte & 0x7F) << shift;
        if (byte < 0x80) break;
    }
    *token = (struct field){*at, size};
    *at += size;
    *left -= size;
    return true;
}

/* The bytes of an entry's surface as it is written; 0: it is written as it is compared. */
static inline size_t model_written(const char **bytes, const gaz_model *model, uint32_t entry) {
    const struct senses_known *known = &model->known;
    if (!known->surface_offsets) return 0;
    *bytes = known->surface_bytes + known->surface_offsets[entry];
    return known->surface_offsets[entry + 1] - known->surface_offsets[entry];
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
