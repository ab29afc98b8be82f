/* Distinct byte strings, numbered in order of first sight. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "gaz.h"

/* All zero is an empty table. */
struct names {
    struct arena arena;
    struct name {
        const char *bytes; /* owned by the arena, zero byte behind it */
        uint32_t size;
        uint32_t hash;
    } * items;
    uint32_t count;
    size_t capacity;
    uint32_t *slots; /* open addressing; number + 1, 0 = empty */
    size_t slot_count;
};

/* The number (from 0) of a string, which is added if it is new. */
gaz_status names_add(uint32_t *number, struct names *names, const char *bytes, size_t size, gaz_error *error);

/* The number of a string; false if it is not there. */
bool names_find(uint32_t *number, const struct names *names, const char *bytes, size_t size);

/* Whether a string is there. */
bool names_have(const struct names *names, const char *bytes, size_t size);

void names_free(struct names *names);

#endif
