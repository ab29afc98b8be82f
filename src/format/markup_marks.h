/* Spans as <mark> elements in the page that they were found in. */
#ifndef FORMAT_MARKUP_MARKS_H
#define FORMAT_MARKUP_MARKS_H

#include "document/document.h"
#include "document/markup.h"

/* A mark that stands around a piece of a span. */
struct markup_mark {
    struct markup_range source; /* that it stands around */
    struct markup_range type;   /* its attributes, in the page with the marks; empty: it has none */
    struct markup_range id;
    struct markup_range score;
    struct markup_range span; /* the number that pieces of one span share */
    size_t line;              /* where it begins there */
};

/* A page without the marks that it has. All zero is empty. */
struct markup_marks {
    struct buffer source; /* of the page */
    struct markup_mark *items;
    size_t count;
    size_t capacity;
    uint64_t open; /* marks that were not closed, which are left out */
};

/* Takes the marks out of a page. False: out of memory. */
bool markup_marks_take(struct markup_marks *marks, const char *page, size_t size, bool xml);
void markup_marks_free(struct markup_marks *marks);

/* The offset of a page's first mark; its size: it has none. */
size_t markup_marks_find(const char *page, size_t size, bool xml);

#endif
