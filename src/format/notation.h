/* How tags are spelled where it is not B-PER: other signs, the prefix at the end, the brackets of CoNLL-2012, one
 * attribute of several. Each is read as what it means. */
#ifndef FORMAT_NOTATION_H
#define FORMAT_NOTATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/fields.h"

enum notation {
    NOTATION_USUAL,     /* B-PER, or bare types */
    NOTATION_JOINED,    /* B_PER, B:PER, B.PER, B/PER */
    NOTATION_SUFFIX,    /* PER-B, PER_B */
    NOTATION_BRACKETS,  /* (PER* * *) (LOC) */
    NOTATION_ATTRIBUTE, /* SpaceAfter=No|Entity=B-PER */
    NOTATION_LAYERS,    /* B-PER|B-ORG: several tags of a token; it is known to be refused */
    NOTATION_LETTER,    /* X-PER, b-per: a prefix that no scheme has; likewise */
    NOTATION_END
};

/* The name of a notation, for messages: "PER-B". */
const char *notation_name(enum notation notation);

/* The notation in which the text is a tag beside O; NOTATION_USUAL: in none of the others. */
enum notation notation_of(const char *bytes, size_t size);

/* Whether a text of this notation is annotated: brackets have `*` for a token outside, or inside. */
bool notation_annotates(enum notation notation, const char *bytes, size_t size);

/* The type of such a tag, borrowed from it; empty if it says none. */
struct field notation_type(enum notation notation, const char *bytes, size_t size);

/* Reads the tags of a column one after the other. All zero but for `notation` before a sentence; the caller frees
 * `open` and `made`. */
struct notation_reader {
    enum notation notation;
    struct buffer open; /* the type of the bracket that is open; empty: none is */
    struct buffer made;
};

/* What became of a tag. */
enum notation_result { NOTATION_READ, NOTATION_WRONG /* it is none of this notation */, NOTATION_MEMORY };

/* Writes the tag in the usual spelling: `*tag` is borrowed from it, or from `reader` until the next call. */
enum notation_result notation_read(struct field *tag, struct notation_reader *reader);

/* Whether a bracket is open where a sentence ends, which is then closed. */
bool notation_end_sentence(struct notation_reader *reader);

#endif
