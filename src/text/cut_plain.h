/* The plain cutting of tokenized text in pieces, for kernels that cut the bulk of a window themselves. */
#ifndef TEXT_CUT_PLAIN_H
#define TEXT_CUT_PLAIN_H

#include "text/cut.h"

/* Goes on at `at`, where a token or blank begins, to the window's end; `cut` holds what lies before. */
void cut_tokenized_rest(struct cut *cut, struct cut_state *state, const char *text, uint32_t at, size_t size,
                        bool final);
/* Brings the state up to date after tokens and sentences were added in bulk. */
static inline void cut_note_sentence(const struct cut *cut, struct cut_state *state) {
    uint32_t closed = cut->sentence_count ? cut->sentences[cut->sentence_count - 1].token_end : 0;
    if (cut->sentence_count) state->in_sentence = state->in_line = false;
    if (cut->token_count > closed) state->in_sentence = true;
    if (cut->sentence_count || cut->token_count) state->line_ended = false;
}

#endif
