/* A growing run of bytes. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/array.h"

/* All zero is an empty buffer. */
struct buffer {
    char *bytes; /* owned */
    size_t size;
    size_t capacity;
};

/* Makes the capacity at least size + `extra`. False: out of memory, nothing changed. */
static inline bool buffer_reserve(struct buffer *buffer, size_t extra) {
    if (buffer->bytes && extra <= buffer->capacity - buffer->size) return true;
    return extra <= SIZE_MAX - buffer->size &&
           array_reserve(&buffer->bytes, &buffer->capacity, buffer->size + extra, 1);
}

static inline bool buffer_add(struct buffer *buffer, const void *bytes, size_t size) {
    if (!buffer_reserve(buffer, size)) return false;
    if (size) memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    return true;
}

static inline bool buffer_add_byte(struct buffer *buffer, char byte) {
    if (!buffer_reserve(buffer, 1)) return false;
    buffer->bytes[buffer->size++] = byte;
    return true;
}

static inline bool buffer_add_text(struct buffer *buffer, const char *text) {
    return buffer_add(buffer, text, strlen(text));
}

bool buffer_add_number(struct buffer *buffer, uint64_t number);

void buffer_free(struct buffer *buffer);

#endif
