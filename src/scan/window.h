/* A stretch of the input of which everything is decided, and where its units are in the text. Used by all that reads
 * what a scanner gives. */
#ifndef SCAN_WINDOW_H
#define SCAN_WINDOW_H

#include "text/spread.h"
#include "text/units.h"

struct window {
    const char *text;            /* as it was written; offsets count from here */
    uint32_t size;               /* bytes; the next window's text continues this one's */
    struct units units;          /* of `text`, or of the text that it was made into */
    const struct spread *spread; /* how it was made into that; NULL: it was not */
    uint32_t tokens;             /* how many of the units are tokens */
    uint32_t sentences;          /* how many sentences end in the window, of those that have a token in it */
    bool first_goes_on;          /* the first token is the rest of one that began before */
    bool last_goes_on;           /* the last token is not complete */
    bool valid;                  /* raw text: all is UTF-8 in what was looked at, which may be more than the window */
};

/* Where a unit begins. */
static inline uint32_t window_begin(const struct window *window, uint32_t unit) {
    uint32_t begin = window->units.begins[unit];
    return window->spread ? spread_offset(window->spread, begin) : begin;
}

/* Where a token ends. */
static inline uint32_t window_end(const struct window *window, uint32_t unit) {
    uint32_t end = unit_end(&window->units, unit);
    return window->spread ? spread_offset(window->spread, end - 1) + 1 : end;
}

/* The bytes of a token. */
static inline const char *window_token(uint32_t *size, const struct window *window, uint32_t unit) {
    uint32_t begin = window->units.begins[unit];
    *size = unit_end(&window->units, unit) - begin;
    return window->units.text + begin;
}

/* Where the text of a sentence ends, and the next sentence begins. */
struct line_end {
    uint32_t text_end;
    uint32_t next;
};

static inline struct line_end window_line_end(const struct window *window, uint32_t unit) {
    const struct units *units = &window->units;
    if (!window->spread) return (struct line_end){unit_text_end(units, unit), unit_next(units, unit)};
    uint32_t at = window_begin(window, unit);
    bool ends = at < window->size; /* a text may end without a line end */
    struct line_end end = {at, ends ? at + 1 : at};
    if (!window->spread->paragraphs) {
        if (ends && at > 0 && window->text[at - 1] == '\r') end.text_end--;
    } else if (unit == 0) {
        end.text_end = 0;
    } else if (!unit_is_line_end(units, unit - 1)) { /* a paragraph ends with its last token */
        end.text_end = window_end(window, unit - 1);
    }
    return end;
}

#endif
