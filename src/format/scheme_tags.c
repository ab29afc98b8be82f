#include "format/scheme_tags.h"

#include <stdlib.h>

#include "base/error.h"

struct spelling_letters spelling_letters(gaz_scheme scheme, const struct strings *tag_names) {
    struct spelling_letters letters = {'B', 'I', 'I', 'B'};
    if (scheme == GAZ_SCHEME_BARE) return (struct spelling_letters){0};
    if (scheme == GAZ_SCHEME_IOB1) letters.begin = letters.single = 'I';
    if (scheme != GAZ_SCHEME_BIOES) return letters;
    letters.last = 'E';
    letters.single = 'S';
    for (uint32_t i = 0; i < tag_names->count; i++) {
        char letter = tag_names->items[i].bytes[0];
        if (letter == 'M') letters.inside = 'M';
        if (letter == 'W') letters.single = 'W';
        if (letter == 'L' || letter == 'U') {
            letters.last = 'L';
            letters.single = 'U';
        }
    }
    return letters;
}

static gaz_status spell(uint32_t *number, struct strings *tag_names, char letter, const char *type, struct buffer *room,
                        gaz_error *error) {
    char prefix[2] = {letter, '-'};
    room->size = 0;
    if (!buffer_add(room, prefix, letter ? sizeof prefix : 0) || !buffer_add_text(room, type))
        return error_memory(error);
    return strings_add(number, tag_names, room->bytes, room->size, error);
}

gaz_status spelling_make(struct spelling *spelling, struct strings *tag_names, gaz_scheme scheme,
                         struct spelling_letters letters, const char *type, struct buffer *room, gaz_error *error) {
    gaz_status status = spell(&spelling->begin, tag_names, letters.begin, type, room, error);
    if (status == GAZ_OK) status = spell(&spelling->inside, tag_names, letters.inside, type, room, error);
    if (status == GAZ_OK) status = spell(&spelling->last, tag_names, letters.last, type, room, error);
    if (status == GAZ_OK) status = spell(&spelling->single, tag_names, letters.single, type, room, error);
    if (status != GAZ_OK || scheme != GAZ_SCHEME_IOB1) return status;
    return spell(&spelling->apart, tag_names, 'B', type, room, error);
}

void spelling_write(uint32_t *tags, uint32_t size, const struct spelling *spelling, gaz_scheme scheme, bool follows) {
    tags[0] = size == 1 ? spelling->single : spelling->begin;
    if (follows && scheme == GAZ_SCHEME_IOB1) tags[0] = spelling->apart;
    for (uint32_t i = 1; i < size; i++) tags[i] = i + 1 < size ? spelling->inside : spelling->last;
}

/* Makes the tags of all types. */
static gaz_status make_all(struct spelling *spellings, struct corpus *corpus, gaz_error *error) {
    struct spelling_letters letters = spelling_letters(GAZ_SCHEME_IOB2, &corpus->tag_names);
    struct buffer room = {0};
    gaz_status status = GAZ_OK;
    for (uint32_t i = 0; i < corpus->types.count && status == GAZ_OK; i++)
        status = spelling_make(&spellings[i], &corpus->tag_names, GAZ_SCHEME_IOB2, letters,
                               corpus->types.items[i].bytes, &room, error);
    buffer_free(&room);
    return status;
}

gaz_status spelling_keep(struct corpus *corpus, uint64_t first_token, uint64_t first_span, gaz_error *error) {
    uint32_t outside;
    struct spelling *spellings = calloc((size_t)corpus->types.count + 1, sizeof *spellings);
    if (!spellings ||
        !array_reserve(&corpus->tags, &corpus->tag_capacity, (size_t)corpus->token_count + 1, sizeof *corpus->tags)) {
        free(spellings);
        return error_memory(error);
    }
    gaz_status status = strings_add(&outside, &corpus->tag_names, "O", 1, error);
    if (status == GAZ_OK) status = make_all(spellings, corpus, error);
    for (uint64_t i = first_token; i < corpus->token_count && status == GAZ_OK; i++) corpus->tags[i] = outside;
    for (uint64_t i = first_span; i < corpus->span_count && status == GAZ_OK; i++) {
        const struct corpus_span *span = &corpus->spans[i];
        spelling_write(corpus->tags + span->begin, span->size, &spellings[span->type], GAZ_SCHEME_IOB2, false);
    }
    free(spellings);
    return status;
}
