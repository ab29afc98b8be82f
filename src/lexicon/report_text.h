/* What a text has of a lexicon's surfaces: how often each occurs, and in which line. */
#ifndef LEXICON_REPORT_TEXT_H
#define LEXICON_REPORT_TEXT_H

#include "base/arena.h"
#include "lexicon/lexicon.h"

/* All zero is none. */
struct report_text {
    struct strings words;  /* those of surfaces, separated by spaces */
    uint32_t *by_surface;  /* 1 + number in words; 0 = none */
    uint64_t *occurrences; /* by number in words: as whole words, written as the surface is */
    const char **examples; /* by number in words: of the first one, with what stands around it; NULL = none */
    uint64_t word_count;   /* of the text */
    uint32_t longest;      /* words of a surface */
    struct arena arena;
    bool known; /* there is a text */
};

/* Reads files: raw text. */
gaz_status report_text_read(struct report_text *text, const gaz_lexicon *lexicon, const char *const *paths,
                            size_t count, gaz_error *error);

void report_text_free(struct report_text *text);

/* How often an entry's surface occurs, and an example; 0 and NULL if it does not. */
uint64_t report_text_count(const struct report_text *text, const struct entry *entry);
const char *report_text_example(const struct report_text *text, const struct entry *entry);

#endif
