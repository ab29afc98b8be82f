#include "lexicon/scoring_model.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/lexicon.h"
#include "model/context.h"

void scoring_model_free(struct scoring_model *scoring) {
    if (!scoring) return;
    strings_free(&scoring->types);
    strings_free(&scoring->words);
    free(scoring->weights);
    free(scoring->classes);
    free(scoring);
}

struct image_word *scoring_model_word_table(uint32_t *slots, const struct scoring_model *scoring) {
    *slots = 4;
    while (*slots < 2 * (scoring->words.count + 1)) *slots *= 2;
    struct image_word *table = calloc(*slots, sizeof *table);
    struct fingerprint_keys keys;
    fingerprint_seed(&keys, CONTEXT_SEED);
    for (uint32_t i = 0; i < scoring->words.count && table; i++) {
        const struct string *word = &scoring->words.items[i];
        uint64_t hash = context_word_hash(&keys, word->bytes, word->size, false);
        uint32_t slot = context_word_slot(table, *slots, hash);
        table[slot] = (struct image_word){.hash = (uint32_t)(hash >> 32),
                                          .shape = (uint8_t)shape_of(word->bytes, word->size),
                                          .extends = scoring->classes[i].extends,
                                          .introduces = scoring->classes[i].introduces};
    }
    return table;
}

void gaz_lexicon_get_estimate(gaz_estimate *estimate, const gaz_lexicon *lexicon) {
    *estimate = lexicon->scoring ? lexicon->scoring->estimate : (gaz_estimate){0};
}
