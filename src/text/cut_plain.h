/* The plain cutting functions in pieces, for kernels that cut the bulk of a window themselves. */
#ifndef TEXT_CUT_PLAIN_H
#define TEXT_CUT_PLAIN_H

#include "text/cut.h"

/* Goes on at `at`, where a token or blank begins, to the window's end; `cut` holds what lies before. */
void cut_tokenized_rest(struct cut *cut, struct cut_state *state, const char *text, uint32_t at, size_t size,
                        bool final);
void cut_words_rest(struct cut *cut, struct cut_state *state, const char *text, uint32_t at, size_t size, bool final);
void cut_paragraphs_rest(struct cut *cut, struct cut_state *state, const char *text, uint32_t at, size_t size,
                         bool final);

/* Cuts the token, or passes over the blanks, at `*at` and moves behind them. `limit` is cut_whole_sequences' answer.
 * False: what is left takes the rest. */
bool cut_words_step(struct cut *cut, struct cut_state *state, const char *text, uint32_t *at, uint32_t limit);
bool cut_paragraphs_step(struct cut *cut, struct cut_state *state, const char *text, uint32_t *at, uint32_t limit);

/* How much of a window that is not the last can be looked at: a sequence that its end cuts is no invalid one. */
uint32_t cut_whole_sequences(const char *text, uint32_t size);

/* Brings the state up to date after tokens and sentences were added in bulk. */
static inline void cut_note_sentence(const struct cut *cut, struct cut_state *state) {
    uint32_t closed = cut->sentence_count ? cut->sentences[cut->sentence_count - 1].token_end : 0;
    if (cut->sentence_count) state->in_sentence = state->in_line = false;
    if (cut->token_count > closed) state->in_sentence = true;
    if (cut->sentence_count || cut->token_count) state->line_ended = false;
}

#endif
