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

/* Lays what patterns may hold that hold the unit, which has a digit. */
static void lay_around(struct masks *masks, uint32_t unit) {
    uint32_t reach = masks->longest - 1;
    uint32_t begin = unit > reach ? unit - reach : 0;
    uint32_t end = masks->units->count - unit > reach ? unit + reach + 1 : masks->units->count;
    if (begin > masks->next) {
        if (masks->count) lay_line_end(masks, masks->next);
        masks->next = begin;
    }
    lay_all(masks, end);
}

void masks_scan(struct masks *masks, const struct match_window *window) {
    const struct units *units = &window->compared;
    uint32_t unit = 0;
    masks->units = units;
    masks->next = 0;
    findings_clear(&masks->findings, units->count);
    size_t end = units->count ? units->begins[units->count] : 0;
    for (size_t at = units->count ? units->begins[0] : 0; (at = digits_find(units->text, at, end)) < end;
         at = units->begins[unit]) {
        while (units->begins[unit + 1] <= at) unit++;
        if (!unit_is_line_end(units, unit) && at < unit_end(units, unit)) lay_around(masks, unit);
        unit++;
    }
    if (masks->count) search_piece(masks);
    findings_close(&masks->findings, units->count);
}
