/* An open model: pointers into the mapped file. Immutable. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>

#include "base/file.h"
#include "gaz.h"
#include "model/format.h"
#include "text/fingerprint.h"

/* One automaton. */
struct side {
    const struct format_side *about; /* NULL: the model has no such side */
    const uint32_t *token_offsets;
    const char *token_bytes;
    const struct format_slot *slots;
    const uint32_t *first_child;
    const uint32_t *token;
    const uint32_t *parent;
    const uint32_t *fail;
    const uint32_t *output;
    const struct format_output *outputs;
    const uint64_t *filter;
    struct fingerprint_keys keys;
};

struct gaz_model {
    struct file_map map; /* unmapped at the end; empty for a model in memory */
    const char *bytes;   /* the file */
    const struct format_header *header;
    const uint32_t *type_offsets;
    const char *type_names;
    const struct format_entry *entries;
    struct side sides[SIDE_END];
};

/* Opens a model that lies in memory (aligned to 8 bytes), which must outlive it. `name` is for errors. */
gaz_status model_open_memory(gaz_model **model, const char *bytes, size_t size, bool trusted, const char *name,
                             gaz_error *error);

/* The token with that fingerprint, or 0. */
static inline uint32_t side_token(const struct side *side, uint64_t fingerprint) {
    uint32_t mask = side->about->slot_count - 1;
    for (uint32_t slot = (uint32_t)(fingerprint >> 12) & mask;; slot = (slot + 1) & mask) {
        if (side->slots[slot].token == 0) return 0;
        if (side->slots[slot].fingerprint == fingerprint) return side->slots[slot].token;
    }
}

/* The child of `state` by `token`, or 0. */
static inline uint32_t side_child(const struct side *side, uint32_t state, uint32_t token) {
    uint32_t low = side->first_child[state];
    uint32_t high = side->first_child[state + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (side->token[middle] < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low < side->first_child[state + 1] && side->token[low] == token ? low : 0;
}

static inline bool side_token_is(const struct side *side, uint32_t token, const char *bytes, size_t size) {
    uint32_t begin = side->token_offsets[token];
    return side->token_offsets[token + 1] - begin == size && memcmp(side->token_bytes + begin, bytes, size) == 0;
}

#endif
