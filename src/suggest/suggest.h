/* gaz_suggest inside: adding texts (suggest.c), and what is made of them (suggestions.c). */
#ifndef SUGGEST_SUGGEST_H
#define SUGGEST_SUGGEST_H

#include "scan/passage.h"
#include "suggest/name_search.h"
#include "suggest/name_table.h"

/* Texts for one thread at a time. */
struct batch {
    struct name_search search;
    struct buffer bytes; /* of the texts */
    struct text *texts;  /* `bytes` of each is set when all of them are there */
    size_t count;
    size_t capacity;
    gaz_status status;
    gaz_error error;
};

struct gaz_suggest {
    const gaz_lexicon *lexicon; /* borrowed */
    gaz_suggest_options options;
    struct known known;
    struct name_model names;
    struct passage passage;
    struct batch *batches;
    unsigned batch_count;
    struct name_table table;
    bool *wanted; /* by type of the growth */
};

/* The suggestions, those that are most worth looking at first; owned. NULL: out of memory. */
struct suggestion *suggestions_find(size_t *count, const gaz_suggest *suggest);

#endif
