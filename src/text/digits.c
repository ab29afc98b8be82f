#include "text/digits.h"

#include "base/bytes.h"

size_t digits_mask(char *mask, const char *bytes, size_t size) {
    size_t made = 0;
    for (size_t i = 0; i < size; i++) {
        bool digit = digit_is(bytes[i]);
        if (digit && i && digit_is(bytes[i - 1])) continue;
        mask[made++] = digit ? '0' : bytes[i];
    }
    return made;
}

#if defined(__SSE2__)
static inline __m128i find_digits(const char *text) {
    __m128i bytes = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)text), _mm_set1_epi8('0'));
    return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(9)), bytes);
}

uint64_t digits_among(const char *text) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 16) bits |= (uint64_t)(unsigned)_mm_movemask_epi8(find_digits(text + i)) << i;
    return bits;
}
#else
static inline uint64_t find_digits(const char *text) {
    uint64_t word = load_bytes(text, 8);
    return bytes_in_range(word & ~BYTES_TOPS, '0', '9') & ~word;
}

uint64_t digits_among(const char *text) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 8)
        bits |= ((find_digits(text + i) >> 7) * UINT64_C(0x0102040810204080) >> 56) << i;
    return bits;
}
#endif

/* The byte that stands for all that are the same. */
static unsigned char common(unsigned byte) {
    if (digit_is((char)byte)) return '0';
    return byte == '\t' || byte == '\r' ? ' ' : (unsigned char)byte;
}

void digits_make_numbers(struct digits_numbers *numbers) {
    for (unsigned distance = 0; distance < DIGITS_FAR; distance++)
        for (unsigned byte = 0; byte < 256; byte++) {
            unsigned char same = common(byte);
            uint64_t word = (distance * 256u + same + 1) * UINT64_C(0x9E3779B97F4A7C15); /* splitmix64's last steps */
            word = (word ^ word >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
            word = (word ^ word >> 27) * UINT64_C(0x94D049BB133111EB);
            uint32_t kind = same == ' ' ? DIGITS_BLANK : same == '\n' ? DIGITS_LINE_END : 0;
            numbers->of[distance][byte] = (uint32_t)(word >> 40) | kind;
        }
}
