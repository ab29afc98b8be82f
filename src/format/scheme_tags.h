/* Spans as tags: the other way round than scheme.h has it. */
#ifndef FORMAT_SCHEME_TAGS_H
#define FORMAT_SCHEME_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "document/corpus.h"
#include "gaz.h"

/* The tags that a type's spans are written with, as numbers. */
struct spelling {
    uint32_t begin;  /* the first of several tokens */
    uint32_t apart;  /* IOB1: the first behind a span of the same type */
    uint32_t inside; /* neither first nor last */
    uint32_t last;   /* of several */
    uint32_t single;
};

/* The letters before the hyphen. */
struct spelling_letters {
    char begin;
    char inside;
    char last;
    char single;
};

/* The letters of a scheme. BIOES comes with other ones, too: those that `tag_names` has. All zero for bare types. */
struct spelling_letters spelling_letters(gaz_scheme scheme, const struct strings *tag_names);

/* Makes a type's tags, which are added to `tag_names`. `room` is for them; the caller frees it. */
gaz_status spelling_make(struct spelling *spelling, struct strings *tag_names, gaz_scheme scheme,
                         struct spelling_letters letters, const char *type, struct buffer *room, gaz_error *error);

/* Writes the tags of a span of `size` tokens. `follows`: there is a span of the same type right before. */
void spelling_write(uint32_t *tags, uint32_t size, const struct spelling *spelling, gaz_scheme scheme, bool follows);

/* Writes the corpus's tags from `first_token` on, in IOB2, for its spans from `first_span` on. */
gaz_status spelling_keep(struct corpus *corpus, uint64_t first_token, uint64_t first_span, gaz_error *error);

#endif
