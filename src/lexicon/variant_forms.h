/* What writes the forms of a surface, kind by kind: the functions in the table of variants.c. */
#ifndef LEXICON_VARIANT_FORMS_H
#define LEXICON_VARIANT_FORMS_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/strings.h"

/* Appends form `number` to `form`, which is empty; nothing if the surface has no such form. What is written may be the
 * surface itself. False: out of memory. */
typedef bool variant_writer(struct buffer *form, const struct string *surface, unsigned number);

/* Numbers of forms of variant_write_case and variant_write_ending. */
enum { CASE_FIRST, CASE_LOWER_FIRST, CASE_TITLE, CASE_UPPER, CASE_LOWER };
enum { ENDING_PLURAL = 0, ENDING_PLURALS = 2, ENDING_SINGULAR = 2, ENDING_SINGULARS = 3 };

variant_writer variant_write_case;
variant_writer variant_write_ending;

enum { JOINED_FORMS = 1 + 8 * 7 };
variant_writer variant_write_joined;

enum { ACCENTS_FORMS = 1 };
variant_writer variant_write_accents;

enum { POSSESSIVE_FORMS = 2 + 3 * 5 };
variant_writer variant_write_possessive;

enum { GREEK_FORMS = 5 };
variant_writer variant_write_greek;

enum { INVERTED_FORMS = 1 };
variant_writer variant_write_inverted;

enum { NUMERAL_FORMS = 2 };
variant_writer variant_write_numeral;

enum { BRITISH_FORMS = 2 };
variant_writer variant_write_british;

enum { DIGITS_FORMS = 1 };
variant_writer variant_write_digits;

#endif
