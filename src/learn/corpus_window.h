/* A corpus for the matcher, window by window: what harvesting and evaluation scan. */
#ifndef LEARN_CORPUS_WINDOW_H
#define LEARN_CORPUS_WINDOW_H

#include "base/buffer.h"
#include "document/corpus.h"
#include "match/matcher.h"

/* A run of whole sentences laid out for the matcher. */
struct corpus_window {
    const struct corpus *corpus;
    const struct strings *written; /* the tokens as they are written, by number; NULL: as in the corpus */
    struct buffer text;
    struct token *tokens;
    struct sentence *sentences;
    struct buffer written_text;
    struct token *written_tokens;
    uint32_t capacity;
    uint64_t first; /* number in the corpus of the window's first token */
    struct match_window window;
};

/* Makes room for at least one sentence of the corpus. Corpus and `written` (may be NULL) are borrowed. `window` is all
 * zero before; free it even after a failure. */
gaz_status corpus_window_init(struct corpus_window *window, const struct corpus *corpus, const struct strings *written,
                              gaz_error *error);

/* Takes the sentences from `*sentence` on, as many as there is room for, and moves `*sentence` past them. A token of
 * over TOKEN_SIZE_MAX bytes, which no entry can hold, becomes an empty one. */
gaz_status corpus_window_fill(struct corpus_window *window, uint64_t *sentence, gaz_error *error);

void corpus_window_free(struct corpus_window *window);

#endif
