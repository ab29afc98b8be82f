#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sys/mman.h>

enum { HUGE_MIN = 1 << 22 /* bytes of an array from which on huge pages are asked for */ };

/* A large array is read in no order: on huge pages that misses the TLB seldom, and the system hands them out faster.
 * The array is not written to yet, or grown. */
static void *on_huge_pages(void *items, size_t size) {
    enum { PAGE = 4096 };
    if (!items || size < HUGE_MIN) return items;
    uintptr_t begin = (uintptr_t)items & ~(uintptr_t)(PAGE - 1);
    size_t whole = (size + ((uintptr_t)items - begin) + PAGE - 1) & ~(size_t)(PAGE - 1);
    (void)madvise((void *)begin, whole, MADV_HUGEPAGE); /* advice: without it all goes on as well */
    return items;
}

void *array_new(size_t count, size_t item_size) {
    return count <= SIZE_MAX / item_size ? on_huge_pages(malloc(count * item_size), count * item_size) : NULL;
}

void *array_new_zero(size_t count, size_t item_size) {
    return on_huge_pages(calloc(count, item_size), count * item_size);
}

bool array_reserve(void *items, size_t *capacity, size_t count, size_t item_size) {
    if (count <= *capacity) return true;
    size_t grown = *capacity < SIZE_MAX / 4 ? *capacity + *capacity / 2 + 16 : count;
    if (grown < count) grown = count;
    if (grown > SIZE_MAX / item_size) return false;
    void *old;
    memcpy(&old, items, sizeof old); /* `items` is the address of a pointer to whatever type */
    void *fresh = on_huge_pages(realloc(old, grown * item_size), grown * item_size);
    if (!fresh) return false;
    memcpy(items, &fresh, sizeof fresh);
    *capacity = grown;
    return true; // cppcheck-suppress memleak ; it is in *items
}
