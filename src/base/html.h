/* Pages of HTML that need nothing else and load nothing: escapes, and what all of them begin and end with. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buffer.h"
#include "gaz.h"

/* All functions append; false: out of memory. */

/* Any bytes, as text between tags or inside of a quoted attribute. What is not UTF-8 becomes U+FFFD, a control
 * character other than TAB, CR and LF the picture of it (U+2400 and on). */
bool html_add_text(struct buffer *out, const char *bytes, size_t size);

/* Any bytes, as the inside of a quoted CSS string. */
bool html_add_css(struct buffer *out, const char *bytes, size_t size);

/* A style sheet or a script. */
struct html_part {
    const void *bytes; /* NULL: the end of several */
    size_t size;
};

/* The page up to the end of what its head needs: the styles and scripts that all pages have, and its own. `title` is
 * HTML. */
bool html_begin(struct buffer *out, const char *title, const struct html_part *styles, const struct html_part *scripts);

/* Ends the head and adds the bar at the top: heading, a place for a total, and the tools (HTML, "" = none). Something
 * with the id `main` is to follow. */
bool html_add_top(struct buffer *out, const char *heading, const char *tools);

/* What the page was made from and how; nothing if that is not known. */
bool html_add_about(struct buffer *out, const gaz_about *about);

extern const char html_end[];

#endif
