/* Blanks, digits, the byte order mark, and eight bytes at a time, as a 64-bit number (the tricks of "Bit Twiddling
 * Hacks": Anderson 2005). Answers stand in the top bit of each byte. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define BYTES_ONES UINT64_C(0x0101010101010101)
#define BYTES_TOPS UINT64_C(0x8080808080808080)

/* Of ASCII. */
static inline bool digit_is(char byte) {
    return byte >= '0' && byte <= '9';
}

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

/* How many bytes stand before the first space, TAB or LF, at most 16. Sixteen can be read. */
static inline uint32_t bytes_before_blank(const char *bytes) {
#if defined(__SSE2__)
    __m128i word = _mm_loadu_si128((const __m128i *)bytes);
    __m128i blank =
        _mm_or_si128(_mm_cmpeq_epi8(word, _mm_set1_epi8(' ')), _mm_or_si128(_mm_cmpeq_epi8(word, _mm_set1_epi8('\t')),
                                                                            _mm_cmpeq_epi8(word, _mm_set1_epi8('\n'))));
    return (uint32_t)__builtin_ctz((unsigned)_mm_movemask_epi8(blank) | 1u << 16);
#else
    uint32_t size = 0;
    while (size < 16 && bytes[size] != ' ' && bytes[size] != '\t' && bytes[size] != '\n') size++;
    return size;
#endif
}

/* Whether the first `size` bytes, at most 15, are the same. Sixteen of each can be read. */
static inline bool bytes_same_beginning(const char *left, const char *right, uint32_t size) {
#if defined(__SSE2__)
    __m128i same = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)left), _mm_loadu_si128((const __m128i *)right));
    return (~(uint32_t)_mm_movemask_epi8(same) & ((UINT32_C(1) << size) - 1)) == 0;
#else
    uint64_t first = load_bytes(left, 8) ^ load_bytes(right, 8);
    uint64_t second = load_bytes(left + 8, 8) ^ load_bytes(right + 8, 8);
    uint64_t meant = ((uint64_t)1 << size % 8 * 8) - 1;
    return size < 8 ? (first & meant) == 0 : (first | (second & meant)) == 0;
#endif
}

/* A space, a TAB or a part of a line end. */
static inline bool byte_is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* How many line feeds the bytes hold. */
static inline uint64_t bytes_count_lines(const char *bytes, size_t size) {
    uint64_t count = 0;
    size_t i = 0;
#if defined(__SSE2__)
    const __m128i newline = _mm_set1_epi8('\n');
    while (size - i >= 16) { /* a byte of `sums` holds 255 at most */
        __m128i sums = _mm_setzero_si128();
        size_t end = size - i < (size_t)255 * 16 ? i + (size - i) / 16 * 16 : i + (size_t)255 * 16;
        for (; i < end; i += 16)
            sums = _mm_sub_epi8(sums, _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + i)), newline));
        sums = _mm_sad_epu8(sums, _mm_setzero_si128());
        count += (uint64_t)_mm_cvtsi128_si64(sums) + (uint64_t)_mm_cvtsi128_si64(_mm_srli_si128(sums, 8));
    }
#endif
    for (; i < size; i++) count += bytes[i] == '\n';
    return count;
}

#endif
