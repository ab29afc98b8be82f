/* Growing arrays. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* The same as array_reserve, where there is no room. */
bool array_grow(void *items, size_t *capacity, size_t count, size_t item_size);

/* Makes `*items` (`*capacity` of `item_size` bytes) hold at least `count`. False: out of memory, nothing changed. */
static inline bool array_reserve(void *items, size_t *capacity, size_t count, size_t item_size) {
    return count <= *capacity || array_grow(items, capacity, count, item_size);
}

#endif
