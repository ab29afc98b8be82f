#include "base/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"

enum { FIRST_SLOTS = 64 };

/* The slot that holds the string, or the empty one where it belongs. There is always an empty one. */
static size_t find_slot(const struct names *names, const char *bytes, size_t size, uint32_t hash) {
    size_t mask = names->slot_count - 1;
    size_t slot = hash & mask;
    while (names->slots[slot]) {
        const struct name *name = &names->items[names->slots[slot] - 1];
        if (name->hash == hash && name->size == size && memcmp(name->bytes, bytes, size) == 0) break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

/* Doubles the table when it is half full. */
static bool grow_slots(struct names *names) {
    if (names->count < names->slot_count / 2) return true;
    size_t slot_count = names->slot_count ? names->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots) return false;
    free(names->slots);
    names->slots = slots;
    names->slot_count = slot_count;
    for (uint32_t i = 0; i < names->count; i++) { /* all distinct */
        size_t slot = names->items[i].hash & (slot_count - 1);
        while (slots[slot]) slot = (slot + 1) & (slot_count - 1);
        slots[slot] = i + 1;
    }
    return true;
}

gaz_status names_add(uint32_t *number, struct names *names, const char *bytes, size_t size, gaz_error *error) {
    if (!grow_slots(names)) return error_memory(error);
    uint32_t hash = (uint32_t)hash_bytes(bytes, size, 0);
    size_t slot = find_slot(names, bytes, size, hash);
    if (names->slots[slot]) {
        *number = names->slots[slot] - 1;
        return GAZ_OK;
    }
    if (size > UINT32_MAX) return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "a string of over 4,294,967,295 bytes");
    if (names->count == UINT32_MAX - 1)
        return error_set(error, GAZ_ERROR_LIMIT, NULL, 0, "over 4,294,967,294 distinct strings");
    if (!array_reserve(&names->items, &names->capacity, (size_t)names->count + 1, sizeof *names->items))
        return error_memory(error);
    const char *copy = arena_copy(&names->arena, bytes, size);
    if (!copy) return error_memory(error);
    names->items[names->count] = (struct name){.bytes = copy, .size = (uint32_t)size, .hash = hash};
    *number = names->count++;
    names->slots[slot] = names->count;
    return GAZ_OK;
}

bool names_find(uint32_t *number, const struct names *names, const char *bytes, size_t size) {
    if (names->count == 0) return false;
    uint32_t slot = names->slots[find_slot(names, bytes, size, (uint32_t)hash_bytes(bytes, size, 0))];
    if (slot) *number = slot - 1;
    return slot != 0;
}

bool names_have(const struct names *names, const char *bytes, size_t size) {
    uint32_t number;
    return names_find(&number, names, bytes, size);
}

void names_free(struct names *names) {
    arena_free(&names->arena);
    free(names->items);
    free(names->slots);
    *names = (struct names){0};
}
