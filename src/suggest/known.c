#include "suggest/known.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/unicode.h"
#include "lexicon/growth.h"
#include "lexicon/surface.h"
#include "lexicon/surface_words.h"
#include "lexicon/variants.h"
#include "model/builder.h"

struct maker {
    struct known *known;
    struct builder builder;
    struct surface_words words;
    struct buffer surface; /* the newest, with the tokens that are looked for */
    struct buffer room;
    gaz_error *error;
};

/* Puts a surface with the tokens that are looked for into maker->surface. */
static gaz_status convert(struct maker *maker, const char *bytes, size_t size) {
    maker->surface.size = 0;
    bool good = maker->known->words
                    ? surface_words_join(&maker->words, bytes, size) && surface_words_cut(&maker->words) &&
                          surface_words_add(&maker->surface, &maker->words)
                    : buffer_add(&maker->surface, bytes, size);
    return good ? GAZ_OK : error_memory(maker->error);
}

/* Adds a form of an entry. `type` NULL: it is no name, but need not be suggested. */
static gaz_status add_form(struct maker *maker, const char *bytes, size_t size, const char *type) {
    uint32_t tokenization = maker->known->words ? TOKENS_WORDS : TOKENS_CORPUS;
    uint32_t number;
    uint32_t before = maker->known->surfaces.count;
    gaz_status status = convert(maker, bytes, size);
    if (status != GAZ_OK || maker->surface.size == 0) return status;
    status = strings_add(&number, &maker->known->surfaces, maker->surface.bytes, maker->surface.size, maker->error);
    if (status != GAZ_OK || number < before || !type) return status;
    status = builder_add_entry(&maker->builder, type, number, 1, 0, maker->error);
    gaz_token token;
    size_t at = 0;
    int more = 1;
    while (status == GAZ_OK &&
           (more = surface_next_token(&token, &maker->room, maker->surface.bytes, maker->surface.size, &at)) == 1)
        status = builder_add_token(&maker->builder, tokenization, token.bytes, token.size, maker->error);
    return more == -1 ? error_memory(maker->error) : status;
}

/* The type of an entry in the model: the number of the growth's, as text. */
static void name_type(char name[12], const gaz_lexicon *lexicon, const struct entry *entry) {
    const struct string *type = &lexicon->types.items[entry->type];
    uint32_t number;
    bool found = strings_find(&number, &lexicon->growth->types, type->bytes, type->size);
    snprintf(name, 12, found ? "%" PRIu32 : "-", number);
}

static gaz_status add_entry(struct maker *maker, const gaz_lexicon *lexicon, const struct entry *entry) {
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    struct variants variants = {.surface = surface, .kinds = GAZ_VARIANT_ALL};
    char type[12];
    if (entry->verdict == VERDICT_DROP) return add_form(maker, surface->bytes, surface->size, NULL);
    name_type(type, lexicon, entry);
    gaz_status status = add_form(maker, surface->bytes, surface->size, type);
    int more = 1;
    while (status == GAZ_OK && entry->annotated && (more = variants_next(&variants)) == 1)
        status = add_form(maker, variants.form.bytes, variants.form.size, type);
    variants_free(&variants);
    return more < 0 ? error_memory(maker->error) : status;
}

static gaz_status add_seen(struct maker *maker, const struct growth *growth) {
    struct known *known = maker->known;
    gaz_status status = GAZ_OK;
    known->seen_counts = calloc((size_t)growth->seen.count + 1, sizeof *known->seen_counts);
    if (!known->seen_counts) return error_memory(maker->error);
    for (uint32_t i = 0; i < growth->seen.count && status == GAZ_OK; i++) {
        uint32_t number;
        status = convert(maker, growth->seen.items[i].bytes, growth->seen.items[i].size);
        if (status == GAZ_OK && maker->surface.size)
            status = strings_add(&number, &known->seen, maker->surface.bytes, maker->surface.size, maker->error);
        if (status == GAZ_OK && maker->surface.size) known->seen_counts[number] += growth->seen_counts[i];
    }
    return status;
}

/* Whether an entry need not be suggested: what was accepted unseen is, for as long as nobody has looked at it. */
static bool is_known(const struct entry *entry) {
    bool unseen = entry->variant == VARIANT_SUGGESTED && entry->verdict == VERDICT_NONE;
    return entry->status != ENTRY_GONE && !unseen;
}

/* A form has the type of the first entry that has it: of an annotated one, then of another that is no mistake. */
enum rank { RANK_ANNOTATED, RANK_OTHER, RANK_DROPPED, RANK_END };

static enum rank rank_of(const struct entry *entry) {
    if (entry->verdict == VERDICT_DROP) return RANK_DROPPED;
    return entry->annotated ? RANK_ANNOTATED : RANK_OTHER;
}

static gaz_status add_entries(struct maker *maker, const gaz_lexicon *lexicon) {
    gaz_status status = GAZ_OK;
    for (int rank = 0; rank < RANK_END; rank++)
        for (size_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) {
            const struct entry *entry = &lexicon->entries[i];
            if (is_known(entry) && rank_of(entry) == (enum rank)rank) status = add_entry(maker, lexicon, entry);
        }
    return status;
}

gaz_status known_make(struct known *known, const gaz_lexicon *lexicon, gaz_error *error) {
    struct maker maker = {.known = known, .error = error};
    struct builder_tokenization *tokenization =
        &maker.builder.tokenizations[known->words ? TOKENS_WORDS : TOKENS_CORPUS];
    tokenization->wanted = true;
    tokenization->normalization = known->words ? UNICODE_COMPOSE | UNICODE_TYPOGRAPHY : 0;
    gaz_status status = add_entries(&maker, lexicon);
    if (status == GAZ_OK) status = add_seen(&maker, lexicon->growth);
    if (status == GAZ_OK) status = builder_finish(&known->image, &maker.builder, 1, NULL, NULL, error);
    if (status == GAZ_OK)
        status = model_open_memory(&known->model, known->image.bytes, known->image.size, true, "the lists", error);
    builder_free(&maker.builder);
    surface_words_free(&maker.words);
    buffer_free(&maker.surface);
    buffer_free(&maker.room);
    return status;
}

void known_free(struct known *known) {
    gaz_model_close(known->model);
    buffer_free(&known->image);
    strings_free(&known->surfaces);
    strings_free(&known->seen);
    free(known->seen_counts);
}
