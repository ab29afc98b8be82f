/* A window of text as the matcher sees it: a row of units. A unit is a token or the end of a sentence's line, which has
 * no bytes and equals no token: so nothing that is made of neighbouring units has to know where sentences end.
 *
 *     text    Use the  tool .\n Then a second\r\n
 *     begins  ^   ^    ^    ^^  ^    ^ ^     ^ ^        where units begin; the last one is where the text ends
 *
 * Of tokenized text the begins are enough: a token ends at a blank. */
#ifndef TEXT_UNITS_H
#define TEXT_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct units {
    const char *text;
    size_t size;            /* bytes of it that can be read */
    const uint32_t *begins; /* count + 1 */
    const uint32_t *ends; /* NULL: tokens end at blanks (spaces, TABs, line ends), sentences at LF or CR LF. Else where
                           * each token ends; or UNIT_LINE_END, and where the next sentence begins */
    const uint32_t *sketches; /* 0 for line ends; NULL: they are not known */
    uint32_t count;
};

#define UNIT_LINE_END UINT32_C(0x80000000)

static inline bool unit_is_line_end(const struct units *units, uint32_t unit) {
    return units->ends ? units->ends[unit] & UNIT_LINE_END : units->text[units->begins[unit]] == '\n';
}

/* The first unit from `unit` on whose sketch is 0, or any from the count on. Behind the units' are UNITS_ROOM more. */
static inline uint32_t unit_skip_sketches(const struct units *units, uint32_t unit) {
#if defined(__SSE2__)
    for (; unit < units->count; unit += 4) {
        __m128i four = _mm_loadu_si128((const __m128i *)(units->sketches + unit));
        int zeros = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(four, _mm_setzero_si128())));
        if (zeros) return unit + (uint32_t)__builtin_ctz((unsigned)zeros);
    }
#else
    while (unit < units->count && units->sketches[unit]) unit++;
#endif
    return unit;
}

/* The first line end from a unit on, or the count. */
static inline uint32_t unit_find_line_end(const struct units *units, uint32_t unit) {
    for (;; unit++) {
        if (units->sketches) unit = unit_skip_sketches(units, unit);
        if (unit >= units->count) return units->count;
        if (unit_is_line_end(units, unit)) return unit;
    }
}

/* Whether a byte of tokenized text is a blank. */
static inline bool unit_blank(char byte) {
    return (byte == ' ') | (byte == '\t') | (byte == '\n');
}

/* Where a token ends. */
static inline uint32_t unit_end(const struct units *units, uint32_t unit) {
    if (units->ends) return units->ends[unit];
    const char *text = units->text;
    uint32_t end = units->begins[unit + 1];
    if (text[end - 1] == '\r' && end < units->size && text[end] == '\n') end--;
    while (text[end - 1] == ' ' || text[end - 1] == '\t') end--;
    return end;
}

/* Of a line end: where the text of its sentence ends. */
static inline uint32_t unit_text_end(const struct units *units, uint32_t unit) {
    uint32_t begin = units->begins[unit];
    return !units->ends && begin > 0 && units->text[begin - 1] == '\r' ? begin - 1 : begin;
}

/* Of a line end: where the next sentence begins. */
static inline uint32_t unit_next(const struct units *units, uint32_t unit) {
    if (units->ends) return units->ends[unit] & ~UNIT_LINE_END;
    uint32_t end = units->begins[units->count];
    return units->begins[unit] < end ? units->begins[unit] + 1 : end; /* a text may end without a line end */
}

#endif
