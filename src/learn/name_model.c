#include "learn/name_model.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"

/* ---- Features to numbers ---- */

static bool grow(struct feature_map *map) {
    struct feature_map larger = {.slot_count = map->slot_count ? 2 * map->slot_count : 1024, .count = map->count};
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (!larger.slots) return false;
    for (size_t i = 0; i < map->slot_count; i++) {
        const struct feature_slot *slot = &map->slots[i];
        if (slot->number == 0) continue;
        size_t at = (size_t)(slot->feature * UINT64_C(0x9E3779B97F4A7C15) >> 20);
        while (larger.slots[at & (larger.slot_count - 1)].number) at++;
        larger.slots[at & (larger.slot_count - 1)] = *slot;
    }
    free(map->slots);
    *map = larger;
    return true;
}

uint32_t feature_map_add(struct feature_map *map, uint64_t feature) {
    if (2 * (size_t)map->count >= map->slot_count && !grow(map)) return 0;
    uint32_t number = feature_map_find(map, feature);
    if (number) return number;
    size_t at = (size_t)(feature * UINT64_C(0x9E3779B97F4A7C15) >> 20);
    while (map->slots[at & (map->slot_count - 1)].number) at++;
    map->slots[at & (map->slot_count - 1)] = (struct feature_slot){feature, ++map->count};
    return map->count;
}

void feature_map_free(struct feature_map *map) {
    free(map->slots);
    *map = (struct feature_map){0};
}

/* ---- The model ---- */

gaz_status name_model_make(struct name_model *model, const struct growth *growth, gaz_error *error) {
    model->growth = growth;
    gaz_status status = name_words_make(&model->words, growth, error);
    bool good = status != GAZ_OK || name_shapes_make(&model->shapes, growth);
    for (size_t i = 0; i < growth->feature_count && status == GAZ_OK && good; i++)
        good = feature_map_add(&model->map, growth->features[i]) != 0;
    return good ? status : error_memory(error);
}

void name_model_free(struct name_model *model) {
    name_words_free(&model->words);
    name_shapes_free(&model->shapes);
    feature_map_free(&model->map);
}

uint32_t name_model_numbers(uint32_t *numbers, const struct name_model *model, const uint64_t *features,
                            uint32_t count) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = feature_map_find(&model->map, features[i]);
        if (number) numbers[found++] = number - 1;
    }
    return found;
}

float name_model_log_odds(const struct growth *growth, const uint32_t *numbers, uint32_t count) {
    float log_odds = 0;
    for (uint32_t i = 0; i < count; i++) log_odds += *growth_weights(growth, numbers[i]);
    return log_odds;
}

void name_model_types(float *types, const struct growth *growth, const uint32_t *numbers, uint32_t count) {
    float sum = 0;
    for (uint32_t type = 0; type < growth->types.count; type++) types[type] = 0;
    for (uint32_t i = 0; i < count; i++) {
        const float *weights = growth_weights(growth, numbers[i]) + 1;
        for (uint32_t type = 0; type < growth->types.count; type++) types[type] += weights[type];
    }
    for (uint32_t type = 0; type < growth->types.count; type++) {
        types[type] = math_probabilityf(types[type]);
        sum += types[type];
    }
    for (uint32_t type = 0; type < growth->types.count; type++) types[type] = sum > 0 ? types[type] / sum : 0;
}

double name_model_surface(uint32_t *type, const struct growth *growth, const struct name_evidence *evidence,
                          const float *types) {
    float values[GROWTH_SURFACE_WEIGHTS];
    double log_odds = 0;
    name_evidence_values(values, type, evidence, types, growth->types.count, growth->most);
    for (int i = 0; i < GROWTH_SURFACE_WEIGHTS; i++) log_odds += (double)values[i] * (double)growth->surface[i];
    return math_probability(log_odds);
}
