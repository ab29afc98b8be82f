#include "scan/unit_room.h"

#include <stdlib.h>

#include "base/bytes.h"
#include "base/unicode.h"

static uint32_t *new_numbers(uint32_t capacity) {
    return malloc(((size_t)capacity + UNITS_ROOM) * sizeof(uint32_t));
}

bool unit_room_init(struct unit_room *room, const struct kernel *kernel, uint32_t capacity, size_t size,
                    unsigned normalization) {
    *room = (struct unit_room){.capacity = capacity};
    room->begins = new_numbers(capacity);
    room->ends = new_numbers(capacity);
    room->sketches = new_numbers(capacity);
    room->compared_begins = normalization ? new_numbers(capacity) : NULL;
    room->compared_ends = normalization ? new_numbers(capacity) : NULL;
    room->copy = malloc(size + 1 + UNITS_MARGIN);
    room->cleaned = malloc(size + 1 + UNITS_MARGIN);
    bool good = compared_init(&room->compared, kernel, size + 1, normalization) && room->begins && room->ends &&
                room->sketches && room->copy && room->cleaned;
    return good && (!normalization || (room->compared_begins && room->compared_ends));
}

void unit_room_free(struct unit_room *room) {
    free(room->begins);
    free(room->ends);
    free(room->sketches);
    free(room->compared_begins);
    free(room->compared_ends);
    free(room->copy);
    free(room->cleaned);
    compared_free(&room->compared);
}

/* ---- From a cut ---- */

struct layout {
    uint32_t *begins;
    uint32_t *ends;
    uint32_t count;
};

static void add_unit(struct layout *layout, uint32_t begin, uint32_t end) {
    layout->begins[layout->count] = begin;
    layout->ends[layout->count++] = end;
}

static struct units lay_out(uint32_t *begins, uint32_t *ends, const struct cut *cut, const struct token *tokens,
                            const char *text, size_t size) {
    struct layout layout = {begins, ends, 0};
    uint32_t token = 0;
    for (uint32_t i = 0; i < cut->sentence_count; i++) {
        const struct sentence *sentence = &cut->sentences[i];
        for (; token < sentence->token_end; token++) add_unit(&layout, tokens[token].begin, tokens[token].end);
        add_unit(&layout, sentence->text_end, sentence->next | UNIT_LINE_END);
    }
    for (; token < cut->token_count; token++) add_unit(&layout, tokens[token].begin, tokens[token].end);
    begins[layout.count] = cut->used;
    return (struct units){.text = text, .size = size, .begins = begins, .ends = ends, .count = layout.count};
}

static inline uint32_t sketch_unit(const struct sketch_factors *factors, const struct units *units, uint32_t unit) {
    if (unit_is_line_end(units, unit)) return 0;
    uint32_t begin = units->begins[unit];
    uint32_t size = units->ends[unit] - begin;
    if (size >= SKETCH_SIZE) return sketch_mix(factors, load_bytes(units->text + begin, SKETCH_SIZE));
    return sketch_mix(factors, load_some_bytes(units->text + begin, size));
}

void unit_room_take_cut(struct match_window *window, struct unit_room *room, const struct sketch_factors *factors,
                        const struct cut *cut, const struct normalized *normalized, const char *text, size_t size) {
    window->written = lay_out(room->begins, room->ends, cut, cut->tokens, text, size);
    window->compared = window->written;
    if (normalized->tokens != cut->tokens)
        window->compared = lay_out(room->compared_begins, room->compared_ends, cut, normalized->tokens,
                                   normalized->text, normalized->text_size);
    window->compared.text = normalized->text;
    window->compared.size = normalized->text_size;
    const struct units *units = &window->compared;
    for (uint32_t i = 0; i < units->count; i++) room->sketches[i] = sketch_unit(factors, units, i);
    room->sketches[units->count] = 0;
    window->sketches = room->sketches;
}

/* ---- From tokenized text ---- */

size_t unit_room_last_end(const char *text, size_t size) {
    const char *newline = memrchr(text, '\n', size);
    if (newline) return (size_t)(newline - text) + 1;
    while (size && !unit_blank(text[size - 1])) size--;
    return size;
}

/* Where a slice of about `most` bytes that begins at `at` ends: at a blank. What is longer is a token. */
static size_t slice_end(const char *text, size_t at, size_t size, size_t most) {
    if (size - at <= most) return size;
    size_t end = at + unit_room_last_end(text + at, most);
    if (end > at) return end;
    for (end = at + most; !unit_blank(text[end]); end++) {
    }
    return end + 1;
}

size_t unit_room_cut(struct units *units, struct unit_room *room, struct unit_counts *counts,
                     const struct kernel *kernel, const struct sketch_factors *factors, const char *text, size_t size) {
    size_t at = 0;
    uint32_t line_ends = 0;
    uint32_t sentences = 0;
    bool special = false;
    units->count = 0;
    while (at < size) {
        uint32_t left = room->capacity - units->count;
        if (left < UNIT_SLICE_MIN) break;
        size_t end = slice_end(text, at, size, left < UNIT_SLICE ? left : UNIT_SLICE);
        uint32_t *begins = room->begins + units->count;
        uint32_t count =
            kernel->units(begins, room->sketches + units->count, counts, factors, text + at, (uint32_t)(end - at));
        for (uint32_t i = 0; at && i <= count; i++) begins[i] += (uint32_t)at;
        units->count += count;
        line_ends += counts->line_ends;
        sentences += counts->sentences;
        special = special || counts->special;
        at = end;
    }
    counts->line_ends = line_ends;
    counts->sentences = sentences;
    counts->special = special;
    return at;
}

/* Copies the text with a blank for each CR before an LF. */
static void clean(char *to, const char *text, size_t size) {
    memcpy(to, text, size);
    memset(to + size, '\n', UNITS_MARGIN);
    const char *end = to + size;
    for (char *at = to; at < end && (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++)
        if (at[1] == '\n' && at + 1 < end) *at = ' ';
}

/* Has units compared without the CR of line ends, and normalised if they were not. False: that cannot be done in place.
 */
static bool look_closer(struct units *units, struct unit_room *room, const char *text, size_t size) {
    const char *compared = units->text;
    if (compared == text) compared = compared_text(&room->compared, text, size);
    if (!compared) return false;
    if (memchr(compared, '\r', size)) {
        clean(room->cleaned, compared, size);
        compared = room->cleaned;
    }
    if (compared == units->text) return true;
    units->text = compared;
    units->size = size + UNITS_MARGIN;
    return true;
}

uint32_t unit_room_take_text(struct match_window *window, struct unit_room *room, struct unit_counts *counts,
                             const struct kernel *kernel, const struct sketch_factors *factors, const char *text,
                             size_t size, size_t left, bool final) {
    size_t used = final ? size : unit_room_last_end(text, size);
    if (used == 0) return 0;
    bool open = final && text[used - 1] != '\n';
    if (open && text[used - 1] == '\r') return 0; /* no line end, unless one were added */
    size_t readable = left;
    if (open || left - used < UNITS_MARGIN) {
        memcpy(room->copy, text, used);
        memset(room->copy + used, '\n', 1 + UNITS_MARGIN);
        text = room->copy;
        readable = used + 1 + UNITS_MARGIN;
    }
    bool fold = room->compared.normalization & UNICODE_FOLD;
    const char *compared = fold ? compared_text(&room->compared, text, used + open) : text;
    if (!compared) return 0;
    struct units units = {.text = compared,
                          .size = fold ? used + open + UNITS_MARGIN : readable,
                          .begins = room->begins,
                          .sketches = room->sketches};
    struct unit_counts before = *counts;
    size_t taken = unit_room_cut(&units, room, counts, kernel, factors, compared, used + open);
    window->written = units;
    window->written.text = text;
    if (counts->special) {
        if (!look_closer(&units, room, text, used + open)) return 0;
        if (units.text != compared) {
            *counts = before;
            taken = unit_room_cut(&units, room, counts, kernel, factors, units.text, used + open);
            window->written.count = units.count;
        }
    }
    if (taken > used) taken = used;
    room->begins[units.count] = (uint32_t)taken;
    window->compared = units;
    window->sketches = room->sketches;
    return (uint32_t)taken;
}
