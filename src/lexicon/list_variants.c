/* Variants of entries that no corpus judges. */
#include "base/error.h"
#include "lexicon/merge.h"
#include "lexicon/surface.h"
#include "lexicon/variant_text.h"
#include "lexicon/variants.h"

/* The variants of a lexicon, being added. */
struct varied {
    gaz_lexicon *lexicon;
    size_t listed; /* the entries before this number were there before */
    struct buffer room;
};

/* Whether one of the entries that were there before has the form. */
static bool is_listed(const struct varied *varied, const struct buffer *form) {
    const gaz_lexicon *lexicon = varied->lexicon;
    uint32_t surface;
    if (!strings_find(&surface, &lexicon->surfaces, form->bytes, form->size)) return false;
    for (uint32_t at = lexicon_first(lexicon, surface); at; at = lexicon->entries[at - 1].next)
        if (at <= varied->listed && entry_is_there(&lexicon->entries[at - 1])) return true;
    return false;
}

static gaz_status count_tokens(uint32_t *count, struct varied *varied, const struct buffer *form, gaz_error *error) {
    gaz_token token;
    size_t at = 0;
    int more;
    *count = 0;
    while ((more = surface_next_token(&token, &varied->room, form->bytes, form->size, &at)) == 1) ++*count;
    return more < 0 ? error_memory(error) : GAZ_OK;
}

/* Whether a form may be taken unseen: the pattern of numbers alone is that of all numbers. */
static bool is_safe(const struct variants *variants) {
    const struct string form = {.bytes = variants->form.bytes, .size = (uint32_t)variants->form.size};
    if (variants->kind != VARIANT_DIGITS) return true;
    for (size_t at = 0; at < form.size; at += variant_unit(&form, at))
        if (variant_is_letter(form.bytes[at])) return true;
    return false;
}

/* Adds a form of an entry; the same one of the same concept is not added again. A pattern stands for other concepts
 * too, so it has none. */
static gaz_status add_form(struct varied *varied, size_t number, const struct variants *variants, gaz_error *error) {
    gaz_lexicon *lexicon = varied->lexicon;
    const struct entry *source = &lexicon->entries[number];
    const struct string *type = &lexicon->types.items[source->type];
    const struct place place = lexicon_place(lexicon, (uint32_t)number);
    const char *path = place.file ? lexicon->files.items[place.file - 1].bytes : NULL;
    bool same_concept = variants->kind != VARIANT_DIGITS;
    const struct entry_notes notes = {.name = same_concept ? lexicon_notes(lexicon, source).name : 0};
    const struct entry form = {.priority = source->priority,
                               .precision = 1,
                               .log_odds = LOG_ODDS_CERTAIN,
                               .variant = (uint8_t)variants->kind,
                               .match_case = source->match_case,
                               .edges = source->edges};
    struct entry_key key = {.surface = {variants->form.bytes, variants->form.size},
                            .type = {type->bytes, type->size},
                            .id = same_concept ? source->id : 0};
    gaz_status status = count_tokens(&key.token_count, varied, &variants->form, error);
    if (status != GAZ_OK) return status;
    uint64_t duplicates = lexicon->duplicates;
    status = merge_entry(lexicon, &key, &form, notes, path, place.line, error);
    lexicon->duplicates = duplicates;
    return status;
}

static gaz_status add_forms(struct varied *varied, size_t number, unsigned kinds, gaz_error *error) {
    gaz_lexicon *lexicon = varied->lexicon;
    const uint32_t surface = lexicon->entries[number].surface;
    struct string name = lexicon->surfaces.items[surface];
    struct variants variants = {.surface = &name, .kinds = kinds};
    gaz_status status = GAZ_OK;
    int more = 1;
    if (name.size > VARIED_SIZE_MAX) return GAZ_OK;
    while (status == GAZ_OK && (more = variants_next(&variants)) == 1) {
        if (is_safe(&variants) && !is_listed(varied, &variants.form))
            status = add_form(varied, number, &variants, error);
        name = lexicon->surfaces.items[surface]; /* it may have moved */
    }
    if (more < 0) status = error_memory(error);
    variants_free(&variants);
    return status;
}

gaz_status gaz_lexicon_add_variants(uint64_t *added, gaz_lexicon *lexicon, unsigned kinds, gaz_error *error) {
    if (added) *added = 0;
    if (!lexicon || kinds & ~(unsigned)GAZ_VARIANT_ALL)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                         "gaz_lexicon_add_variants without a lexicon, or with unknown kinds");
    struct varied varied = {.lexicon = lexicon, .listed = lexicon->entry_count};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < varied.listed && status == GAZ_OK; i++) {
        const struct entry *entry = &lexicon->entries[i];
        if (entry_is_kept(entry, true) && !entry->annotated && !entry->variant)
            status = add_forms(&varied, i, kinds, error);
    }
    buffer_free(&varied.room);
    if (added) *added = lexicon->entry_count - varied.listed;
    return status;
}
