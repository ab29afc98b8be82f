#include "base/sort.h"

#include <string.h>

enum {
    DIGIT_BITS = 11,
    DIGITS = 1 << DIGIT_BITS,
    FEW = 16,      /* items that are sorted by inserting */
    HALF_BITS = 32 /* of a key */
};

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

static void insert_all(struct sort_item *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct sort_item item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].key > item.key; at--) items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Sorts by the digits from bit `low` on. */
static void sort_digits(struct sort_item *items, struct sort_item *scratch, size_t count, unsigned low) {
    uint64_t varying = 0;
    for (size_t i = 1; i < count; i++) varying |= items[i].key ^ items[0].key;
    varying = varying >> low << low;
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

/* The upper halves of the keys tell most items apart: lower ones are looked at only where the upper are the same. */
void sort_items(struct sort_item *items, struct sort_item *scratch, size_t count) {
    if (count > FEW) sort_digits(items, scratch, count, HALF_BITS);
    for (size_t begin = 0, end; begin < count; begin = end) {
        uint64_t half = items[begin].key >> HALF_BITS;
        end = begin + 1;
        while (end < count && (count <= FEW || items[end].key >> HALF_BITS == half)) end++;
        if (end - begin > FEW)
            sort_digits(items + begin, scratch, end - begin, 0);
        else
            insert_all(items + begin, end - begin);
    }
}
