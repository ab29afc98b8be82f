/* What is around the documents of a page. */
#ifndef FORMAT_HTML_FRAME_H
#define FORMAT_HTML_FRAME_H

#include "format/format.h"

/* The page up to its first document. False: out of memory. */
bool html_begin_page(struct buffer *out, const struct strings *types, const struct write_style *style);

extern const char html_end_page[];

#endif
