/* Sorting by numbers. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

struct sort_item {
    uint64_t key;
    uint32_t item;
    uint32_t extra; /* goes along */
};

/* Sorts by key; items with the same key keep their order. `scratch` has room for `count`. Radix sort, in time linear
 * in `count`. */
void sort_items(struct sort_item *items, struct sort_item *scratch, size_t count);

#endif
