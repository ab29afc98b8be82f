/* The units of a window of raw text, which is made tokenized text first. Used by scanner.c. */
#ifndef SCAN_RAW_ROOM_H
#define SCAN_RAW_ROOM_H

#include "scan/compared.h"
#include "scan/unit_room.h"
#include "text/spread.h"

/* Memory for the text that a window is made into. */
struct raw_room {
    struct spread spread;
    struct compared compared;
};

/* For windows of up to `size` bytes; `signs` count as letters. False: out of memory; what there is must be freed then
 * too. */
bool raw_room_init(struct raw_room *raw, const struct kernel *kernel, size_t size, unsigned normalization,
                   uint32_t signs);
void raw_room_free(struct raw_room *raw);

/* Takes raw text from its beginning, a token's or blank's, up to its last line end, or else up to its last blank, or as
 * far as there is room; of paragraphs up to the last token before the last blank, if a sentence is open there. `size`
 * bytes can be read; `final`: the text ends with them, and with it the last sentence. The window's units are those of
 * the made text. Returns how many bytes were taken; 0: there is no blank, or what comes takes a closer look. */
uint32_t raw_room_take(struct match_window *window, struct raw_room *raw, struct unit_room *room,
                       struct unit_counts *counts, const struct kernel *kernel, const struct sketch_factors *factors,
                       const char *text, size_t size, bool final);

#endif
