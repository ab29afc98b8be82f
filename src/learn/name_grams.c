#include "learn/name_grams.h"

#include <stdlib.h>

#include "base/search.h"

bool name_grams_make(struct name_grams *grams, const struct name_rows *rows, unsigned fold_count) {
    for (unsigned fold = 0; fold < fold_count; fold++) grams->count += rows[fold].count;
    grams->items = malloc((grams->count + 1) * sizeof *grams->items);
    struct sort_item *scratch = malloc((grams->count + 1) * sizeof *scratch);
    bool good = grams->items && scratch;
    size_t next = 0;
    for (unsigned fold = 0; fold < fold_count && good; fold++)
        for (size_t i = 0; i < rows[fold].count; i++)
            grams->items[next++] = (struct sort_item){rows[fold].items[i].hash, fold};
    if (good) sort_items(grams->items, scratch, grams->count);
    free(scratch);
    return good;
}

void name_grams_free(struct name_grams *grams) {
    free(grams->items);
    *grams = (struct name_grams){0};
}

size_t name_grams_find(const struct name_grams *grams, uint64_t hash) {
    size_t i;
    SEARCH_FIRST(i, grams->count, grams->items[i].key >= hash);
    return i;
}

uint32_t name_grams_count(const struct name_grams *grams, uint64_t hash, unsigned fold) {
    uint32_t count = 0;
    for (size_t i = name_grams_find(grams, hash); i < grams->count && grams->items[i].key == hash; i++)
        count += grams->items[i].item != fold;
    return count;
}
