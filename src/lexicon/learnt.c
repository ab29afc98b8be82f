#include "lexicon/learnt.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon/lexicon.h"
#include "model/context.h"

void learnt_free(struct learnt *learnt) {
    if (!learnt) return;
    strings_free(&learnt->types);
    strings_free(&learnt->words);
    free(learnt->weights);
    free(learnt->classes);
    free(learnt);
}

struct format_word *learnt_word_table(uint32_t *slots, const struct learnt *learnt) {
    *slots = 4;
    while (*slots < 2 * (learnt->words.count + 1)) *slots *= 2;
    struct format_word *table = calloc(*slots, sizeof *table);
    struct fingerprint_keys keys;
    fingerprint_seed(&keys, CONTEXT_SEED);
    for (uint32_t i = 0; i < learnt->words.count && table; i++) {
        const struct string *word = &learnt->words.items[i];
        uint64_t hash = context_word_hash(&keys, word->bytes, word->size, false);
        uint32_t slot = context_word_slot(table, *slots, hash);
        table[slot] = (struct format_word){.hash = (uint32_t)(hash >> 32),
                                           .shape = (uint8_t)shape_of(word->bytes, word->size),
                                           .extends = learnt->classes[i].extends,
                                           .introduces = learnt->classes[i].introduces};
    }
    return table;
}

void gaz_lexicon_get_estimate(gaz_estimate *expected, const gaz_lexicon *lexicon) {
    *expected = lexicon->learnt ? lexicon->learnt->expected : (gaz_estimate){0};
}
