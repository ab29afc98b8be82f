#include "base/strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"

enum { FIRST_SLOTS = 64 };

/* The slot that holds the string, or the empty one where it belongs. There is always an empty one. */
static size_t find_slot(const struct strings *strings, const char *bytes, size_t size, uint32_t hash) {
    size_t mask = strings->slot_count - 1;
    size_t slot = hash & mask;
    for (; strings->slots[slot].number; slot = (slot + 1) & mask) {
        if (strings->slots[slot].hash != hash) continue;
        const struct string *string = &strings->items[strings->slots[slot].number - 1];
        if (string->size == size && memcmp(string->bytes, bytes, size) == 0) break;
    }
    return slot;
}

/* Doubles the table when it is half full. */
static bool grow_slots(struct strings *strings) {
    if (strings->count < strings->slot_count / 2) return true;
    size_t slot_count = strings->slot_count ? strings->slot_count * 2 : FIRST_SLOTS;
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

gaz_status strings_add(uint32_t *number, struct strings *strings, const char *bytes, size_t size, gaz_error *error) {
    if (!grow_slots(strings)) return error_memory(error);
    uint32_t hash = (uint32_t)hash_bytes(bytes, size, 0);
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

bool strings_find(uint32_t *number, const struct strings *strings, const char *bytes, size_t size) {
    if (strings->count == 0) return false;
    uint32_t slot = strings->slots[find_slot(strings, bytes, size, (uint32_t)hash_bytes(bytes, size, 0))].number;
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

void strings_free(struct strings *strings) {
    arena_free(&strings->arena);
    free(strings->items);
    free(strings->slots);
    *strings = (struct strings){0};
}
