#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool array_grow(void *items, size_t *capacity, size_t count, size_t item_size) {
    size_t grown = *capacity < SIZE_MAX / 4 ? *capacity + *capacity / 2 + 16 : count;
    if (grown < count) grown = count;
    if (grown > SIZE_MAX / item_size) return false;
    void *old;
    memcpy(&old, items, sizeof old); /* `items` is the address of a pointer to whatever type */
    void *fresh = realloc(old, grown * item_size);
    if (!fresh) return false;
    memcpy(items, &fresh, sizeof fresh);
    *capacity = grown;
    return true; // cppcheck-suppress memleak ; it is in *items
}
