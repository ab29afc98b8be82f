/* A page with two sides' documents side by side, where they differ. */
#ifndef EVAL_PAGE_H
#define EVAL_PAGE_H

#include "base/buffer.h"
#include "eval/pair.h"

/* What the page has of all files. All zero is empty. */
struct page {
    struct buffer body;
    uint64_t differences;
    uint64_t documents; /* with differences */
    uint64_t of;        /* all documents */
    uint64_t rows;      /* that are shown */
    uint64_t left_out;  /* differences that are not, for the page is long */
};

/* Adds the documents of a pair; `map` gives the number that each of its types has on the page. */
gaz_status page_add(struct page *page, const struct pair *pair, const uint32_t *map, gaz_error *error);

#endif
