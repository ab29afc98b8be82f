/* Abbreviations that a document defines: behind "copper toxicosis (CT)", where the model's match is the long form, CT
 * means the same, and so it does in the parentheses; "CT (copper toxicosis)" defines it, too.
 *
 *     copper toxicosis ( CT ) ... CT           what the model finds   [--------------]
 *                                              what becomes of it     [--------------]   [-]     [-]
 *
 * Short forms are looked for where no match is; one that is itself the whole of a match of another concept takes its
 * place. short_form.h says what may stand for what. */
#ifndef MATCH_ABBREVIATIONS_H
#define MATCH_ABBREVIATIONS_H

#include "base/fields.h"
#include "gaz.h"
#include "match/matcher.h"

enum { ABBREVIATIONS_MOST = 1 << 10 /* short forms of a document that are known at a time: memory is bounded */ };

/* The definitions of a document so far. */
struct abbreviations;

/* `model`, whose matches are to come, must outlive them. */
gaz_status abbreviations_new(struct abbreviations **abbreviations, const gaz_model *model, gaz_error *error);
void abbreviations_free(struct abbreviations *abbreviations);

/* A document begins. */
void abbreviations_clear(struct abbreviations *abbreviations);

/* Whether a text can have any: one has been defined, or its bytes hold something that looks like a definition. */
bool abbreviations_matter(const struct abbreviations *abbreviations, const char *text, size_t size);

/* Matches, each with its weaker senses behind it. All zero is none. */
struct match_list {
    struct match *items; /* owned */
    size_t count;
    size_t capacity;
};

/* Adds a match. False: out of memory. */
bool match_list_add(struct match_list *list, const struct match *match);

/* The next sentence of the document. */
struct abbreviated_sentence {
    const struct field *tokens; /* borrowed until abbreviations_apply has returned */
    uint32_t token_count;
    const struct match *matches; /* in its tokens, by begin, not overlapping; weaker senses behind each; borrowed */
    size_t match_count;
};

/* Takes its definitions, and appends what becomes of its matches to a list. A match for a short form is that of the
 * long form with other tokens. False: out of memory. */
bool abbreviations_apply(struct match_list *result, struct abbreviations *abbreviations,
                         const struct abbreviated_sentence *sentence);

#endif
