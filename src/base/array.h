/* Growing arrays. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* Makes `*items` (`*capacity` of `item_size` bytes) hold at least `count`. False: out of memory, nothing changed. */
bool array_reserve(void *items, size_t *capacity, size_t count, size_t item_size);

#endif
