/* Interned byte strings: each distinct one is kept once and numbered in the order of its first use. */
#ifndef BASE_STRINGS_H
#define BASE_STRINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fields.h"
#include "gaz.h"

enum { STRINGS_BATCH = 64 };

/* All zero is an empty table. */
struct strings {
    struct arena arena;
    struct string {
        const char *bytes; /* owned by the arena, zero byte behind it */
        uint32_t size;
        uint32_t hash;
    } * items;
    uint32_t count;
    size_t capacity;
    struct string_slot {
        uint32_t number; /* + 1; 0 = empty */
        uint32_t hash;   /* so that other strings need not be looked at */
    } * slots;           /* open addressing */
    size_t slot_count;
    uint64_t seed; /* of the hashes, since there are slots */
};

/* The number (from 0) of a string, which is added if it is new. */
gaz_status strings_add(uint32_t *number, struct strings *strings, const char *bytes, size_t size, gaz_error *error);

/* The same, plus 1, of a string that may be missing: 0 for an empty one, which is not added. */
gaz_status strings_add_optional(uint32_t *number, struct strings *strings, const char *bytes, size_t size,
                                gaz_error *error);

/* The same for some strings at once, at most STRINGS_BATCH: what is waited for in memory is waited for together.
 * Strings added before one that fails are there. */
gaz_status strings_add_batch(uint32_t *numbers, struct strings *strings, const struct field *texts, size_t count,
                             gaz_error *error);

/* Makes room for `more` distinct strings without growing. False: out of memory. */
bool strings_reserve(struct strings *strings, size_t more);

/* Gives back what adding and finding need, which is made anew with the next string that is added; none is found until
 * then. */
void strings_drop_table(struct strings *strings);

/* The number of a string; false if it is not there. */
bool strings_find(uint32_t *number, const struct strings *strings, const char *bytes, size_t size);

/* Whether a string is there. */
bool strings_have(const struct strings *strings, const char *bytes, size_t size);

/* Sorts numbers of strings by their text. */
void strings_sort(uint32_t *numbers, size_t count, const struct strings *strings);

void strings_free(struct strings *strings);

#endif
