#include "match/compare.h"

bool unit_is_far(const struct units *units, uint32_t unit, const struct automaton *automaton, uint32_t token) {
    if (unit_is_line_end(units, unit)) return false;
    uint32_t size;
    const char *bytes = automaton_token(&size, automaton, token);
    uint32_t begin = units->begins[unit];
    return unit_end(units, unit) - begin == size && memcmp(units->text + begin, bytes, size) == 0;
}
