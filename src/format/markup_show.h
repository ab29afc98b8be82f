/* The text that a page of HTML or a document of XML shows. */
#ifndef FORMAT_MARKUP_SHOW_H
#define FORMAT_MARKUP_SHOW_H

#include <stdbool.h>
#include <stddef.h>

#include "document/markup.h"
#include "gaz.h"

/* Fills `markup`, which is empty or is filled anew, with the text of a source, which is borrowed. Tags of inline
 * elements leave nothing behind, those of blocks a line end, by which a sentence ends; other line ends, but for those
 * of preformatted text, become blanks. In XML, an element is inline if the element that it is in has text of its own;
 * blocks of HTML are blocks there, too. `file` is for errors: XML that is none is GAZ_ERROR_INPUT. */
gaz_status markup_show(struct markup *markup, const char *source, size_t size, bool xml, const char *file,
                       gaz_error *error);

/* The same of HTML for Label Studio, which counts in all text nodes: everything that is text to its parser, as it is
 * written, and a line end for each br. False: out of memory. */
bool markup_show_nodes(struct markup *markup, const char *source, size_t size);

#endif
