/* A growing run of bytes. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* All zero is an empty buffer. */
struct buffer {
    char *bytes; /* owned */
    size_t size;
    size_t capacity;
};

/* Makes `*items` (`*capacity` of `item_size` bytes) hold at least `count`. False: out of memory, nothing changed. */
bool array_reserve(void *items, size_t *capacity, size_t count, size_t item_size);

/* Makes room for `extra` bytes behind the size. False: out of memory, nothing changed. */
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

bool buffer_add_text(struct buffer *buffer, const char *text);
bool buffer_add_number(struct buffer *buffer, uint64_t number);

/* Any number below 10^11 in size, with at most four decimals and no closing zeros: "-1.5", "0.25", "1". */
bool buffer_add_decimal(struct buffer *buffer, double number);

/* The number as buffer_add_decimal writes it, never -0. What files hold is rounded in memory too, so that both say the
 * same. */
double buffer_rounded(double number);

/* Reads such a number, with any count of decimals and at most 20 bytes, whatever the locale. False: it is none. */
bool buffer_read_decimal(double *number, const char *bytes, size_t size);

void buffer_free(struct buffer *buffer);

#endif
