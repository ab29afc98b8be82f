/* Blanks, the byte order mark, and eight bytes at a time, as a 64-bit number (the tricks of "Bit Twiddling Hacks":
 * Anderson 2005). Answers stand in the top bit of each byte. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BYTES_ONES UINT64_C(0x0101010101010101)
#define BYTES_TOPS UINT64_C(0x8080808080808080)

/* Up to eight bytes, little-endian, filled up with zeros. */
static inline uint64_t load_bytes(const char *bytes, size_t size) {
    uint64_t word = 0;
    memcpy(&word, bytes, size);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The same for a size that the compiler does not know, which would call a function. */
static inline uint64_t load_some_bytes(const char *bytes, size_t size) {
    if (size >= 8) return load_bytes(bytes, 8);
    if (size >= 4) return load_bytes(bytes, 4) | load_bytes(bytes + size - 4, 4) << 8 * (size - 4);
    if (size >= 2) return load_bytes(bytes, 2) | load_bytes(bytes + size - 2, 2) << 8 * (size - 2);
    return size ? (unsigned char)bytes[0] : 0;
}

/* The bytes below `limit` (1 to 0x80): the first one is right, some behind it may be given too. */
static inline uint64_t bytes_below(uint64_t word, unsigned limit) {
    return (word - BYTES_ONES * limit) & ~word & BYTES_TOPS;
}

/* The same for the bytes that are equal to one. */
static inline uint64_t bytes_like(uint64_t word, char byte) {
    return bytes_below(word ^ BYTES_ONES * (unsigned char)byte, 1);
}

/* The bytes from `first` to `last`, all of them if all bytes are below 0x80. */
static inline uint64_t bytes_in_range(uint64_t word, unsigned char first, unsigned char last) {
    return (word + BYTES_ONES * (0x80u - first)) & ~(word + BYTES_ONES * (0x7Fu - last)) & BYTES_TOPS;
}

/* The size of the byte order mark that a text begins with: 3, or 0 without one. */
static inline size_t byte_order_mark(const char *text, size_t size) {
    return size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* A space, a TAB or a part of a line end. */
static inline bool byte_is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* How many line feeds the bytes hold. */
static inline uint64_t bytes_count_lines(const char *bytes, size_t size) {
    uint64_t count = 0;
    const char *end = bytes + size;
    for (const char *at = bytes; at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) count++;
    return count;
}

#endif
