/* The stages that are data-parallel over bytes and tokens, as one set of functions per instruction set. A set is chosen
 * once and kept by the handle that uses it; all sets give the same results. */
#ifndef TEXT_KERNEL_H
#define TEXT_KERNEL_H

#include "text/cut.h"
#include "text/filter.h"
#include "text/keys.h"
#include "text/spread.h"

/* ---- Units, and what may be found at them ---- */

enum {
    UNITS_MARGIN = 128, /* bytes that can be read behind a window's text, whatever they are */
    UNITS_ROOM = 64     /* elements that arrays have for vectors to read or write behind the last one */
};

/* What is noted while text is cut into units. */
struct unit_counts {
    bool in_sentence;   /* in and out: the open sentence has had a token */
    bool special;       /* out: there is a CR in the text, or a byte outside of ASCII */
    uint32_t line_ends; /* out */
    uint32_t sentences; /* out: line ends of sentences that had a token */
};

/* Cuts tokenized text into units (units.h): a token ends at the next blank (space, TAB, LF), a line end is an LF.
 * `begins` gets their offsets and then the size, `sketches` the sketch of each, 0 for a line end, and then 0; both have
 * room for size + UNITS_ROOM. The text ends with a blank, UNITS_MARGIN bytes behind it can be read. Returns how many
 * units there are. */
typedef uint32_t units_function(uint32_t *begins, uint32_t *sketches, struct unit_counts *counts,
                                const struct sketch_factors *factors, const char *text, uint32_t size);

/* The first filter: lists the numbers, ascending, of the units for which it has key_neighbours of them and the next
 * one. `list` has room for count + UNITS_ROOM, and there is a sketch for the unit behind the last. Returns how many. */
typedef uint32_t neighbours_function(uint32_t *list, const struct filter *filter, const uint32_t *sketches,
                                     uint32_t count);

/* What may be found in the table: at a unit, in a line, with a check. Each array has room for as many as there are
 * candidates, and UNITS_ROOM. */
struct finds {
    uint32_t *units;
    uint32_t *lines;
    uint32_t *checks;
    uint32_t count;
};

/* The second filter, for `count` units that the first one has listed: `twos` gets the entries of two tokens that may
 * begin at them (key_two), `threes` what key_three knows by the unit before, the unit and the next; it is found at the
 * unit before, and not for the first unit. Asks for the lines ahead. */
typedef void ends_function(struct finds *twos, struct finds *threes, const struct filter *filter,
                           const struct homes *homes, const uint32_t *sketches, const uint32_t *list, uint32_t count);

/* The filter of entries of one token (key_one), for all units: the same. */
typedef void ones_function(struct finds *ones, const struct filter *filter, const struct homes *homes,
                           const uint32_t *sketches, uint32_t count);

/* ---- Raw text ---- */

/* Makes tokenized text (spread.h) of raw text, which is not empty, begins at a token or blank, and ends behind a blank
 * or with all text. Tokens are those of cut_words; between them are spaces or TABs, and an LF where cut_words or
 * cut_paragraphs end a sentence, but for the one that the end of all text ends. Reads nothing behind the text. */
typedef void spread_function(struct spread *spread, const char *text, uint32_t size);

/* ---- Text as it is compared ---- */

/* Copies at least `size` bytes, up to the end of a block, with the capital letters of ASCII made small ones, but for
 * `kept` (0: all of them). */
typedef void fold_function(char *to, const char *from, size_t size, char kept);

/* Passes blocks of 64 bytes without digits, as long as they are whole. Returns where it stopped, `end` at most. */
typedef size_t skip_function(const char *text, size_t at, size_t end);

struct kernel {
    const char *name;
    cut_function *tokenized;
    spread_function *spread;
    fold_function *fold;
    skip_function *skip;
    units_function *units;
    neighbours_function *neighbours;
    ends_function *ends;
    ones_function *ones;
};

extern const struct kernel kernel_scalar;
extern const struct kernel kernel_avx2;   /* x86-64 with AVX2 and BMI2 */
extern const struct kernel kernel_avx512; /* x86-64 with AVX-512 BW, VBMI, VBMI2 */
extern const struct kernel kernel_neon;   /* AArch64 */

/* The kernel of that name, or the best for this machine if `name` is NULL. NULL if there is none, or if this machine
 * cannot run it. */
const struct kernel *kernel_find(const char *name);

#endif
