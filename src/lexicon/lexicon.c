#include "lexicon/lexicon.h"

#include <stdlib.h>

#include "base/error.h"
#include "lexicon/scoring_model.h"
#include "lexicon/surface.h"
#include "text/cut.h"

const char *const entry_status_names[ENTRY_STATUS_END] = {"kept", "purity",    "count",  "tokens",
                                                          "type", "precision", "context"};
const char *const entry_verdict_names[VERDICT_END] = {"", "keep", "drop"};
const char *const variant_names[VARIANT_END] = {"",      "first", "lower-first", "title",
                                                "upper", "lower", "plural",      "singular"};

gaz_status gaz_lexicon_new(gaz_lexicon **lexicon, gaz_error *error) {
    if (!lexicon) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_new without a place for it");
    *lexicon = calloc(1, sizeof **lexicon);
    return *lexicon ? GAZ_OK : error_memory(error);
}

void lexicon_clear(gaz_lexicon *lexicon) {
    strings_free(&lexicon->surfaces);
    strings_free(&lexicon->types);
    strings_free(&lexicon->ids);
    scoring_model_free(lexicon->scoring);
    free(lexicon->entries);
    free(lexicon->first);
    free(lexicon->places);
    strings_free(&lexicon->files);
    *lexicon = (gaz_lexicon){0};
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
    for (size_t i = 0; i < size; i++) /* it has to fit into a column of a line */
        if ((unsigned char)type[i] < ' ')
            return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "a type holds a control character");
    return strings_add(number, &lexicon->types, type, size, error);
}

gaz_status lexicon_entry(struct entry **entry, gaz_lexicon *lexicon, const char *surface, size_t surface_size,
                         uint32_t token_count, const char *type, size_t type_size, gaz_error *error) {
    uint32_t surface_number = 0;
    uint32_t type_number = 0;
    gaz_status status = find_type(&type_number, lexicon, type, type_size, error);
    if (status == GAZ_OK) status = strings_add(&surface_number, &lexicon->surfaces, surface, surface_size, error);
    if (status != GAZ_OK) return status;
    size_t known = lexicon->first_capacity;
    if (!array_reserve(&lexicon->first, &lexicon->first_capacity, lexicon->surfaces.count, sizeof *lexicon->first))
        return error_memory(error);
    memset(lexicon->first + known, 0, (lexicon->first_capacity - known) * sizeof *lexicon->first);
    uint32_t *link = &lexicon->first[surface_number];
    for (; *link; link = &lexicon->entries[*link - 1].next) {
        *entry = &lexicon->entries[*link - 1];
        if ((*entry)->type == type_number) return GAZ_OK;
    }
    if (lexicon->entry_count >= UINT32_MAX / 2)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 2 billion entries");
    size_t at = lexicon->entry_count + 1;
    *link = (uint32_t)at;
    if (!array_reserve(&lexicon->entries, &lexicon->entry_capacity, at, sizeof *lexicon->entries)) {
        *link = 0;
        return error_memory(error);
    }
    *entry = &lexicon->entries[lexicon->entry_count++];
    **entry = (struct entry){.surface = surface_number,
                             .type = type_number,
                             .token_count = token_count,
                             .precision = 1,
                             .log_odds = LOG_ODDS_CERTAIN};
    return GAZ_OK;
}

uint32_t lexicon_find(const gaz_lexicon *lexicon, uint32_t surface, const struct string *type) {
    uint32_t at = lexicon_first(lexicon, surface);
    for (; at; at = lexicon->entries[at - 1].next) {
        const struct string *own = &lexicon->types.items[lexicon->entries[at - 1].type];
        if (own->size == type->size && memcmp(own->bytes, type->bytes, type->size) == 0) break;
    }
    return at;
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

gaz_status gaz_lexicon_add(gaz_lexicon *lexicon, const gaz_token *tokens, size_t token_count, const char *type,
                           gaz_error *error) {
    if (!lexicon || !tokens || !type || !*type)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_add without lexicon, tokens or type");
    if (token_count == 0) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "an entry without tokens");
    if (token_count > ENTRY_TOKENS_MAX)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "an entry has at most %d tokens", ENTRY_TOKENS_MAX);
    struct buffer surface = {0};
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < token_count && status == GAZ_OK; i++) {
        if (tokens[i].size == 0 || tokens[i].size > TOKEN_SIZE_MAX)
            status = error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a token of an entry has 1 to %d bytes, not %zu",
                               TOKEN_SIZE_MAX, tokens[i].size);
        else if (!surface_add_token(&surface, tokens[i].bytes, tokens[i].size))
            status = error_memory(error);
    }
    struct entry *entry;
    if (status == GAZ_OK)
        status = lexicon_entry(&entry, lexicon, surface.bytes, surface.size, (uint32_t)token_count, type, strlen(type),
                               error);
    buffer_free(&surface);
    return status;
}

/* ---- Order and counts ---- */

static int compare_entries(const void *left, const void *right, void *context) {
    const gaz_lexicon *lexicon = context;
    const struct entry *a = &lexicon->entries[*(const uint32_t *)left];
    const struct entry *b = &lexicon->entries[*(const uint32_t *)right];
    if (a->type != b->type) return strcmp(lexicon->types.items[a->type].bytes, lexicon->types.items[b->type].bytes);
    if (!a->variant != !b->variant) return a->variant ? 1 : -1;
    const struct string *one = &lexicon->surfaces.items[a->surface];
    const struct string *two = &lexicon->surfaces.items[b->surface];
    int result = memcmp(one->bytes, two->bytes, one->size < two->size ? one->size : two->size);
    return result ? result : (one->size > two->size) - (one->size < two->size);
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

/* The number of the index-th type by name; without memory, the index itself. */
static uint32_t type_by_order(const gaz_lexicon *lexicon, size_t index) {
    uint32_t *order = lexicon_type_order(lexicon);
    uint32_t type = order ? order[index] : (uint32_t)index;
    free(order);
    return type;
}

void gaz_lexicon_get_type_counts(const char **name, gaz_lexicon_counts *counts, const gaz_lexicon *lexicon,
                                 size_t index) {
    uint32_t type = type_by_order(lexicon, index);
    *name = lexicon->types.items[type].bytes;
    *counts = (gaz_lexicon_counts){.types = 1};
    for (size_t i = 0; i < lexicon->entry_count; i++)
        if (lexicon->entries[i].type == type) lexicon_count_entry(counts, &lexicon->entries[i]);
}
