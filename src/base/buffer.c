#include "base/buffer.h"

#include <stdlib.h>

bool array_reserve(void *items, size_t *capacity, size_t count, size_t item_size) {
    if (count <= *capacity) return true;
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

bool buffer_add_text(struct buffer *buffer, const char *text) {
    return buffer_add(buffer, text, strlen(text));
}

bool buffer_add_number(struct buffer *buffer, uint64_t number) {
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return buffer_add(buffer, digits + first, sizeof digits - first);
}

bool buffer_add_fraction(struct buffer *buffer, double fraction) {
    unsigned parts = (unsigned)(fraction * 10000 + 0.5);
    if (!buffer_add_number(buffer, parts / 10000)) return false;
    parts %= 10000;
    if (parts == 0) return true;
    char decimals[5] = {'.', (char)('0' + parts / 1000), (char)('0' + parts / 100 % 10), (char)('0' + parts / 10 % 10),
                        (char)('0' + parts % 10)};
    size_t size = sizeof decimals;
    while (decimals[size - 1] == '0') size--;
    return buffer_add(buffer, decimals, size);
}

void buffer_free(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
