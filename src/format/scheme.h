/* Tags: what one says, which scheme a sequence of them follows, and the spans that they mean. */
#ifndef FORMAT_SCHEME_H
#define FORMAT_SCHEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/corpus.h"
#include "gaz.h"
#include "text/tag_form.h"

enum tag_action { ACTION_OUTSIDE, ACTION_BEGIN, ACTION_INSIDE, ACTION_END, ACTION_SINGLE };

/* The tags of a file, one a token. All zero is none. */
struct scheme_tags {
    bool bare;             /* tags are types without a prefix; set before the first is added */
    bool closing;          /* an E, S, L, U or M was seen */
    struct strings values; /* the distinct tags as they are written */
    struct strings types;
    struct scheme_tag {
        enum tag_action action;
        uint32_t type; /* number in types */
    } * parsed;        /* one for each of values */
    size_t parsed_capacity;
    uint32_t *numbers; /* in values; one a token */
    uint64_t count;
    size_t capacity;
};

/* Appends the next token's tag, whose form fits `bare`. An empty type becomes ENTITY. */
gaz_status scheme_add(struct scheme_tags *tags, const char *bytes, size_t size, gaz_error *error);

/* The scheme of tags that belong to the corpus's tokens from `first_token` on; its sentences from `first_sentence` on
 * have ended. */
gaz_scheme scheme_detect(const struct scheme_tags *tags, const struct corpus *corpus, uint64_t first_token,
                         uint64_t first_sentence);

/* Adds the spans that the tags mean, exactly as conlleval reads them, and counts what that mended. */
gaz_status scheme_spans(struct corpus *corpus, gaz_corpus_report *report, const struct scheme_tags *tags,
                        gaz_scheme scheme, uint64_t first_token, uint64_t first_sentence, gaz_error *error);

/* Appends the tags themselves to the corpus's. */
gaz_status scheme_keep(struct corpus *corpus, const struct scheme_tags *tags, uint64_t first_token, gaz_error *error);

void scheme_free(struct scheme_tags *tags);

#endif
