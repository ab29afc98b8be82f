#include "learn/normal_forms.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/unicode.h"

struct spellings {
    const struct strings *texts;
    struct spelling {
        uint64_t tokens;
        uint32_t word;    /* its number + 1; 0: there is but one way to write it */
    } * items;            /* by their numbers in the corpus */
    struct strings words; /* in NFC */
    struct word {
        uint32_t count; /* of spellings */
        uint32_t best;  /* the most frequent one */
    } * all;
    struct buffer room;
};

static bool is_ascii(const struct string *text) {
    for (uint32_t i = 0; i < text->size; i++)
        if (text->bytes[i] & 0x80) return false;
    return true;
}

/* Finds the word of a spelling. */
static gaz_status add(struct spellings *spellings, uint32_t number, gaz_error *error) {
    const struct string *text = &spellings->texts->items[number];
    struct spelling *spelling = &spellings->items[number];
    struct buffer *room = &spellings->room;
    if (is_ascii(text) || text->size > UNICODE_NORMALIZED_SIZE) return GAZ_OK;
    room->size = 0;
    if (!buffer_reserve(room, unicode_normalized_room(text->size))) return error_memory(error);
    size_t size = unicode_normalize(room->bytes, room->capacity, text->bytes, text->size, UNICODE_COMPOSE);
    gaz_status status = strings_add(&spelling->word, &spellings->words, room->bytes, size, error);
    if (status != GAZ_OK) return status;
    struct word *word = &spellings->all[spelling->word++];
    if (word->count++ == 0 || spelling->tokens > spellings->items[word->best].tokens) word->best = number;
    return GAZ_OK;
}

gaz_status normal_forms_join(uint64_t *count, struct corpus *corpus, gaz_error *error) {
    size_t most = (size_t)corpus->vocabulary.count + 1;
    struct spellings spellings = {.texts = &corpus->vocabulary,
                                  .items = calloc(most, sizeof *spellings.items),
                                  .all = calloc(most, sizeof *spellings.all)};
    gaz_status status = spellings.items && spellings.all ? GAZ_OK : error_memory(error);
    *count = 0;
    for (uint64_t i = 0; i < corpus->token_count && status == GAZ_OK; i++) spellings.items[corpus->tokens[i]].tokens++;
    for (uint32_t i = 0; i < corpus->vocabulary.count && status == GAZ_OK; i++) status = add(&spellings, i, error);
    for (uint32_t i = 0; i < spellings.words.count && status == GAZ_OK; i++) *count += spellings.all[i].count > 1;
    for (uint64_t i = 0; i < corpus->token_count && *count; i++) {
        uint32_t word = spellings.items[corpus->tokens[i]].word;
        if (word) corpus->tokens[i] = spellings.all[word - 1].best;
    }
    free(spellings.items);
    free(spellings.all);
    strings_free(&spellings.words);
    buffer_free(&spellings.room);
    return status;
}
