/* Patterns, the entries that any digits match: they are found in the mask of a text (text/digits.h). A pattern holds a
 * digit, so only what stands around digits is masked and searched, a piece at a time.
 *
 *   window   we ran Linux 2.6 on it . \n It is Q_42 .
 *   piece    ran Linux 0.0 on it \n is Q_0 .            with patterns of up to three tokens
 */
#ifndef MATCH_MASKS_H
#define MATCH_MASKS_H

#include "match/finder.h"

struct masks {
    struct finder finder;         /* of a piece */
    struct findings findings;     /* of the window */
    uint32_t longest;             /* tokens of a pattern */
    struct digits_reach farthest; /* of all patterns */
    struct digits_numbers numbers;

    /* The piece. */
    char *text;
    size_t text_size;
    size_t text_capacity;
    uint32_t *begins;
    uint32_t *ends;
    uint32_t *sketches;
    uint32_t *origins; /* by unit of the piece: that of the window */
    uint32_t count;
    uint32_t capacity;

    const struct units *units; /* of the window */
    uint32_t first;            /* of those that were laid in a row */
    uint32_t next;             /* behind them */
};

/* `automaton`: of the masks; windows have up to `capacity` units. False: out of memory. What there is must be freed
 * then too. */
bool masks_init(struct masks *masks, const gaz_model *model, const struct automaton *automaton,
                const struct kernel *kernel, uint32_t capacity);
void masks_free(struct masks *masks);

/* Finds all patterns of a window. */
void masks_scan(struct masks *masks, const struct match_window *window);

#endif
