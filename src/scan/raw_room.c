#include "scan/raw_room.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"

bool raw_room_init(struct raw_room *raw, const struct kernel *kernel, size_t size, unsigned normalization,
                   uint32_t signs) {
    struct spread *spread = &raw->spread;
    size_t made = 2 * size + 1 + SPREAD_ROOM + UNITS_MARGIN; /* twice the size, and a line end */
    *raw = (struct raw_room){0};
    spread->normalization = normalization;
    spread->signs = signs;
    spread->text = malloc(made);
    spread->blocks = malloc(spread_block_count(size) * sizeof *spread->blocks);
    spread->near = malloc(spread_near_count(size) * sizeof *spread->near);
    bool good = compared_init(&raw->compared, kernel, made, normalization);
    return good && spread->text && spread->blocks && spread->near;
}

void raw_room_free(struct raw_room *raw) {
    free(raw->spread.text);
    free(raw->spread.blocks);
    free(raw->spread.near);
    compared_free(&raw->compared);
}

/* Spreads the text, and ends it with a blank, or with the line end that the end of all text is. */
static size_t make_text(struct spread *spread, const struct kernel *kernel, const char *text, size_t size, bool final) {
    kernel->spread(spread, text, (uint32_t)size);
    size_t made = spread->size;
    memset(spread->text + made, final ? '\n' : ' ', 1 + UNITS_MARGIN);
    return made + (spread->text[made - 1] != '\n');
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
    const char *compared = compared_spread(&raw->compared, spread, made);
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
