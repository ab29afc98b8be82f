/* What the texts of HTML and XML have in common. */
#ifndef FORMAT_MARKUP_TEXT_H
#define FORMAT_MARKUP_TEXT_H

#include "document/markup.h"
#include "gaz.h"

/* How a piece of text is taken. */
struct markup_manner {
    bool references;
    bool closed; /* as a run is */
    bool wraps;  /* line ends are blanks */
    bool bare;   /* blanks at the begin of a line are text, too */
};

/* Appends a piece of the source. False: out of memory. */
bool markup_add_text(struct markup *markup, struct markup_range range, const struct markup_manner *manner);

/* Appends the text of a source that is XML. */
gaz_status markup_show_xml(struct markup *markup, const char *file, gaz_error *error);

#endif
