#include "base/buffer.h"

#include <stdlib.h>

bool buffer_add_number(struct buffer *buffer, uint64_t number) {
    size_t count = 1;
    for (uint64_t rest = number / 10; rest; rest /= 10) count++;
    if (!buffer_reserve(buffer, count) || !buffer->bytes) return false;
    buffer->size += count;
    for (char *digit = buffer->bytes + buffer->size; count--; number /= 10) *--digit = (char)('0' + number % 10);
    return true;
}

void buffer_free(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}
