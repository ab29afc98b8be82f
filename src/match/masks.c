#include "match/masks.h"

#include <stdlib.h>

#include "text/digits.h"

enum {
    PIECE_UNITS = 1 << 11,
    PIECE_SIZE = 1 << 15,
    PIECE_SIZE_MAX = 1 << 24 /* a pattern that needs more text is not found */
};

static uint32_t *new_numbers(size_t count) {
    return calloc(count + UNITS_ROOM, sizeof(uint32_t));
}

bool masks_init(struct masks *masks, const gaz_model *model, const struct automaton *automaton,
                const struct kernel *kernel, uint32_t capacity) {
    const struct image_automaton *header = automaton->header;
    size_t needed = 4 * (size_t)header->longest * (header->longest_token + 1u);
    *masks = (struct masks){.longest = header->longest};
    masks->farthest = (struct digits_reach){(uint16_t)(header->longest - 1), (uint16_t)(header->longest - 1)};
    digits_make_numbers(&masks->numbers);
    masks->capacity = 4 * header->longest > PIECE_UNITS ? 4 * header->longest : PIECE_UNITS;
    masks->text_capacity = needed < PIECE_SIZE ? PIECE_SIZE : needed < PIECE_SIZE_MAX ? needed : PIECE_SIZE_MAX;
    masks->text = calloc(masks->text_capacity + UNITS_MARGIN, 1);
    masks->begins = new_numbers(masks->capacity);
    masks->ends = new_numbers(masks->capacity);
    masks->sketches = new_numbers(masks->capacity);
    masks->origins = new_numbers(masks->capacity);
    return finder_init(&masks->finder, model, automaton, kernel, masks->capacity) &&
           findings_init(&masks->findings, capacity) && masks->text && masks->begins && masks->ends &&
           masks->sketches && masks->origins;
}

void masks_free(struct masks *masks) {
    finder_free(&masks->finder);
    findings_free(&masks->findings);
    free(masks->text);
    free(masks->begins);
    free(masks->ends);
    free(masks->sketches);
    free(masks->origins);
}

/* ---- The piece ---- */

/* Notes what begins at the units of the piece, and empties it. What was found of a unit before is found again, and
 * maybe more: a longer pattern. */
static void search_piece(struct masks *masks) {
    struct finder *finder = &masks->finder;
    masks->begins[masks->count] = (uint32_t)masks->text_size;
    masks->sketches[masks->count] = 0;
    struct match_window window = {.compared = {.text = masks->text,
                                               .size = masks->text_capacity,
                                               .begins = masks->begins,
                                               .ends = masks->ends,
                                               .count = masks->count},
                                  .sketches = masks->sketches};
    window.written = window.compared;
    finder_scan(finder, &window);
    for (uint32_t word = 0; word <= masks->count / 64; word++)
        for (uint64_t bits = finder->findings.begins[word]; bits; bits &= bits - 1) {
            uint32_t unit = word * 64 + (uint32_t)__builtin_ctzll(bits);
            for (int size = FOUND_ONE; size <= FOUND_DEEP; size++)
                if (found_has(&finder->findings, (enum found_size)size, unit))
                    found_set(&masks->findings, (enum found_size)size, masks->origins[unit],
                              finder->findings.found[unit].at[size], true);
        }
    masks->count = 0;
    masks->text_size = 0;
}

/* What equals no token, and ends a sentence. */
static void lay_line_end(struct masks *masks, uint32_t unit) {
    uint32_t at = (uint32_t)masks->text_size;
    masks->begins[masks->count] = at;
    masks->ends[masks->count] = at | UNIT_LINE_END;
    masks->sketches[masks->count] = 0;
    masks->origins[masks->count++] = unit;
}

/* Lays the mask of a unit behind the others. A token that is too long for one of a pattern is as a line end. */
static void lay(struct masks *masks, uint32_t unit) {
    const struct automaton *automaton = masks->finder.automaton;
    const struct units *units = masks->units;
    uint32_t begin = units->begins[unit];
    uint32_t size = unit_is_line_end(units, unit) ? 0 : unit_end(units, unit) - begin;
    const char *bytes = units->text + begin;
    char *mask = masks->text + masks->text_size;
    bool digits = digits_any(bytes, size);
    uint32_t longest = digits ? MASKED_SIZE_MAX : automaton->header->longest_token;
    bool fits = size && size <= longest && masks->text_size + size <= masks->text_capacity;
    if (!fits) {
        lay_line_end(masks, unit);
        return;
    }
    if (!digits) memcpy(mask, bytes, size);
    uint32_t made = digits ? (uint32_t)digits_mask(mask, bytes, size) : size;
    masks->begins[masks->count] = (uint32_t)masks->text_size;
    masks->text_size += made;
    masks->ends[masks->count] = (uint32_t)masks->text_size;
    masks->sketches[masks->count] = sketch_token(&automaton->factors, mask, made);
    masks->origins[masks->count++] = unit;
}

static bool is_full(const struct masks *masks) {
    size_t longest = masks->finder.automaton->header->longest_token;
    return masks->count + 2 > masks->capacity ||
           masks->text_size + (longest > MASKED_SIZE_MAX ? longest : MASKED_SIZE_MAX) > masks->text_capacity;
}

/* Lays the units from `masks->next` to `end`. Those at the end of a full piece are in the next one too. */
static void lay_all(struct masks *masks, uint32_t end) {
    while (masks->next < end) {
        if (is_full(masks)) {
            uint32_t again = masks->longest - 1 < masks->next ? masks->next - (masks->longest - 1) : 0;
            search_piece(masks);
            while (again < masks->next) lay(masks, again++);
        }
        lay(masks, masks->next++);
    }
}

/* Lays the tokens that a pattern may reach from a unit, which has a digit. */
static void lay_around(struct masks *masks, uint32_t unit, struct digits_reach reach) {
    uint32_t count = masks->units->count;
    uint32_t begin = unit > reach.before ? unit - reach.before : 0;
    uint32_t end = count - unit > reach.behind ? unit + reach.behind + 1 : count;
    if (begin > masks->next || begin < masks->first) { /* what is laid already is laid once more with the rest */
        if (end < masks->next) end = masks->next;
        if (masks->count) lay_line_end(masks, begin);
        masks->first = masks->next = begin;
    }
    lay_all(masks, end);
}

/* ---- Which digits ---- */

/* Whether the nearest bytes beside a run of digits may be those of a pattern. Two blanks may stand where tokens are
 * parted: then it cannot be told. `step` leads away from the run. */
static inline __attribute__((always_inline)) bool
may_be_near(const struct masks *masks, const struct digits_table *table, const char *nearest, ptrdiff_t step) {
    uint32_t first = digits_number(&masks->numbers, 0, nearest[0]);
    uint32_t second = digits_number(&masks->numbers, 1, nearest[step]);
    uint32_t third = digits_number(&masks->numbers, 2, nearest[2 * step]);
    uint32_t blanks = (first & second) | (second & third & ~(first << 1)); /* behind a line end nothing matters */
    return blanks >> 31 | digits_have(table->near, first ^ second ^ third);
}

enum told { TOLD_NO, TOLD_MAYBE, TOLD_NOT /* there are two blanks */ };

/* The same for all bytes that tell. `*reach` is how far the patterns reach whose side it may be. */
static enum told tell(struct digits_reach *reach, const struct masks *masks, enum digits_side side, const char *nearest,
                      ptrdiff_t step) {
    const struct digits_table *table = masks->finder.automaton->beside_digits[side];
    uint32_t hash = 0;
    uint32_t near = 0;
    uint32_t before = 0;
    bool line_end = false;
    for (unsigned i = 0; i < DIGITS_FAR; i++) {
        uint32_t number = digits_number(&masks->numbers, i, nearest[(ptrdiff_t)i * step]);
        line_end |= (number & DIGITS_LINE_END) != 0;
        if ((number & before & DIGITS_BLANK) && !line_end) return TOLD_NOT;
        before = number;
        hash ^= number;
        if (i == DIGITS_NEAR - 1) near = hash;
    }
    bool enough = digits_have(table->near, near) && digits_have(table->enough, near);
    bool far = digits_have(table->near, near) && digits_have(table->far, hash);
    if (enough) digits_reach_join(reach, table->reaches[digits_reach_slot(near)]);
    if (far) digits_reach_join(reach, table->reaches[digits_reach_slot(hash)]);
    return enough || far ? TOLD_MAYBE : TOLD_NO;
}

/* The bytes before or behind a place in a unit, the nearest first, with a blank between tokens; no pattern goes past a
 * line end, or the end of the window. */
static void copy_side(char bytes[DIGITS_FAR], const struct units *units, uint32_t unit, size_t at,
                      enum digits_side side) {
    memset(bytes, '\n', DIGITS_FAR);
    for (unsigned known = 0; known < DIGITS_FAR; known++) {
        bool inside = side == DIGITS_BEFORE ? at > units->begins[unit] : at + 1 < unit_end(units, unit);
        if (inside) {
            at = side == DIGITS_BEFORE ? at - 1 : at + 1;
            bytes[known] = units->text[at];
            continue;
        }
        if (side == DIGITS_BEFORE ? unit == 0 : unit + 1 == units->count) return;
        unit = side == DIGITS_BEFORE ? unit - 1 : unit + 1;
        if (unit_is_line_end(units, unit)) return;
        bytes[known] = ' ';
        at = side == DIGITS_BEFORE ? unit_end(units, unit) : (size_t)units->begins[unit] - 1;
    }
}

/* The same for the runs of a unit, from that at `at` on, whatever tokens are pieces of. */
static bool tell_unit(struct digits_reach *reach, const struct masks *masks, uint32_t unit, size_t at) {
    const struct units *units = masks->units;
    size_t end = unit_end(units, unit);
    bool may_be = false;
    if (end - units->begins[unit] > MASKED_SIZE_MAX) return false;
    for (; at < end; at++) {
        if (!digit_is(units->text[at])) continue;
        for (int side = 0; side < DIGITS_SIDES; side++) {
            char bytes[DIGITS_FAR];
            bool is_edge = side == DIGITS_BEFORE ? at == units->begins[unit] || !digit_is(units->text[at - 1])
                                                 : at + 1 == end || !digit_is(units->text[at + 1]);
            if (!is_edge || !masks->finder.automaton->beside_digits[side]) continue;
            copy_side(bytes, units, unit, at, (enum digits_side)side);
            enum told told = tell(reach, masks, (enum digits_side)side, bytes, 1);
            if (told == TOLD_NOT) *reach = masks->farthest; /* blanks in a token */
            may_be |= told != TOLD_NO;
        }
    }
    return may_be;
}

/* A block of 64 digits or other bytes, or what is left of the text. */
struct block {
    size_t at;
    uint64_t chosen; /* digits that are looked at */
    uint64_t told;   /* of these, those of runs that a pattern may hold, as far as `reaches` says */
    struct digits_reach reaches[64];
};

/* Chooses the run that begins, or ends, at a bit. */
static void choose_run(struct block *block, const struct masks *masks, unsigned bit, enum digits_side side) {
    const struct units *units = masks->units;
    size_t at = block->at + bit;
    bool inside = side == DIGITS_BEFORE ? at >= DIGITS_FAR : at + DIGITS_FAR < units->begins[units->count];
    const char *nearest = units->text + at + (side == DIGITS_BEFORE ? -1 : 1);
    struct digits_reach reach = {0, 0};
    if (!masks->finder.automaton->beside_digits[side]) return;
    enum told told = inside ? tell(&reach, masks, side, nearest, side == DIGITS_BEFORE ? -1 : 1) : TOLD_NOT;
    if (told == TOLD_NO) return;
    uint64_t it = (uint64_t)1 << bit;
    if (!(block->chosen & it)) block->reaches[bit] = (struct digits_reach){0, 0};
    if (!(block->chosen & it)) block->told |= it;
    if (told == TOLD_NOT) block->told &= ~it;
    digits_reach_join(&block->reaches[bit], reach);
    block->chosen |= it;
}

/* The bits, of those given, beside which a pattern's nearest bytes stand; those that have less beside them too. */
static inline __attribute__((always_inline)) uint64_t choose_near(const struct masks *masks, size_t at, uint64_t bits,
                                                                  enum digits_side side) {
    const struct digits_table *table = masks->finder.automaton->beside_digits[side];
    const char *text = masks->units->text + at;
    uint64_t chosen = 0;
    if (!table) return 0;
    for (; bits; bits &= bits - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(bits);
        bool near = side == DIGITS_BEFORE ? may_be_near(masks, table, text + bit - 1, -1)
                                          : may_be_near(masks, table, text + bit + 1, 1);
        chosen |= (uint64_t)near << bit;
    }
    return chosen;
}

static void choose(struct block *block, const struct masks *masks, size_t end) {
    const struct units *units = masks->units;
    size_t at = block->at;
    char rest[64] = {0};
    bool whole = end - at >= sizeof rest;
    if (!whole) memcpy(rest, units->text + at, end - at);
    uint64_t digits = digits_among(whole ? units->text + at : rest);
    block->chosen = digits;
    block->told = 0;
    if (digits == 0 || units->ends) return;
    bool goes_on = at > 0 && digit_is(units->text[at - 1]);
    bool more = at + sizeof rest < end && digit_is(units->text[at + sizeof rest]);
    uint64_t begins = digits & ~(digits << 1 | goes_on);
    uint64_t ends = digits & ~(digits >> 1 | (uint64_t)more << 63);
    bool inside = at >= DIGITS_FAR && at + sizeof rest + DIGITS_FAR < end;
    block->chosen = 0;
    if (inside) begins = choose_near(masks, at, begins, DIGITS_BEFORE);
    if (inside) ends = choose_near(masks, at, ends, DIGITS_BEHIND);
    for (uint64_t bits = begins; bits; bits &= bits - 1)
        choose_run(block, masks, (unsigned)__builtin_ctzll(bits), DIGITS_BEFORE);
    for (uint64_t bits = ends; bits; bits &= bits - 1)
        choose_run(block, masks, (unsigned)__builtin_ctzll(bits), DIGITS_BEHIND);
}

/* The unit that a byte belongs to, or stands behind; it is `unit` or one after it. */
static uint32_t find_unit(const struct units *units, uint32_t unit, size_t at) {
    uint32_t step = 1;
    while (unit + step < units->count && units->begins[unit + step] <= at) {
        unit += step;
        step *= 2;
    }
    for (; step; step /= 2)
        if (unit + step < units->count && units->begins[unit + step] <= at) unit += step;
    return unit;
}

void masks_scan(struct masks *masks, const struct match_window *window) {
    const struct units *units = &window->compared;
    struct block block;
    uint32_t unit = 0;
    size_t looked = 0; /* behind the last unit whose runs have been told */
    masks->units = units;
    masks->first = masks->next = 0;
    findings_clear(&masks->findings, units->count);
    size_t end = units->count ? units->begins[units->count] : 0;
    for (block.at = units->count ? units->begins[0] : 0; block.at < end; block.at += 64) {
        block.at = masks->finder.kernel->skip(units->text, block.at, end);
        if (block.at == end) break;
        choose(&block, masks, end);
        for (uint64_t bits = block.chosen; bits; bits &= bits - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(bits);
            size_t at = block.at + bit;
            bool told = block.told >> bit & 1;
            if (!told && at < looked) continue;
            unit = find_unit(units, unit, at);
            if (unit_is_line_end(units, unit) || at >= unit_end(units, unit)) continue;
            struct digits_reach reach = {0, 0};
            if (told) reach = block.reaches[bit];
            if (!told) looked = unit_end(units, unit);
            if (told || tell_unit(&reach, masks, unit, at)) lay_around(masks, unit, reach);
        }
    }
    if (masks->count) search_piece(masks);
    findings_close(&masks->findings, units->count);
}
