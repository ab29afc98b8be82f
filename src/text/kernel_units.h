/* Cutting into units, written once for the kernels that have no loop of their own for it (UNITS_BLOCKS). Beside
 * mask_blanks and flatten of kernel_loop.h, a file per instruction set defines
 *
 *   sketch_units(uint32_t *sketches, const struct sketch_factors *factors, const char *text, const uint32_t *begins):
 *     the sketches of eight units, each of which has eight bytes to read */
#ifndef TEXT_KERNEL_UNITS_H
#define TEXT_KERNEL_UNITS_H

#include "text/kernel.h"
#include "text/kernel_tally.h"
#include "text/masks.h"

#ifndef UNITS_BLOCKS
static uint32_t units_blocks(uint32_t *begins, uint32_t *sketches, struct unit_counts *counts,
                             const struct sketch_factors *factors, const char *text, uint32_t size) {
    uint32_t count = 0;
    uint64_t before_blank = 1;
    struct unit_tally tally = {.open = counts->in_sentence};
    for (size_t at = 0; at < size; at += BLOCK) {
        __builtin_prefetch(text + at + TEXT_AHEAD, 0, 2);
        struct blank_masks masks = mask_blanks(text + at);
        uint64_t inside = block_inside(at, size);
        uint64_t after = masks.blank << 1 | before_blank;
        uint64_t units = unit_begins(masks.blank, masks.newline, after) & inside;
        flatten(begins + count, units, (uint32_t)at);
        count += count_bits(units);
        before_blank = masks.blank >> 63;
        tally_block(&tally, masks, after, inside, text, at);
    }
    for (unsigned i = 0; i < 8; i++) begins[count + i] = size; /* what is read there does not count */
    const struct sketch_factors own = *factors;                /* which nothing that is stored can change */
    for (uint32_t i = 0; i < count; i += 8) sketch_units(sketches + i, &own, text, begins + i);
    sketches[count] = 0;
    *counts = tally_end(&tally, text, size);
    return count;
}
#endif

#endif
