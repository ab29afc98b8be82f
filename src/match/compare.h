/* Units and the tokens of an automaton, byte for byte. */
#ifndef MATCH_COMPARE_H
#define MATCH_COMPARE_H

#include "model/model.h"
#include "text/units.h"

/* Whether the unit is that token. For any token and any place, and so seldom needed. */
bool unit_is_far(const struct units *units, uint32_t unit, const struct automaton *automaton, uint32_t token);

/* The same. */
static inline __attribute__((always_inline)) bool unit_is(const struct units *units, uint32_t unit,
                                                          const struct automaton *automaton, uint32_t token) {
    const char *bytes = automaton->tokens[token].bytes;
    uint32_t begin = units->begins[unit];
    const char *at = units->text + begin;
    uint32_t size = (uint8_t)bytes[TOKEN_INLINE_MAX];
    if (__builtin_expect(size == TOKEN_FAR || begin + sizeof(struct image_token) > units->size, 0))
        return unit_is_far(units, unit, automaton, token);
    unsigned is = bytes_same_beginning(at, bytes, size); /* without branches, for they could not be foreseen */
    is &= units->ends ? units->ends[unit] == begin + size : unit_blank(at[size]);
    return is;
}

/* That of a unit; a line end has one that no token is found by. */
static inline uint64_t unit_fingerprint(const struct units *units, uint32_t unit, const struct fingerprint_keys *keys) {
    if (unit_is_line_end(units, unit)) return 0;
    uint32_t begin = units->begins[unit];
    uint32_t size = unit_end(units, unit) - begin;
    bool inside = begin + size >= 8 && begin + (size_t)8 <= units->size;
    return fingerprint_in_text(keys, units->text + begin, size, inside);
}

#endif
