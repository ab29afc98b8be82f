#include "lexicon/growth.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

void growth_free(struct growth *growth) {
    if (!growth) return;
    strings_free(&growth->types);
    strings_free(&growth->words);
    strings_free(&growth->seen);
    free(growth->counts);
    free(growth->shapes);
    free(growth->seen_counts);
    free(growth->features);
    free(growth->weights);
    free(growth);
}

gaz_status growth_add_word(uint32_t *number, struct growth *growth, const char *bytes, size_t size, gaz_error *error) {
    uint32_t known = growth->words.count;
    gaz_status status = strings_add(number, &growth->words, bytes, size, error);
    if (status != GAZ_OK || *number < known) return status;
    if (!array_reserve(&growth->counts, &growth->count_capacity, growth->words.count, sizeof *growth->counts))
        return error_memory(error);
    growth->counts[*number] = (struct growth_word){0};
    return GAZ_OK;
}

gaz_status growth_add_seen(struct growth *growth, const char *bytes, size_t size, uint32_t count, gaz_error *error) {
    uint32_t number;
    gaz_status status = strings_add(&number, &growth->seen, bytes, size, error);
    if (status != GAZ_OK) return status;
    if (!array_reserve(&growth->seen_counts, &growth->seen_capacity, growth->seen.count, sizeof *growth->seen_counts))
        return error_memory(error);
    growth->seen_counts[number] = count;
    return GAZ_OK;
}

float *growth_add_feature(struct growth *growth, uint64_t feature) {
    size_t columns = 1 + (size_t)growth->types.count;
    if (!array_reserve(&growth->features, &growth->feature_capacity, growth->feature_count + 1,
                       sizeof *growth->features) ||
        !array_reserve(&growth->weights, &growth->weight_capacity, (growth->feature_count + 1) * columns,
                       sizeof *growth->weights))
        return NULL;
    growth->features[growth->feature_count] = feature;
    float *weights = growth_weights(growth, growth->feature_count++);
    memset(weights, 0, columns * sizeof *weights);
    return weights;
}

bool growth_add_shapes(struct growth *growth, const struct growth_shapes *shapes) {
    if (!array_reserve(&growth->shapes, &growth->shape_capacity, growth->shape_count + 1, sizeof *growth->shapes))
        return false;
    growth->shapes[growth->shape_count++] = *shapes;
    return true;
}
