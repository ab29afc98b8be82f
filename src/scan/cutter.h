/* A window of text made into units: cut into tokens, normalised if the model asks for it. Kernels do it straight where
 * they can (unit_room.c, raw_room.c); what they cannot is cut first (text/cut.h, cut_rows.h) and then made into units.
 */
#ifndef SCAN_CUTTER_H
#define SCAN_CUTTER_H

#include "gaz.h"
#include "match/matcher.h"
#include "model/model.h"
#include "scan/raw_room.h"
#include "scan/unit_room.h"
#include "text/cut.h"
#include "text/kernel.h"
#include "text/normalized.h"
#include "text/rows.h"

enum scanner_input { SCANNER_TOKENIZED, SCANNER_ROWS, SCANNER_WORDS, SCANNER_PARAGRAPHS, SCANNER_GIVEN };

/* All zero but for the first five members, before cutter_init. */
struct cutter {
    const struct automaton *automaton;
    const struct kernel *kernel;
    enum scanner_input input;
    unsigned token_column; /* rows only */
    bool lenient;          /* rows only: skip those without the token column */
    bool straight;         /* units are the text's own, and not made from `cut` */
    bool counted;          /* a kernel cut the units of the newest window */
    bool malformed;        /* rows: one of the newest window is */
    struct rows rows;
    const gaz_token *given; /* the tokens that are to come */
    size_t given_count;
    char *given_bytes; /* a window of them */
    struct cut_state state;
    struct cut cut;
    struct unit_room room;
    struct raw_room raw; /* if raw text is read */
    struct normalized normalized;
    char *normalized_bytes; /* memory of normalized.bytes, with margins */

    /* The newest window. */
    struct match_window matching; /* as the matcher sees it */
    struct units units;           /* as they are written */
    uint32_t used;                /* bytes that need not be seen again */
    const struct spread *spread;  /* if it was made tokenized text; else NULL */
    size_t malformed_at;          /* if a row is: the byte that it begins at */
    struct unit_counts counts;    /* if a kernel cut the units: of them */
};

static inline bool cutter_is_raw(const struct cutter *cutter) {
    return cutter->input == SCANNER_WORDS || cutter->input == SCANNER_PARAGRAPHS;
}

/* Makes room for windows of `capacity` tokens, of `units` units and of `widest` bytes. False: out of memory. To be
 * freed after a failure too. */
bool cutter_init(struct cutter *cutter, size_t capacity, uint32_t units, size_t widest);
void cutter_free(struct cutter *cutter);

/* What comes is the beginning of a text. */
void cutter_reset(struct cutter *cutter);

/* Cuts a window with a kernel; the text goes on for `left` bytes. False: that takes a closer look. */
bool cutter_take_quickly(struct cutter *cutter, const char *text, size_t size, size_t left, bool final);

/* Cuts a window into tokens, normalizes them, and makes units of them. The window ends early if there is no memory for
 * all of them. */
void cutter_take(struct cutter *cutter, const char *text, size_t size, bool final);

/* Takes the units from `end` on back: the next window begins with them. */
void cutter_take_back(struct cutter *cutter, const char *text, uint32_t end);

/* Raw text: says which units of the window touch; `before` is what ends where the window begins. */
void cutter_find_edges(struct cutter *cutter, enum edge before);

/* The same for the next window, once all units that it begins with are taken back. */
enum edge cutter_edge_behind(const struct cutter *cutter);

#endif
