/* A text to its spans, in any unit of offsets. Knows nothing of Python, and needs no GIL. */
#ifndef PYTHON_TAGGING_H
#define PYTHON_TAGGING_H

#include <stdbool.h>

#include "gaz.h"

/* Spans of one text, or of several. Zero-initialized: none. */
struct span_list {
    gaz_span *spans; /* owned */
    size_t count;
    size_t capacity;
};

void span_list_free(struct span_list *list);

/* Appends the spans of a text (UTF-8, or any bytes if the unit is bytes). With `senses`, the weaker senses of a span
 * follow it. */
gaz_status tag_text(struct span_list *list, gaz_tagger *tagger, const char *text, size_t size, gaz_offsets unit,
                    bool senses, gaz_error *error);

/* Appends the spans of one sentence of given tokens, in token numbers. */
gaz_status tag_tokens(struct span_list *list, gaz_tagger *tagger, const gaz_token *tokens, size_t count, bool senses,
                      gaz_error *error);

/* A place in UTF-8, counted on from where it was before. Zero-initialized: the beginning. */
struct place {
    uint64_t byte;
    uint64_t offset; /* in the unit that place_move is given */
};

/* Goes forward to a byte of the text, and returns its offset. */
uint64_t place_move(struct place *place, const char *text, uint64_t byte, gaz_offsets unit);

#endif
