/* Sorting by numbers. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Twelve bytes: what is sorted is moved often. */
struct __attribute__((packed, aligned(4))) sort_item {
    uint64_t key;
    uint32_t item;
};

/* Sorts by key; items with the same key keep their order. `scratch` has room for `count`. Radix sort, in time linear
 * in `count`. */
void sort_items(struct sort_item *items, struct sort_item *scratch, size_t count);

#endif
