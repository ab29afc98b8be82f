/* A corpus for the matcher, window by window: what harvesting and evaluation scan. */
#ifndef LEARN_CORPUS_WINDOW_H
#define LEARN_CORPUS_WINDOW_H

#include "base/buffer.h"
#include "document/corpus.h"
#include "match/matcher.h"

/* Tokens laid out one behind the other. */
struct corpus_text {
    struct buffer bytes;
    uint32_t *begins; /* by unit, as the next */
    uint32_t *ends;
};

/* A run of whole sentences laid out for the matcher. */
struct corpus_window {
    const struct corpus *corpus;
    const struct strings *written; /* the tokens as they are written, by number; NULL: as in the corpus */
    const struct sketch_factors *factors;
    struct corpus_text compared_text;
    struct corpus_text written_text; /* if `written` is not NULL */
    uint32_t *sketches;              /* by unit */
    uint32_t *numbers;               /* by unit: its token's number in the window */
    uint32_t capacity;               /* tokens; there may be a line end for each */
    uint64_t first;                  /* number in the corpus of the window's first token */
    struct match_window window;
};

/* Makes room for at least one sentence of the corpus. Corpus, `written` (may be NULL) and the automaton's factors are
 * borrowed. `window` is all zero before; free it even after a failure. */
gaz_status corpus_window_init(struct corpus_window *window, const struct corpus *corpus, const struct strings *written,
                              const struct sketch_factors *factors, gaz_error *error);

/* Takes the sentences from `*sentence` on, as many as there is room for, and moves `*sentence` past them. A token of
 * over TOKEN_SIZE_MAX bytes, which no entry can hold, becomes an empty one. */
gaz_status corpus_window_fill(struct corpus_window *window, uint64_t *sentence, gaz_error *error);

void corpus_window_free(struct corpus_window *window);

/* The number in the corpus of the token that is a unit. */
static inline uint64_t corpus_window_token(const struct corpus_window *window, uint32_t unit) {
    return window->first + window->numbers[unit];
}

#endif
