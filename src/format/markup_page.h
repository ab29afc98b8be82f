/* A walk along a page of HTML that knows what element the text at hand is in. Elements are counted by their tags, as
 * far as they matter to the text; no tree is made. */
#ifndef FORMAT_MARKUP_PAGE_H
#define FORMAT_MARKUP_PAGE_H

#include "format/markup_elements.h"
#include "format/markup_scan.h"

/* All zero but the scan's source, size and xml. In XML, elements have no meaning here. */
struct markup_page {
    struct markup_scan scan;
    const struct markup_element *element; /* of the newest tag; NULL: it has no bits */
    const struct markup_element *raw;     /* the text at hand is in it; NULL: in none that holds only text */
    size_t lines;                         /* elements that are open: that keep lines, */
    size_t hidden;                        /* whose text is not shown, */
    size_t foreign;                       /* of SVG and MathML, */
    size_t points;                        /* those in them that may hold HTML, */
    size_t tables;                        /* and tables */
    bool astray;                          /* the text at hand is in a table, but in none of its cells */
    bool control;                         /* a list to choose from is open */
    bool begins;  /* the newest tag has begun an element that keeps lines: a line end behind it is none */
    bool crossed; /* the newest tag is one of SVG or MathML, or in it */
};

struct markup_token markup_page_next(struct markup_page *page);

#endif
