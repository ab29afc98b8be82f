/* The test by which a short form stands for a long form, CT for copper toxicosis: after A. S. Schwartz and M. A.
 * Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, PSB 2003. They look for the
 * shortest long form in front of the parentheses; here it is known, the tokens of a match, and all of it must be the
 * long form. */
#ifndef MATCH_SHORT_FORM_H
#define MATCH_SHORT_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fields.h"

enum {
    SHORT_FORM_CHARACTERS = 10, /* the most of a short form */
    SHORT_FORM_TOKENS = SHORT_FORM_CHARACTERS,
    SHORT_FORM_BYTES = 4 * SHORT_FORM_CHARACTERS,
    SHORT_FORM_WORDS = 2 /* the most of it; a hyphen joins tokens to a word */
};

/* Whether the first tokens are a short form, and the second what it stands for. */
bool short_form_stands_for(const struct field *short_form, size_t short_count, const struct field *long_form,
                           size_t long_count);

/* Whether a capital letter is in the tokens. */
bool short_form_has_capital(const struct field *short_form, size_t count);

#endif
