#include "base/sort.h"

#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* One pass: brings the items in order of one digit. */
static void sort_digit(struct sort_item *to, const struct sort_item *from, size_t count, unsigned shift) {
    size_t places[DIGITS] = {0};
    for (size_t i = 0; i < count; i++) places[from[i].key >> shift & (DIGITS - 1)]++;
    size_t next = 0;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        size_t here = places[digit];
        places[digit] = next;
        next += here;
    }
    for (size_t i = 0; i < count; i++) to[places[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
}

void sort_items(struct sort_item *items, struct sort_item *scratch, size_t count) {
    if (count < 2) return;
    uint64_t varying = 0;
    for (size_t i = 1; i < count; i++) varying |= items[i].key ^ items[0].key;
    struct sort_item *from = items;
    struct sort_item *to = scratch;
    while (varying) {
        unsigned shift = (unsigned)__builtin_ctzll(varying);
        sort_digit(to, from, count, shift);
        varying = shift + DIGIT_BITS < 64 ? varying >> (shift + DIGIT_BITS) << (shift + DIGIT_BITS) : 0;
        struct sort_item *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != items) memcpy(items, from, count * sizeof *items);
}
