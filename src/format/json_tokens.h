/* Records that hold tokens, with tags or with spans that count in tokens. */
#ifndef FORMAT_JSON_TOKENS_H
#define FORMAT_JSON_TOKENS_H

#include <stdbool.h>

#include "format/json_fields.h"

struct token_shape {
    struct field_paths paths;
    bool nested; /* the tokens are lists of sentences, and so are the spans */
};

/* The shape of a record; false: it is none of tokens. A record that has a text beside them is one only if it has tags.
 */
bool token_shape_find(struct token_shape *shape, struct json_value value, const struct field_paths *choice);

#endif
