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
    bool pattern = surface_is_pattern(bytes, size);
    uint32_t tokenization = maker->known->words ? TOKENS_WORDS : TOKENS_CORPUS;
    uint32_t number;
    uint32_t before = maker->known->surfaces.count;
    gaz_status status = convert(maker, bytes, size);
    if (status == GAZ_OK && pattern && !surface_mask(&maker->surface)) status = error_memory(maker->error);
    if (pattern) tokenization = tokens_masked(tokenization);
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

/* A name in another case or number need not be suggested. */
enum { CASE_AND_NUMBER = 2 * GAZ_VARIANT_SINGULAR - GAZ_VARIANT_FIRST };

/* The type of an entry in the model: the number of the growth's, as text. */
static void name_type(char name[12], const gaz_lexicon *lexicon, const struct entry *entry) {
    const struct string *type = &lexicon->types.items[entry->type];
    uint32_t number;
    bool found = strings_find(&number, &lexicon->growth->types, type->bytes, type->size);
    snprintf(name, 12, found ? "%" PRIu32 : "-", number);
}

static gaz_status add_entry(struct maker *maker, const gaz_lexicon *lexicon, const struct entry *entry) {
    const struct string *surface = &lexicon->surfaces.items[entry->surface];
    struct variants variants = {.surface = surface, .kinds = CASE_AND_NUMBER};
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
    bool pattern = entry->variant == VARIANT_DIGITS; /* most are of no names, unless they are kept */
    return entry->status != ENTRY_GONE && !unseen && (!pattern || entry_is_kept(entry, true));
}

/* A form has the type of the first entry that has it, whatever the order in which lists are read: of the one that is
 * annotated most, and last of a mistake. */
enum rank { RANK_NAME, RANK_DROPPED };

struct claim {
    enum rank rank;
    uint32_t annotated;
    uint32_t type; /* by name */
    uint32_t entry;
};

static int compare_claims(const void *left, const void *right) {
    const struct claim *a = left;
    const struct claim *b = right;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (a->annotated != b->annotated) return a->annotated > b->annotated ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    return a->entry < b->entry ? -1 : 1;
}

/* The known entries as they claim their forms; owned. NULL: out of memory. */
static struct claim *rank_entries(size_t *count, const gaz_lexicon *lexicon) {
    struct claim *claims = calloc(lexicon->entry_count + 1, sizeof *claims);
    uint32_t *order = lexicon_type_order(lexicon);
    uint32_t *ranks = calloc((size_t)lexicon->types.count + 1, sizeof *ranks);
    bool good = claims && order && ranks;
    *count = 0;
    for (uint32_t i = 0; i < lexicon->types.count && good; i++) ranks[order[i]] = i;
    for (uint32_t i = 0; i < lexicon->entry_count && good; i++) {
        const struct entry *entry = &lexicon->entries[i];
        enum rank rank = entry->verdict == VERDICT_DROP ? RANK_DROPPED : RANK_NAME;
        if (is_known(entry)) claims[(*count)++] = (struct claim){rank, entry->annotated, ranks[entry->type], i};
    }
    if (good && *count) qsort(claims, *count, sizeof *claims, compare_claims);
    free(order);
    free(ranks);
    if (good) return claims;
    free(claims);
    return NULL;
}

static gaz_status add_entries(struct maker *maker, const gaz_lexicon *lexicon) {
    size_t count;
    struct claim *claims = rank_entries(&count, lexicon);
    gaz_status status = claims ? GAZ_OK : error_memory(maker->error);
    for (size_t i = 0; i < count && status == GAZ_OK; i++)
        status = add_entry(maker, lexicon, &lexicon->entries[claims[i].entry]);
    free(claims);
    return status;
}

gaz_status known_make(struct known *known, const gaz_lexicon *lexicon, gaz_error *error) {
    struct maker maker = {.known = known, .error = error};
    uint32_t plain = known->words ? TOKENS_WORDS : TOKENS_CORPUS;
    const uint32_t tokenizations[] = {plain, tokens_masked(plain)};
    for (size_t i = 0; i < sizeof tokenizations / sizeof *tokenizations; i++) {
        maker.builder.tokenizations[tokenizations[i]].wanted = true;
        maker.builder.tokenizations[tokenizations[i]].normalization =
            known->words ? UNICODE_COMPOSE | UNICODE_TYPOGRAPHY : 0;
    }
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
