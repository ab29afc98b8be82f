#include "scan/raw_room.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "text/normalized.h"

enum { NORMALIZED_ROOM = 8 * UNICODE_NORMALIZED_SIZE + 16 };

bool raw_room_init(struct raw_room *raw, size_t size, bool fold, bool compose) {
    struct spread *spread = &raw->spread;
    size_t made = 2 * size + 1 + SPREAD_ROOM + UNITS_MARGIN; /* twice the size, and a line end */
    *raw = (struct raw_room){.fold = fold, .compose = compose};
    spread->text = malloc(made);
    spread->blocks = malloc(spread_block_count(size) * sizeof *spread->blocks);
    spread->near = malloc(spread_near_count(size) * sizeof *spread->near);
    if (fold || compose) raw->compared = malloc(made);
    return spread->text && spread->blocks && spread->near && (raw->compared || (!fold && !compose));
}

void raw_room_free(struct raw_room *raw) {
    free(raw->spread.text);
    free(raw->spread.blocks);
    free(raw->spread.near);
    free(raw->compared);
}

/* Spreads the text, and ends it with a blank, or with the line end that the end of all text is. */
static size_t make_text(struct spread *spread, const struct kernel *kernel, const char *text, size_t size, bool final) {
    kernel->spread(spread, text, (uint32_t)size);
    size_t made = spread->size;
    memset(spread->text + made, final ? '\n' : ' ', 1 + UNITS_MARGIN);
    return made + (spread->text[made - 1] != '\n');
}

/* ---- What is compared ---- */

/* Copies whole blocks, of which `size` bytes count, so that a compiler makes vectors of them. */
static void fold_ascii(char *to, const char *from, size_t size) {
    for (size_t at = 0; at < size; at += BLOCK)
        for (size_t i = at; i < at + BLOCK; i++) {
            unsigned char byte = (unsigned char)from[i];
            to[i] = (char)((unsigned char)(byte - 'A') < 26 ? byte | 0x20 : byte);
        }
}

/* Normalises the token that a byte of the made text belongs to, in place, and fills up with blanks, so that all units
 * begin where they are written. Gives where the token ends. False: its form is longer. */
static bool normalize_at(size_t *end, struct raw_room *raw, size_t at) {
    char form[NORMALIZED_ROOM];
    const char *text = raw->spread.text;
    size_t begin = at;
    while (begin > 0 && !unit_blank(text[begin - 1])) begin--;
    *end = at;
    while (!unit_blank(text[*end])) ++*end;
    size_t size = *end - begin;
    if (size > UNICODE_NORMALIZED_SIZE) { /* compared as it is */
        memcpy(raw->compared + begin, text + begin, size);
        return true;
    }
    size_t made = normalize_token(form, text + begin, size, raw->fold, raw->compose);
    if (made > size) return false;
    memcpy(raw->compared + begin, form, made);
    memset(raw->compared + begin + made, ' ', size - made);
    return true;
}

/* The text by which the window's units are compared, with the units of the made text. NULL: that cannot be. */
static const char *compared_text(struct raw_room *raw, size_t size) {
    const struct spread *spread = &raw->spread;
    bool changes = raw->compose && !spread->plain;
    if (!raw->fold && !changes) return spread->text;
    if (raw->fold)
        fold_ascii(raw->compared, spread->text, size);
    else
        memcpy(raw->compared, spread->text, size);
    if (!spread->wide) return raw->compared;
    size_t at = 0;
    for (;;) {
        at += unicode_ascii_run(spread->text + at, spread->size - at);
        if (at == spread->size) return raw->compared;
        if (!normalize_at(&at, raw, at)) return NULL;
    }
}

/* ---- The window ---- */

/* Where the window ends in the made text: what stands behind the last token of an open paragraph may be its end. */
static uint32_t window_end_of(const struct units *units, bool paragraphs) {
    uint32_t end = units->begins[units->count];
    if (!paragraphs || units->count == 0 || unit_is_line_end(units, units->count - 1)) return end;
    return unit_end(units, units->count - 1);
}

/* Where the window ends in the raw text, if that goes on: what a line end decides of lines, it leaves open of
 * paragraphs, so that these end at the last blank. */
static size_t last_end(const char *text, size_t size, bool paragraphs) {
    if (!paragraphs) return unit_room_last_end(text, size);
    while (size && !unit_blank(text[size - 1])) size--;
    return size;
}

uint32_t raw_room_take(struct match_window *window, struct raw_room *raw, struct unit_room *room,
                       struct unit_counts *counts, const struct kernel *kernel, const struct sketch_factors *factors,
                       const char *text, size_t size, bool final) {
    struct spread *spread = &raw->spread;
    size_t used = final ? size : last_end(text, size, spread->paragraphs);
    if (used == 0) return 0;
    size_t made = make_text(spread, kernel, text, used, final);
    const char *compared = compared_text(raw, made + UNITS_MARGIN);
    if (!compared) return 0;
    window->written = (struct units){
        .text = spread->text, .size = made + UNITS_MARGIN, .begins = room->begins, .sketches = room->sketches};
    window->compared = window->written;
    window->compared.text = compared;
    size_t taken = unit_room_cut(&window->compared, room, counts, kernel, factors, compared, made);
    window->written.count = window->compared.count;
    window->sketches = room->sketches;
    if (spread->paragraphs && window->written.count == 0) return 0;
    if (taken > spread->size) taken = spread->size; /* the line end that was added is no byte */
    room->begins[window->written.count] = (uint32_t)taken;
    if (final && taken == spread->size) return (uint32_t)used;
    uint32_t end = window_end_of(&window->written, spread->paragraphs);
    return end < taken ? spread_offset(spread, end - 1) + 1 : spread_offset(spread, end);
}
