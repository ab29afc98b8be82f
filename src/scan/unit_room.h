/* The units of a window: of tokenized text straight from a kernel, of all else from tokens and sentences that were cut.
 * Used by scanner.c. */
#ifndef SCAN_UNIT_ROOM_H
#define SCAN_UNIT_ROOM_H

#include "match/matcher.h"
#include "scan/compared.h"
#include "text/cut.h"
#include "text/normalized.h"

enum {
    UNIT_SLICE = 1 << 14,    /* bytes that are cut at a time: the stages find them in the cache */
    UNIT_SLICE_MIN = 1 << 10 /* the least, when there is little room left */
};

/* Memory for the units of one window. */
struct unit_room {
    uint32_t capacity; /* units; at least UNIT_SLICE */
    uint32_t *begins;
    uint32_t *ends;
    uint32_t *sketches;
    uint32_t *compared_begins; /* if tokens are normalised */
    uint32_t *compared_ends;
    char *copy;    /* of a window that has no margin to be read behind it, or no line end */
    char *cleaned; /* of one with CR LF: the CR is a blank */
    struct compared compared;
};

/* For windows of up to `size` bytes; `normalization`: enum unicode_normalization. False: out of memory; what there is
 * must be freed then too. */
bool unit_room_init(struct unit_room *room, const struct kernel *kernel, uint32_t capacity, size_t size,
                    unsigned normalization);
void unit_room_free(struct unit_room *room);

/* Lays out the tokens and sentences of `cut`, of which `normalized` has what they are compared by. The text has `size`
 * bytes. */
void unit_room_take_cut(struct match_window *window, struct unit_room *room, const struct sketch_factors *factors,
                        const struct cut *cut, const struct normalized *normalized, const char *text, size_t size);

/* Where the last line of the text ends, or else its last blank. 0: there is none. */
size_t unit_room_last_end(const char *text, size_t size);

/* Cuts tokenized text that ends with a blank, with UNITS_MARGIN behind it. Returns how far there was room. */
size_t unit_room_cut(struct units *units, struct unit_room *room, struct unit_counts *counts,
                     const struct kernel *kernel, const struct sketch_factors *factors, const char *text, size_t size);

/* Cuts tokenized text from its beginning, a token's or blank's, up to its last line end, or else up to its last blank,
 * or as far as there is room. `left` bytes can be read, `size` of them may be taken; `final`: the text ends with these,
 * and with it the last sentence. Returns how many bytes were taken; 0: there is no blank, or too little
 * room for the token, or the text ends with a CR, or a token's normalised form is longer than it. */
uint32_t unit_room_take_text(struct match_window *window, struct unit_room *room, struct unit_counts *counts,
                             const struct kernel *kernel, const struct sketch_factors *factors, const char *text,
                             size_t size, size_t left, bool final);

#endif
