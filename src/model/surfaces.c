#include "model/surfaces.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static void note(struct surfaces *surfaces, uint32_t state, uint32_t output) {
    const struct automaton *automaton = surfaces->automaton;
    while (output) {
        surfaces->states[automaton_entry(automaton, output)] = state;
        output = automaton_next_sense(automaton, surfaces->model->entries, output);
    }
}

gaz_status surfaces_init(struct surfaces *surfaces, const gaz_model *model, gaz_error *error) {
    bool corpus = model->automata[TOKENS_CORPUS].header != NULL;
    const struct automaton *automaton = &model->automata[corpus ? TOKENS_CORPUS : TOKENS_WORDS];
    size_t size = ((size_t)model->header->entry_count + 1) * sizeof *surfaces->states;
    *surfaces = (struct surfaces){.model = model, .automaton = automaton, .states = malloc(size)};
    if (!surfaces->states) return error_memory(error);
    memset(surfaces->states, 0xFF, size); /* STATE_NONE */
    for (uint32_t i = 0; i < automaton->header->record_count; i++)
        if (!record_is_shared(&automaton->records[i])) note(surfaces, i, automaton->records[i].output);
    for (uint32_t i = 0; i < automaton->header->deep_slots; i++)
        note(surfaces, STATE_DEEP | i, automaton->deep[i].output);
    return GAZ_OK;
}

void surfaces_free(struct surfaces *surfaces) {
    free(surfaces->states);
    *surfaces = (struct surfaces){0};
}

/* The first token of a state; the walk goes on to the state of the others. 0: none is left. */
static uint32_t take_token(struct surface_walk *walk) {
    const struct automaton *automaton = walk->surfaces->automaton;
    if (walk->state == STATE_NONE) return 0;
    if (walk->state & STATE_DEEP) {
        const struct image_deep *deep = &automaton->deep[walk->state & ~STATE_DEEP];
        walk->state = deep->parent;
        return deep->token & RECORD_TOKEN;
    }
    const struct image_record *record = &automaton->records[walk->state];
    switch (walk->place++) {
    case 0: return record->first & RECORD_TOKEN;
    case 1: return record->second & RECORD_TOKEN;
    case 2: return record->third & RECORD_TOKEN;
    default: return 0;
    }
}

bool surface_walk_next(struct field *token, struct surface_walk *walk) {
    const struct surfaces *surfaces = walk->surfaces;
    if (!walk->begun) {
        walk->written_size = model_written(&walk->written, surfaces->model, walk->entry);
        walk->state = walk->written_size ? STATE_NONE : surfaces->states[walk->entry];
        walk->begun = true;
    }
    if (model_written_token(token, &walk->written, &walk->written_size)) return true;
    uint32_t number = take_token(walk);
    if (number == 0) return false;
    uint32_t size;
    token->bytes = automaton_token(&size, surfaces->automaton, number);
    token->size = size;
    return true;
}
