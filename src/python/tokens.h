/* A sequence of tokens as what gaz reads. */
#ifndef PYTHON_TOKENS_H
#define PYTHON_TOKENS_H

#include "text.h"

/* Zero-initialized: none. */
struct tokens {
    gaz_token *tokens;
    struct text *texts; /* hold the tokens' bytes */
    size_t count;
};

/* `sequence` has str and bytes. Lone surrogates are UnicodeEncodeError, or with `replace` become U+FFFD. */
int tokens_open(struct tokens *tokens, PyObject *sequence, bool replace);
void tokens_close(struct tokens *tokens);

#endif
