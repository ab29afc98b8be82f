/* The text that a marked-up source shows, and where its pieces stand there. */
#ifndef DOCUMENT_MARKUP_H
#define DOCUMENT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* A piece of the text that the source holds without a break, or a character that is written by a reference. Between the
 * pieces, the text has line ends and blanks that stand for elements. */
struct markup_run {
    size_t text; /* bytes of the text before it */
    size_t size;
    size_t source; /* bytes of the source before it */
    size_t source_size;
    bool reference; /* it is not divided; otherwise both sizes are the same */
    bool closed;    /* elements cannot be put around it: they would be text there */
};

/* All zero is empty. The runs ascend, in text and source. */
struct markup {
    const char *source; /* borrowed */
    size_t size;
    bool xml;
    struct buffer text; /* valid as far as the source is */
    struct markup_run *runs;
    size_t run_count;
    size_t run_capacity;
};

/* Bytes [begin, end). */
struct markup_range {
    size_t begin;
    size_t end;
};

/* Appends a run, behind all before. False: out of memory. */
bool markup_add_run(struct markup *markup, struct markup_run run);

/* Appends bytes that stand in the source there, which is behind all before; line ends become blanks if `wraps`. False:
 * out of memory. */
bool markup_add_source(struct markup *markup, size_t begin, size_t end, bool closed, bool wraps);

/* Appends what the reference there stands for. */
bool markup_add_reference(struct markup *markup, struct markup_range source, const char *bytes, size_t size,
                          bool closed);

/* Appends a line end or a blank that stands for an element, unless the text ends with one. */
bool markup_add_break(struct markup *markup, char blank);

/* Whether the text is at the begin of a line. */
static inline bool markup_at_line(const struct markup *markup) {
    return markup->text.size == 0 || markup->text.bytes[markup->text.size - 1] == '\n';
}

/* Removes what stands for elements at the end of the text. */
void markup_end(struct markup *markup);

/* The number of the first run that ends behind a byte of the text; the number of runs: none does. */
size_t markup_find_run(const struct markup *markup, size_t text);

/* Where bytes of the text, at least one, are in the source, with all markup between them. Blanks that stand for
 * elements at either end are not counted in; an empty range: there is nothing else. References are not divided. */
struct markup_range markup_find_source(const struct markup *markup, struct markup_range text);

/* Which bytes of the text come from that range of the source, even if in part. Empty: none do. */
struct markup_range markup_find_text(const struct markup *markup, struct markup_range source);

static inline const char *markup_name(const struct markup *markup) {
    return markup->xml ? "xml" : "html";
}

/* Forgets source and text. */
void markup_clear(struct markup *markup);
void markup_free(struct markup *markup);

#endif
