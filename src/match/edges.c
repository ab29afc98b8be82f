#include "match/edges.h"

#include <string.h>

#include "base/unicode.h"

static bool is_letter(uint32_t code) {
    return code < 0x80 ? (code | 32) - 'a' < 26 || code - '0' < 10 : unicode_case_of(code) != UNICODE_SIGN;
}

static bool begins_with_letter(const char *bytes, size_t size) {
    uint32_t code;
    return size && unicode_decode(&code, bytes, size) && is_letter(code);
}

static bool ends_with_letter(const char *bytes, size_t size) {
    enum { LONGEST = 4 };
    size_t back = 1;
    while (back < size && back < LONGEST && ((unsigned char)bytes[size - back] & 0xC0) == 0x80) back++;
    return size && begins_with_letter(bytes + size - back, back);
}

static bool is_sign(const char *bytes, size_t size) {
    return size == 1 && memchr(".-_/:@", bytes[0], 6);
}

enum edge edges_at_end(const struct edges *edges, const struct units *units, uint32_t unit) {
    if (unit_is_line_end(units, unit)) return EDGE_FREE;
    const char *bytes = units->text + units->begins[unit];
    size_t size = unit_end(units, unit) - units->begins[unit];
    if (ends_with_letter(bytes, size)) return EDGE_WORD;
    return is_sign(bytes, size) && edges_before(edges, units, unit) == EDGE_WORD ? EDGE_SIGN : EDGE_FREE;
}

enum edge edges_before(const struct edges *edges, const struct units *units, uint32_t unit) {
    if (unit == 0) return edges->before;
    return edges->touch && edges->touch(edges->context, unit) ? edges_at_end(edges, units, unit - 1) : EDGE_FREE;
}

/* Whether a token ends where the next one begins. */
static bool goes_on(const struct edges *edges, const struct units *units, uint32_t unit) {
    return unit < units->count && !unit_is_line_end(units, unit) && edges->touch(edges->context, unit);
}

bool edges_are_free(const struct edges *edges, const struct units *units, uint32_t begin, uint32_t end) {
    if (edges_before(edges, units, begin) == EDGE_SIGN) return false;
    if (!edges->touch || !goes_on(edges, units, end) || !goes_on(edges, units, end + 1)) return true;
    const char *sign = units->text + units->begins[end];
    const char *word = units->text + units->begins[end + 1];
    return !is_sign(sign, unit_end(units, end) - units->begins[end]) ||
           !begins_with_letter(word, unit_end(units, end + 1) - units->begins[end + 1]);
}
