/* What the text of a tag looks like. */
#ifndef TEXT_TAG_FORM_H
#define TEXT_TAG_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum tag_form {
    TAG_NONE,    /* empty, or with a zero byte, which no type can hold */
    TAG_OUTSIDE, /* O, and O- with anything behind it, as conlleval has it */
    TAG_LONE,    /* one of B I E S L U M: a prefix whose type is empty */
    TAG_TYPED,   /* one of them or W, which BIEWO has for S; a hyphen and a type */
    TAG_LABEL    /* any other text: no tag in a column with prefixes, a type in one without */
};

static inline bool tag_is_prefix(char byte) {
    return byte && strchr("BIESLUMW", byte);
}

static inline enum tag_form tag_form(const char *bytes, size_t size) {
    if (size == 1 && bytes[0] == 'O') return TAG_OUTSIDE; /* nearly all are */
    if (size == 0 || memchr(bytes, 0, size)) return TAG_NONE;
    bool prefix = tag_is_prefix(bytes[0]);
    if (size == 1) return prefix && bytes[0] != 'W' ? TAG_LONE : TAG_LABEL;
    if (bytes[1] != '-' || size == 2) return TAG_LABEL;
    return bytes[0] == 'O' ? TAG_OUTSIDE : prefix ? TAG_TYPED : TAG_LABEL;
}

#endif
