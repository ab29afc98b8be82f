#include "lexicon/lexicon.h"

#include <stdlib.h>

#include "base/controls.h"
#include "base/error.h"
#include "lexicon/growth.h"
#include "lexicon/scoring_model.h"

const char *const entry_status_names[ENTRY_STATUS_END] = {"kept", "purity",    "count",   "tokens",
                                                          "type", "precision", "context", "sense"};
const char *const entry_verdict_names[VERDICT_END] = {"", "keep", "drop"};
const char *const variant_names[VARIANT_END] = {"",         "first",    "lower-first", "title",   "upper",      "lower",
                                                "plural",   "singular", "joined",      "accents", "possessive", "greek",
                                                "inverted", "numeral",  "british",     "digits",  "suggested"};

gaz_status gaz_lexicon_new(gaz_lexicon **lexicon, gaz_error *error) {
    if (!lexicon) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_new without a place for it");
    *lexicon = calloc(1, sizeof **lexicon);
    return *lexicon ? GAZ_OK : error_memory(error);
}

void lexicon_clear(gaz_lexicon *lexicon) {
    strings_free(&lexicon->surfaces);
    strings_free(&lexicon->types);
    strings_free(&lexicon->ids);
    strings_free(&lexicon->names);
    strings_free(&lexicon->columns);
    strings_free(&lexicon->extras);
    senses_free(&lexicon->senses);
    free(lexicon->notes);
    scoring_model_free(lexicon->scoring);
    growth_free(lexicon->growth);
    free(lexicon->entries);
    free(lexicon->first);
    free(lexicon->places);
    free(lexicon->unfinished);
    strings_free(&lexicon->files);
    *lexicon = (gaz_lexicon){0};
}

gaz_status lexicon_check_finished(const gaz_lexicon *lexicon, gaz_error *error) {
    if (!lexicon->unfinished) return GAZ_OK;
    return error_set(error, GAZ_ERROR_INPUT, lexicon->unfinished, 0,
                     "a harvest is writing these lists, or was ended while it did; harvest again, or remove this file "
                     "to take them as they are");
}

void lexicon_set_finished(gaz_lexicon *lexicon) {
    free(lexicon->unfinished);
    lexicon->unfinished = NULL;
}

void gaz_lexicon_free(gaz_lexicon *lexicon) {
    if (lexicon) lexicon_clear(lexicon);
    free(lexicon);
}

/* The number of the type; usually it is that of the previous entry. */
static gaz_status find_type(uint32_t *number, gaz_lexicon *lexicon, const char *type, size_t size, gaz_error *error) {
    if (lexicon->entry_count) {
        *number = lexicon->entries[lexicon->entry_count - 1].type;
        const struct string *last = &lexicon->types.items[*number];
        if (last->size == size && memcmp(last->bytes, type, size) == 0) return GAZ_OK;
    }
    if (controls_are_there(type, size)) /* it has to fit into a column of a line */
        return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "a type holds a control character");
    return strings_add(number, &lexicon->types, type, size, error);
}

/* Looks for an entry. 0: it is not there; then `*link` is where one more of the surface is put in, and `*listed` how
 * many of it are before that. */
static uint32_t find_entry(uint32_t **link, uint32_t *listed, const gaz_lexicon *lexicon, const struct entry *wanted) {
    *listed = 0;
    for (*link = &lexicon->first[wanted->surface]; **link && *listed < SENSES_LISTED; ++*listed) {
        struct entry *entry = &lexicon->entries[**link - 1];
        if (entry->type == wanted->type && entry->id == wanted->id) return **link;
        *link = &entry->next;
    }
    if (*listed < SENSES_LISTED) return 0;
    return senses_find(&lexicon->senses, wanted->surface, wanted->type, wanted->id);
}

/* Makes room for so many surfaces and entries. */
static gaz_status reserve(gaz_lexicon *lexicon, size_t surfaces, size_t entries, gaz_error *error) {
    size_t known = lexicon->first_capacity;
    if (entries > UINT32_MAX / 2) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 2 billion entries");
    if (!array_reserve(&lexicon->first, &lexicon->first_capacity, surfaces, sizeof *lexicon->first) ||
        !array_reserve(&lexicon->entries, &lexicon->entry_capacity, entries, sizeof *lexicon->entries))
        return error_memory(error);
    memset(lexicon->first + known, 0, (lexicon->first_capacity - known) * sizeof *lexicon->first);
    return GAZ_OK;
}

gaz_status lexicon_reserve(gaz_lexicon *lexicon, size_t more, gaz_error *error) {
    if (!strings_reserve(&lexicon->surfaces, more)) return error_memory(error);
    return reserve(lexicon, lexicon->surfaces.count + more, lexicon->entry_count + more, error);
}

gaz_status lexicon_entry(struct entry **entry, gaz_lexicon *lexicon, const struct entry_key *key, gaz_error *error) {
    struct entry added = {
        .id = key->id, .token_count = (uint16_t)key->token_count, .precision = 1, .log_odds = LOG_ODDS_CERTAIN};
    gaz_status status = find_type(&added.type, lexicon, key->type.bytes, key->type.size, error);
    added.surface = key->number - 1;
    if (status == GAZ_OK && !key->number)
        status = strings_add(&added.surface, &lexicon->surfaces, key->surface.bytes, key->surface.size, error);
    if (status == GAZ_OK) status = reserve(lexicon, lexicon->surfaces.count, lexicon->entry_count + 1, error);
    if (status != GAZ_OK) return status;
    uint32_t *link;
    uint32_t listed;
    uint32_t found = find_entry(&link, &listed, lexicon, &added);
    if (!found) {
        found = (uint32_t)lexicon->entry_count + 1;
        const struct sense sense = {added.surface, added.type, added.id, found};
        if (listed == SENSES_LISTED && !senses_add(&lexicon->senses, &sense)) return error_memory(error);
        added.next = *link;
        *link = found;
        lexicon->entries[lexicon->entry_count++] = added;
    }
    *entry = &lexicon->entries[found - 1];
    return GAZ_OK;
}

uint32_t lexicon_find(const gaz_lexicon *lexicon, uint32_t surface, const struct string *type, uint32_t id) {
    struct entry wanted = {.surface = surface, .id = id};
    uint32_t *link;
    uint32_t listed;
    if (surface >= lexicon->first_capacity || !strings_find(&wanted.type, &lexicon->types, type->bytes, type->size))
        return 0;
    return find_entry(&link, &listed, lexicon, &wanted);
}

/* ---- Ids and notes ---- */

gaz_status lexicon_add_id(uint32_t *id, gaz_lexicon *lexicon, const char *bytes, size_t size, gaz_error *error) {
    return strings_add_optional(id, &lexicon->ids, bytes, size, error);
}

gaz_status lexicon_add_name(uint32_t *name, gaz_lexicon *lexicon, const char *bytes, size_t size, gaz_error *error) {
    return strings_add_optional(name, &lexicon->names, bytes, size, error);
}

const char *lexicon_id(const gaz_lexicon *lexicon, const struct entry *entry) {
    return entry->id ? lexicon->ids.items[entry->id - 1].bytes : "";
}

struct entry_notes lexicon_notes(const gaz_lexicon *lexicon, const struct entry *entry) {
    size_t number = (size_t)(entry - lexicon->entries);
    return number < lexicon->note_count ? lexicon->notes[number] : (struct entry_notes){0, 0};
}

const char *lexicon_name(const gaz_lexicon *lexicon, const struct entry *entry) {
    uint32_t name = lexicon_notes(lexicon, entry).name;
    return name ? lexicon->names.items[name - 1].bytes : "";
}

gaz_status lexicon_set_notes(gaz_lexicon *lexicon, const struct entry *entry, struct entry_notes notes,
                             gaz_error *error) {
    size_t number = (size_t)(entry - lexicon->entries);
    if (!array_reserve(&lexicon->notes, &lexicon->note_capacity, number + 1, sizeof *lexicon->notes))
        return error_memory(error);
    while (lexicon->note_count <= number) lexicon->notes[lexicon->note_count++] = (struct entry_notes){0, 0};
    lexicon->notes[number] = notes;
    return GAZ_OK;
}

void gaz_lexicon_track_sources(gaz_lexicon *lexicon) {
    if (lexicon) lexicon->keeps_places = true;
}

gaz_status lexicon_set_place(gaz_lexicon *lexicon, const struct entry *entry, const char *path, uint64_t line,
                             gaz_error *error) {
    if (!lexicon->keeps_places) return GAZ_OK;
    uint32_t file;
    gaz_status status = strings_add(&file, &lexicon->files, path, strlen(path), error);
    if (status != GAZ_OK) return status;
    size_t number = (size_t)(entry - lexicon->entries);
    if (!array_reserve(&lexicon->places, &lexicon->place_capacity, number + 1, sizeof *lexicon->places))
        return error_memory(error);
    while (lexicon->place_count <= number) lexicon->places[lexicon->place_count++] = (struct place){0};
    lexicon->places[number] = (struct place){file + 1, line < UINT32_MAX ? (uint32_t)line : UINT32_MAX};
    return GAZ_OK;
}

struct place lexicon_place(const gaz_lexicon *lexicon, uint32_t entry) {
    return entry < lexicon->place_count ? lexicon->places[entry] : (struct place){0};
}

/* ---- Order and counts ---- */

static int compare_entries(const void *left, const void *right, void *context) {
    const gaz_lexicon *lexicon = context;
    const struct entry *a = &lexicon->entries[*(const uint32_t *)left];
    const struct entry *b = &lexicon->entries[*(const uint32_t *)right];
    if (a->type != b->type) return strcmp(lexicon->types.items[a->type].bytes, lexicon->types.items[b->type].bytes);
    if (entry_list(a) != entry_list(b)) return entry_list(a) < entry_list(b) ? -1 : 1;
    const struct string *one = &lexicon->surfaces.items[a->surface];
    const struct string *two = &lexicon->surfaces.items[b->surface];
    int result = memcmp(one->bytes, two->bytes, one->size < two->size ? one->size : two->size);
    if (result == 0) result = (one->size > two->size) - (one->size < two->size);
    return result ? result : strcmp(lexicon_id(lexicon, a), lexicon_id(lexicon, b));
}

uint32_t *lexicon_sorted(const gaz_lexicon *lexicon) {
    uint32_t *sorted = malloc((lexicon->entry_count + 1) * sizeof *sorted);
    if (!sorted) return NULL;
    for (size_t i = 0; i < lexicon->entry_count; i++) sorted[i] = (uint32_t)i;
    qsort_r(sorted, lexicon->entry_count, sizeof *sorted, compare_entries, (void *)(uintptr_t)lexicon);
    return sorted;
}

bool lexicon_is_majority(const gaz_lexicon *lexicon, uint32_t type, uint32_t annotated, uint32_t other,
                         uint32_t other_annotated) {
    if (annotated != other_annotated) return annotated > other_annotated;
    return strcmp(lexicon->types.items[type].bytes, lexicon->types.items[other].bytes) < 0;
}

void lexicon_count_entry(gaz_lexicon_counts *counts, const struct entry *entry) {
    if (entry->status == ENTRY_GONE && entry->verdict == VERDICT_NONE) return;
    counts->entries++;
    counts->verdicts += entry->verdict != VERDICT_NONE;
    if (entry_is_kept(entry, true)) {
        counts->kept++;
        counts->variants += entry->variant != VARIANT_NONE;
        return;
    }
    if (entry->verdict == VERDICT_DROP) {
        counts->dropped_verdict++;
        return;
    }
    counts->dropped_purity += entry->status == ENTRY_PURITY;
    counts->dropped_count += entry->status == ENTRY_COUNT;
    counts->dropped_tokens += entry->status == ENTRY_TOKENS;
    counts->dropped_type += entry->status == ENTRY_TYPE;
    counts->dropped_precision += entry->status == ENTRY_PRECISION;
}

void gaz_lexicon_get_counts(gaz_lexicon_counts *counts, const gaz_lexicon *lexicon) {
    *counts = (gaz_lexicon_counts){.types = lexicon->types.count};
    for (size_t i = 0; i < lexicon->entry_count; i++) lexicon_count_entry(counts, &lexicon->entries[i]);
}

uint32_t *lexicon_type_order(const gaz_lexicon *lexicon) {
    uint32_t count = lexicon->types.count;
    uint32_t *order = malloc(((size_t)count + 1) * sizeof *order);
    if (!order) return NULL;
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    strings_sort(order, count, &lexicon->types);
    return order;
}

gaz_status gaz_lexicon_get_type_counts(gaz_type_counts *types, const gaz_lexicon *lexicon, gaz_error *error) {
    uint32_t count = lexicon->types.count;
    uint32_t *order = lexicon_type_order(lexicon);
    uint32_t *places = malloc(((size_t)count + 1) * sizeof *places); /* by type: where it is in the order */
    bool good = order && places;
    for (uint32_t i = 0; i < count && good; i++) {
        places[order[i]] = i;
        types[i] = (gaz_type_counts){.name = lexicon->types.items[order[i]].bytes, .counts = {.types = 1}};
    }
    for (size_t i = 0; i < lexicon->entry_count && good; i++)
        lexicon_count_entry(&types[places[lexicon->entries[i].type]].counts, &lexicon->entries[i]);
    free(order);
    free(places);
    return good ? GAZ_OK : error_memory(error);
}
