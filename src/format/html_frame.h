/* What is around the documents of a page. */
#ifndef FORMAT_HTML_FRAME_H
#define FORMAT_HTML_FRAME_H

#include "format/format.h"

/* The page up to its first document. False: out of memory. */
bool html_begin_page(struct buffer *out, const struct strings *types, const struct write_style *style);

/* The rules that tell marks of class tN apart, N being the number of a type: by colour and by name. */
bool html_add_type_styles(struct buffer *out, const struct strings *types);

extern const char html_end_page[];

/* The colours of the types, for a page that learns of its types later: for each a light and a dark one, in a line. */
bool html_add_colours(struct buffer *out);

#endif
