/* What a model's entries are known by. */
#include <stdlib.h>

#include "base/search.h"
#include "model/model.h"

/* The id of a concept; its name stands behind it. */
static const char *concept_id(const struct senses_known *known, size_t concept) {
    return known->concept_bytes + known->concept_offsets[concept];
}

const char *model_id(const gaz_model *model, uint32_t entry) {
    const struct senses_known *known = &model->known;
    uint32_t concept = known->concepts ? known->concepts[entry] : 0;
    return concept ? concept_id(known, concept - 1) : "";
}

const char *model_name(const gaz_model *model, uint32_t entry) {
    const struct senses_known *known = &model->known;
    uint32_t concept = known->concepts ? known->concepts[entry] : 0;
    if (concept == 0) return "";
    const char *name = concept_id(known, concept - 1);
    name += strlen(name) + 1;
    return name < concept_id(known, concept) ? name : ""; /* the next one's place: it ends there */
}

int gaz_model_get_entry(gaz_model_entry *entry, const gaz_model *model, uint32_t number) {
    *entry = (gaz_model_entry){0};
    if (number >= model->header->entry_count) return 0;
    const struct image_entry *known = &model->entries[number];
    const char *id = model_id(model, number);
    const char *name = model_name(model, number);
    *entry = (gaz_model_entry){.type = gaz_model_type(model, entry_type(*known)),
                               .id = *id ? id : NULL,
                               .name = *name ? name : NULL,
                               .score = (double)known->score,
                               .exact_case = (entry_flags(*known) & ENTRY_EXACT_CASE) != 0,
                               .strict_edges = (entry_flags(*known) & ENTRY_STRICT_EDGES) != 0};
    return 1;
}

size_t gaz_model_find_id(uint32_t *numbers, size_t capacity, const gaz_model *model, const char *id) {
    const struct senses_known *known = &model->known;
    size_t count = 0;
    if (!known->concepts || !*id) return 0;
    size_t first; /* the concepts are sorted by id, then by name */
    SEARCH_FIRST(first, model->header->concept_count, strcmp(concept_id(known, first), id) >= 0);
    size_t last = first;
    while (last < model->header->concept_count && strcmp(concept_id(known, last), id) == 0) last++;
    for (uint32_t i = 0; first < last && i < model->header->entry_count; i++) {
        if (known->concepts[i] <= first || known->concepts[i] > last) continue;
        if (count < capacity) numbers[count] = i;
        count++;
    }
    return count;
}
