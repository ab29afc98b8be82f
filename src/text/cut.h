/* Cutting text into tokens and sentences, one window at a time. */
#ifndef TEXT_CUT_H
#define TEXT_CUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/signs.h"

/* No entry has a longer token. A longer one in the text can be cut into parts, for it matches nothing. */
enum { TOKEN_SIZE_MAX = 65535 };

/* Bytes [begin, end) of the window. */
struct token {
    uint32_t begin;
    uint32_t end;
};

struct sentence {
    uint32_t token_end; /* index behind its last token; its first is the end of the sentence before */
    uint32_t text_end;  /* where its text ends, before the line end */
    uint32_t next;      /* where the next sentence's text begins */
};

/* What a window holds. Tokens behind the last sentence's are of a sentence that goes on in the next window.
 *
 *    text   Use the tool .\n Then a second senten|ce ...
 *    tokens [-] [-] [--] [] [---] [] [-----]             the token that touches the end is left to the next window
 *    sentences            ^ token_end 4                  `used` is where that token begins
 */
struct cut {
    struct token *tokens; /* borrowed room for `capacity` */
    struct sentence *sentences;
    uint32_t signs;    /* in, raw text: they count as letters */
    uint32_t capacity; /* of tokens, and of sentences */
    uint32_t token_count;
    uint32_t sentence_count;
    uint32_t used;      /* bytes that need not be seen again, unless tokens are taken back */
    bool first_goes_on; /* the first token is the rest of one that the window before began */
    bool last_goes_on;  /* the last token has no end in this window, being over TOKEN_SIZE_MAX */
    /* Such a token, or the rest of one, is alone in its window. */
};

/* What one window tells the next. All zero is the start of a text. */
struct cut_state {
    bool in_token;    /* the text begins inside a token (the last window's last_goes_on) */
    bool in_sentence; /* the open sentence has had a token */
    bool in_line;     /* the open line has had a byte */
    bool line_ended;  /* paragraphs: the blanks since the last token hold a line end */
};

/* Cuts the window `text`. `final`: the text ends with it, so that a last token or line without a line end is whole.
 * Stops before a token for which there is no room. `size` is below 2^31. */
typedef void cut_function(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final);

/* Spaces and TABs separate tokens, LF or CR LF ends a sentence. */
cut_function cut_tokenized;

/* The word tokenizer: the runs of \w of UTS #18 and every other visible code point, LF ends a sentence. */
cut_function cut_words;

/* The same with sentences that end at blank lines only. */
cut_function cut_paragraphs;

/* ---- What the cut functions share ---- */

static inline void cut_begin(struct cut *cut, const struct cut_state *state) {
    cut->token_count = cut->sentence_count = cut->used = 0;
    cut->first_goes_on = state->in_token;
    cut->last_goes_on = false;
}

static inline void cut_add_token(struct cut *cut, struct cut_state *state, uint32_t begin, uint32_t end) {
    cut->tokens[cut->token_count++] = (struct token){begin, end};
    cut->used = end;
    state->in_token = cut->last_goes_on;
    state->in_sentence = true;
    state->line_ended = false;
}

static inline void cut_end_sentence(struct cut *cut, struct cut_state *state, uint32_t text_end, uint32_t next) {
    cut->sentences[cut->sentence_count++] = (struct sentence){cut->token_count, text_end, next};
    cut->used = next;
    state->in_sentence = state->in_line = state->line_ended = false;
}

/* The end of the text ends the sentence that is open. */
static inline void cut_finish(struct cut *cut, struct cut_state *state, uint32_t size, bool final) {
    if (final && size == 0 && state->in_token) cut_add_token(cut, state, 0, 0); /* the rest of the token is empty */
    if (cut->token_count == 0) cut->first_goes_on = false;
    uint32_t begin = cut->sentence_count ? cut->sentences[cut->sentence_count - 1].next : 0;
    if (cut->used > begin) state->in_line = true;
    bool ended = final && cut->used == size && cut->sentence_count < cut->capacity;
    if (ended && (state->in_line || state->in_sentence)) cut_end_sentence(cut, state, size, size);
}

#endif
