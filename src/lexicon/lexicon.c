#include "lexicon/lexicon.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "lexicon/surface.h"
#include "text/cut.h"

const char *const entry_status_names[ENTRY_STATUS_END] = {"kept", "purity", "count", "tokens", "type"};
const char *const entry_verdict_names[VERDICT_END] = {"", "keep", "drop"};

gaz_status gaz_lexicon_new(gaz_lexicon **lexicon, gaz_error *error) {
    if (!lexicon) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_new without a place for it");
    *lexicon = calloc(1, sizeof **lexicon);
    return *lexicon ? GAZ_OK : error_memory(error);
}

void gaz_lexicon_free(gaz_lexicon *lexicon) {
    if (!lexicon) return;
    names_free(&lexicon->surfaces);
    names_free(&lexicon->types);
    arena_free(&lexicon->arena);
    free(lexicon->entries);
    free(lexicon->slots);
    free(lexicon);
}

static size_t slot_of(uint32_t surface, uint32_t type, size_t slot_count) {
    uint32_t key[2] = {surface, type};
    return (size_t)hash_bytes(key, sizeof key, 0) & (slot_count - 1);
}

static bool grow_slots(gaz_lexicon *lexicon) {
    if (lexicon->entry_count + 1 <= lexicon->slot_count / 4 * 3) return true;
    size_t count = lexicon->slot_count ? 2 * lexicon->slot_count : 64;
    uint32_t *slots = calloc(count, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < lexicon->entry_count; i++) {
        size_t slot = slot_of(lexicon->entries[i].surface, lexicon->entries[i].type, count);
        while (slots[slot]) slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    free(lexicon->slots);
    lexicon->slots = slots;
    lexicon->slot_count = count;
    return true;
}

static uint32_t count_tokens(const char *surface, size_t size) {
    uint32_t count = 1;
    for (size_t i = 0; i < size; i++) count += surface[i] == ' ';
    return count;
}

gaz_status lexicon_entry(struct entry **entry, gaz_lexicon *lexicon, const char *surface, size_t surface_size,
                         const char *type, size_t type_size, gaz_error *error) {
    uint32_t surface_number;
    uint32_t type_number;
    for (size_t i = 0; i < type_size; i++) /* it has to fit into a line and a column */
        if ((unsigned char)type[i] < ' ')
            return error_set(error, GAZ_ERROR_INPUT, NULL, 0, "a type holds a control character");
    gaz_status status = names_add(&surface_number, &lexicon->surfaces, surface, surface_size, error);
    if (status == GAZ_OK) status = names_add(&type_number, &lexicon->types, type, type_size, error);
    if (status != GAZ_OK) return status;
    if (!grow_slots(lexicon)) return error_memory(error);
    size_t slot = slot_of(surface_number, type_number, lexicon->slot_count);
    for (; lexicon->slots[slot]; slot = (slot + 1) & (lexicon->slot_count - 1)) {
        struct entry *there = &lexicon->entries[lexicon->slots[slot] - 1];
        if (there->surface != surface_number || there->type != type_number) continue;
        *entry = there;
        return GAZ_OK;
    }
    if (lexicon->entry_count >= UINT32_MAX / 2)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 2 billion entries");
    if (!array_reserve(&lexicon->entries, &lexicon->entry_capacity, lexicon->entry_count + 1, sizeof *lexicon->entries))
        return error_memory(error);
    *entry = &lexicon->entries[lexicon->entry_count++];
    **entry = (struct entry){.surface = surface_number,
                             .type = type_number,
                             .token_count = count_tokens(surface, surface_size),
                             .precision = 1};
    lexicon->slots[slot] = (uint32_t)lexicon->entry_count;
    return GAZ_OK;
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
        status = lexicon_entry(&entry, lexicon, surface.bytes, surface.size, type, strlen(type), error);
    buffer_free(&surface);
    return status;
}

/* ---- Order and counts ---- */

static int compare_entries(const void *left, const void *right, void *context) {
    const gaz_lexicon *lexicon = context;
    const struct entry *a = &lexicon->entries[*(const uint32_t *)left];
    const struct entry *b = &lexicon->entries[*(const uint32_t *)right];
    if (a->type != b->type) return strcmp(lexicon->types.items[a->type].bytes, lexicon->types.items[b->type].bytes);
    const struct name *one = &lexicon->surfaces.items[a->surface];
    const struct name *two = &lexicon->surfaces.items[b->surface];
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

static void count_entry(gaz_lexicon_counts *counts, const struct entry *entry) {
    counts->entries++;
    counts->verdicts += entry->verdict != VERDICT_NONE;
    if (entry_is_kept(entry)) {
        counts->kept++;
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
}

void gaz_lexicon_count(gaz_lexicon_counts *counts, const gaz_lexicon *lexicon) {
    *counts = (gaz_lexicon_counts){.types = lexicon->types.count};
    for (size_t i = 0; i < lexicon->entry_count; i++) count_entry(counts, &lexicon->entries[i]);
}

static int compare_types(const void *left, const void *right, void *context) {
    const struct names *types = context;
    return strcmp(types->items[*(const uint32_t *)left].bytes, types->items[*(const uint32_t *)right].bytes);
}

/* The number of the index-th type by name; without memory, the index itself. */
static uint32_t type_by_order(const gaz_lexicon *lexicon, size_t index) {
    uint32_t count = lexicon->types.count;
    uint32_t *sorted = malloc(((size_t)count + 1) * sizeof *sorted);
    if (!sorted) return (uint32_t)index;
    for (uint32_t i = 0; i < count; i++) sorted[i] = i;
    qsort_r(sorted, count, sizeof *sorted, compare_types, (void *)(uintptr_t)&lexicon->types);
    uint32_t type = sorted[index];
    free(sorted);
    return type;
}

void gaz_lexicon_count_type(const char **name, gaz_lexicon_counts *counts, const gaz_lexicon *lexicon, size_t index) {
    uint32_t type = type_by_order(lexicon, index);
    *name = lexicon->types.items[type].bytes;
    *counts = (gaz_lexicon_counts){.types = 1};
    for (size_t i = 0; i < lexicon->entry_count; i++)
        if (lexicon->entries[i].type == type) count_entry(counts, &lexicon->entries[i]);
}
