/* What looks like a name in a text. */
#ifndef SUGGEST_NAME_SEARCH_H
#define SUGGEST_NAME_SEARCH_H

#include "learn/name_model.h"
#include "scan/document_tagger.h"
#include "scan/text_reader.h"
#include "suggest/known.h"

/* An occurrence. */
struct found {
    uint64_t surface; /* in `bytes`, and what follows it: an example if it won */
    uint32_t surface_size;
    uint32_t example_size;
    struct name_hit hit;
};

/* Of one thread. All zero but the first two members until name_search_make. */
struct name_search {
    const struct known *known; /* borrowed, as is the next */
    const struct name_model *names;
    struct scanner *scanner; /* owned, as is the rest */
    struct document_tagger tagger;
    uint32_t *types; /* by type of known->model: number of the growth's */
    struct name_token *tokens;
    size_t token_capacity;
    struct name_span *spans;
    size_t span_capacity;
    struct buffer room;
    struct buffer key;
    uint32_t *order;
    size_t order_capacity;

    struct found *items; /* of the texts since name_search_clear */
    size_t count;
    size_t capacity;
    float *item_types; /* by item, then type */
    size_t type_capacity;
    struct buffer bytes;
};

/* `input` is complete (scan/options.h). */
gaz_status name_search_make(struct name_search *search, const gaz_input_options *input, gaz_error *error);
void name_search_free(struct name_search *search);
void name_search_clear(struct name_search *search);

/* Adds the occurrences in a text. `rows`: how it is laid out; `name`: of its file, NULL = none. */
gaz_status name_search_add(struct name_search *search, const struct text *text, const struct rows *rows,
                           const char *name, gaz_error *error);

#endif
