#include "base/strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"

enum { FIRST_SLOTS = 64 };

static uint32_t hash_of(const struct strings *strings, const char *bytes, size_t size) {
    return (uint32_t)hash_bytes(bytes, size, strings->seed);
}

static bool is_string(const struct string *string, const char *bytes, size_t size) {
    return string->size == size && memcmp(string->bytes, bytes, size) == 0;
}

/* The slot that holds the string, or the empty one where it belongs. There is always an empty one. */
static size_t find_slot(const struct strings *strings, const char *bytes, size_t size, uint32_t hash) {
    size_t mask = strings->slot_count - 1;
    size_t slot = hash & mask;
    for (; strings->slots[slot].number; slot = (slot + 1) & mask) {
        if (strings->slots[slot].hash != hash) continue;
        if (is_string(&strings->items[strings->slots[slot].number - 1], bytes, size)) break;
    }
    return slot;
}

/* The table is at most half full: it doubles when it would not be. */
static bool reserve_slots(struct strings *strings, size_t more) {
    size_t slot_count = strings->slot_count ? strings->slot_count : FIRST_SLOTS;
    if (strings->count == 0) strings->seed = hash_seed(); /* else the strings have theirs */
    while (strings->count + more > slot_count / 2) slot_count *= 2;
    if (slot_count == strings->slot_count) return true;
    struct string_slot *slots = calloc(slot_count, sizeof *slots);
    if (!slots) return false;
    free(strings->slots);
    strings->slots = slots;
    strings->slot_count = slot_count;
    for (uint32_t i = 0; i < strings->count; i++) { /* all distinct */
        size_t slot = strings->items[i].hash & (slot_count - 1);
        while (slots[slot].number) slot = (slot + 1) & (slot_count - 1);
        slots[slot] = (struct string_slot){i + 1, strings->items[i].hash};
    }
    return true;
}

bool strings_reserve(struct strings *strings, size_t more) {
    return more < UINT32_MAX && reserve_slots(strings, more) &&
           array_reserve(&strings->items, &strings->capacity, strings->count + more, sizeof *strings->items);
}

/* There is room in the table. */
static gaz_status add(uint32_t *number, struct strings *strings, const char *bytes, size_t size, uint32_t hash,
                      gaz_error *error) {
    size_t slot = find_slot(strings, bytes, size, hash);
    if (strings->slots[slot].number) {
        *number = strings->slots[slot].number - 1;
        return GAZ_OK;
    }
    if (size > UINT32_MAX) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a string of over 4,294,967,295 bytes");
    if (strings->count == UINT32_MAX - 1)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 4,294,967,294 distinct strings");
    if (!array_reserve(&strings->items, &strings->capacity, (size_t)strings->count + 1, sizeof *strings->items))
        return error_memory(error);
    const char *copy = arena_copy(&strings->arena, bytes, size);
    if (!copy) return error_memory(error);
    strings->items[strings->count] = (struct string){.bytes = copy, .size = (uint32_t)size, .hash = hash};
    *number = strings->count++;
    strings->slots[slot] = (struct string_slot){strings->count, hash};
    return GAZ_OK;
}

gaz_status strings_add(uint32_t *number, struct strings *strings, const char *bytes, size_t size, gaz_error *error) {
    if (!reserve_slots(strings, 1)) return error_memory(error);
    return add(number, strings, bytes, size, hash_of(strings, bytes, size), error);
}

gaz_status strings_add_optional(uint32_t *number, struct strings *strings, const char *bytes, size_t size,
                                gaz_error *error) {
    *number = 0;
    if (size == 0) return GAZ_OK;
    gaz_status status = strings_add(number, strings, bytes, size, error);
    *number += status == GAZ_OK;
    return status;
}

/* Looks where the hashes lead to: 1 + the number of what has the same hash there, 0 = nothing. Asks for its bytes. */
static void look_ahead(uint32_t *found, const struct strings *strings, const uint32_t *hashes, size_t count) {
    size_t mask = strings->slot_count - 1;
    for (size_t i = 0; i < count; i++) __builtin_prefetch(&strings->slots[hashes[i] & mask]);
    for (size_t i = 0; i < count; i++) {
        struct string_slot slot = strings->slots[hashes[i] & mask];
        found[i] = slot.hash == hashes[i] ? slot.number : 0;
        if (found[i]) __builtin_prefetch(&strings->items[found[i] - 1]);
    }
    for (size_t i = 0; i < count; i++)
        if (found[i]) __builtin_prefetch(strings->items[found[i] - 1].bytes);
}

gaz_status strings_add_batch(uint32_t *numbers, struct strings *strings, const struct field *texts, size_t count,
                             gaz_error *error) {
    uint32_t hashes[STRINGS_BATCH];
    uint32_t found[STRINGS_BATCH];
    if (!reserve_slots(strings, count)) return error_memory(error);
    for (size_t i = 0; i < count; i++) hashes[i] = hash_of(strings, texts[i].bytes, texts[i].size);
    look_ahead(found, strings, hashes, count);
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        numbers[i] = found[i] - 1;
        if (!found[i] || !is_string(&strings->items[numbers[i]], texts[i].bytes, texts[i].size))
            status = add(&numbers[i], strings, texts[i].bytes, texts[i].size, hashes[i], error);
    }
    return status;
}

bool strings_find(uint32_t *number, const struct strings *strings, const char *bytes, size_t size) {
    if (strings->slot_count == 0) return false;
    uint32_t slot = strings->slots[find_slot(strings, bytes, size, hash_of(strings, bytes, size))].number;
    if (slot) *number = slot - 1;
    return slot != 0;
}

bool strings_have(const struct strings *strings, const char *bytes, size_t size) {
    uint32_t number;
    return strings_find(&number, strings, bytes, size);
}

static int compare(const void *left, const void *right, void *context) {
    const struct strings *strings = context;
    return strcmp(strings->items[*(const uint32_t *)left].bytes, strings->items[*(const uint32_t *)right].bytes);
}

void strings_sort(uint32_t *numbers, size_t count, const struct strings *strings) {
    qsort_r(numbers, count, sizeof *numbers, compare, (void *)(uintptr_t)strings);
}

void strings_drop_table(struct strings *strings) {
    free(strings->slots);
    strings->slots = NULL;
    strings->slot_count = 0;
}

void strings_free(struct strings *strings) {
    arena_free(&strings->arena);
    free(strings->items);
    free(strings->slots);
    *strings = (struct strings){0};
}
