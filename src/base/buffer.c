#include "base/buffer.h"

#include <stdlib.h>

bool buffer_add_number(struct buffer *buffer, uint64_t number) {
    char digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return buffer_add(buffer, digits + first, sizeof digits - first);
}

void buffer_free(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
