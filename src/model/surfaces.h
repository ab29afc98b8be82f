/* The surfaces of a model's entries, token by token: an automaton tells which entry some tokens are, and this the
 * other way round. */
#ifndef MODEL_SURFACES_H
#define MODEL_SURFACES_H

#include "model/model.h"

/* Where the tokens of each entry stand. */
struct surfaces {
    const gaz_model *model;
    const struct automaton *automaton; /* the entries' own tokens, or the words if there are none */
    uint32_t *states;                  /* by entry: that it ends at; STATE_NONE: the automaton has it not */
};

/* Works out the places of all entries, four bytes of memory each. To be freed after a failure too. */
gaz_status surfaces_init(struct surfaces *surfaces, const gaz_model *model, gaz_error *error);
void surfaces_free(struct surfaces *surfaces);

/* The next token of an entry. All zero but for `surfaces` and `entry` is before the first. */
struct surface_walk {
    const struct surfaces *surfaces;
    uint32_t entry;
    bool begun;
    const char *written; /* the rest of the surface as it is written */
    size_t written_size;
    uint32_t state; /* that has the rest of the tokens */
    unsigned place; /* in a record: of the next token */
};

/* Gives tokens as they are written. False: there is none left. */
bool surface_walk_next(struct field *token, struct surface_walk *walk);

#endif
