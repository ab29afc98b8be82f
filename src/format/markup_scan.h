/* HTML and XML as a row of tags, texts and other markup, each with its place in the source. HTML is taken apart as the
 * tokenizer of WHATWG's standard does it, so that broken pages are read as browsers read them. Places are the reason
 * why no library does this: libxml2 tells positions only about, and not in what it has decoded or repaired. Linear in
 * the source, whatever it holds. */
#ifndef FORMAT_MARKUP_SCAN_H
#define FORMAT_MARKUP_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "document/markup.h"

enum markup_kind {
    MARKUP_TEXT,   /* with references, unless it is raw */
    MARKUP_RAW,    /* text without references: in script and the like, or a section of CDATA */
    MARKUP_OPEN,   /* a start tag */
    MARKUP_CLOSE,  /* an end tag */
    MARKUP_OTHER,  /* comments, declarations, instructions */
    MARKUP_BROKEN, /* XML: it is none, and the scan is at its end; `fault` says why */
    MARKUP_END
};

struct markup_token {
    enum markup_kind kind;
    struct markup_range all;  /* of the source; empty at the end */
    struct markup_range text; /* what of it is text, or the name of the element */
    bool empty;               /* an element: it ends with "/>" */
    const char *fault;
};

/* All zero but source, size and xml, before the first token. */
struct markup_scan {
    const char *source; /* borrowed */
    size_t size;
    bool xml;
    bool sections; /* HTML: the next token is inside of SVG or MathML, where CDATA is text */
    size_t at;

    /* HTML: the text that follows goes up to the end tag of this name; set by who knows what the element is that was
     * just opened. An empty name: to the end of the source. */
    const char *raw; /* in lower case; NULL: it does not */
    bool references; /* there are references in it */
};

struct markup_token markup_scan_next(struct markup_scan *scan);

/* An attribute of a start tag. */
struct markup_attribute {
    struct markup_range name;
    struct markup_range value; /* without quotes */
};

/* The next attribute of a tag; `at` is zero before the first. False: there is none left. */
bool markup_scan_attribute(struct markup_attribute *attribute, size_t *at, const struct markup_scan *scan,
                           const struct markup_token *tag);

/* Whether bytes are a name, in any case. */
bool markup_is_name(const char *bytes, size_t size, const char *name);

static inline bool markup_is_blank(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

#endif
