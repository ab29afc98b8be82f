/* Arrays, large and growing ones. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/* An array of `count` items, for free(); NULL: out of memory. Large ones are on huge pages where the system has them.
 */
void *array_new(size_t count, size_t item_size);

/* The same with all bytes zero. */
void *array_new_zero(size_t count, size_t item_size);

/* Makes `*items` (`*capacity` of `item_size` bytes) hold at least `count`. False: out of memory, nothing changed. */
bool array_reserve(void *items, size_t *capacity, size_t count, size_t item_size);

#endif
