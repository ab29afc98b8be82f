/* What tokens are compared by: their bytes, or a normalised form of them (case folded, NFC). */
#ifndef TEXT_KEYS_H
#define TEXT_KEYS_H

#include "text/cut.h"

/* Normalised copies of a window's tokens. */
struct keys {
    bool fold;
    bool compose;
    char *bytes; /* borrowed room for `capacity` bytes, KEYS_MARGIN more before and behind which can be read */
    size_t capacity;
    struct token *tokens; /* borrowed room, one per token */

    /* What keys_make made: the window itself as long as nothing in it changes. */
    const char *text;
    size_t text_size; /* bytes that can be read of it */
    const struct token *made;
};

enum { KEYS_MARGIN = 8 };

/* Room for a window of `size` bytes that keys_make can always begin. */
size_t keys_capacity(size_t size);

/* Makes the keys of the tokens of `text` (`ascii`: known to be ASCII only), as many as there is room for: returns how
 * many, all but in text that is mostly outside of ASCII. They are borrowed from `text` and `tokens` too. */
uint32_t keys_make(struct keys *keys, const char *text, size_t size, bool ascii, const struct token *tokens,
                   uint32_t count);

/* The key of one token. Returns its size; `output` has room for unicode_normalized_room(size). */
size_t keys_make_one(char *output, const char *bytes, size_t size, bool fold, bool compose);

#endif
