/* What was learnt about names, ready to be asked. */
#ifndef LEARN_NAME_MODEL_H
#define LEARN_NAME_MODEL_H

#include "learn/name_evidence.h"
#include "learn/name_features.h"

/* Features to numbers: a hash table. All zero is empty. */
struct feature_map {
    struct feature_slot {
        uint64_t feature;
        uint32_t number; /* + 1; 0 = the slot is empty */
    } * slots;
    size_t slot_count; /* a power of two */
    uint32_t count;
};

/* 1 + the number of a feature; 0: it is not there. */
static inline uint32_t feature_map_find(const struct feature_map *map, uint64_t feature) {
    size_t at = (size_t)(feature * UINT64_C(0x9E3779B97F4A7C15) >> 20);
    if (map->slot_count == 0) return 0;
    for (;; at++) {
        const struct feature_slot *slot = &map->slots[at & (map->slot_count - 1)];
        if (slot->number == 0 || slot->feature == feature) return slot->number;
    }
}

/* 1 + the number of a feature, which is the next if it is new; 0: out of memory. */
uint32_t feature_map_add(struct feature_map *map, uint64_t feature);
void feature_map_free(struct feature_map *map);

/* All zero until name_model_make. */
struct name_model {
    const struct growth *growth; /* borrowed */
    struct name_words words;
    struct name_shapes shapes;
    struct feature_map map;
};

gaz_status name_model_make(struct name_model *model, const struct growth *growth, gaz_error *error);
void name_model_free(struct name_model *model);

/* The numbers of those features that the model has, of `count`; returns how many. */
uint32_t name_model_numbers(uint32_t *numbers, const struct name_model *model, const uint64_t *features,
                            uint32_t count);

/* The log odds that a candidate with these features is a name. */
float name_model_log_odds(const struct growth *growth, const uint32_t *numbers, uint32_t count);

/* By type, the probability of a name to be of it: they sum up to 1. */
void name_model_types(float *types, const struct growth *growth, const uint32_t *numbers, uint32_t count);

/* The probability that a surface with such evidence is a name, of the type that it gives. */
double name_model_surface(uint32_t *type, const struct growth *growth, const struct name_evidence *evidence,
                          const float *types);

#endif
