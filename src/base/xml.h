/* XML, node by node: libxml2's reader, whose functions take the nodes apart. Nothing is loaded from elsewhere, and
 * entities that a document declares are refused. The one includer of libxml2; without it there is none of this. */
#ifndef BASE_XML_H
#define BASE_XML_H

#ifdef GAZ_LIBXML2

#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gaz.h"

struct xml {
    const char *name; /* of the file, for errors; borrowed */
    xmlTextReaderPtr reader;
    gaz_error failure; /* of the parser */
    bool begun;
    struct xml_handlers { /* the thread's own; until the end, the parser's messages are not printed */
        xmlStructuredErrorFunc take;
        void *user;
        xmlGenericErrorFunc print;
        void *print_user;
    } handlers;
};

/* `text` is borrowed; `encoding` is what it is in, whatever it says itself; NULL: what it says. After a failure, too,
 * xml_end is called, in the same thread. */
gaz_status xml_begin(struct xml *xml, const char *name, const char *text, size_t size, const char *encoding,
                     gaz_error *error);
void xml_end(struct xml *xml);

/* Moves to the next node. `*there` false: it was the last. */
gaz_status xml_next(bool *there, struct xml *xml, gaz_error *error);

/* Where the element at hand begins; the parser itself is ahead of it. 0: that is not known. */
uint64_t xml_line(const struct xml *xml);

/* An error in the line at hand. If the parser has failed, that is the error: what seems absent had no memory. */
gaz_status xml_refuse(const struct xml *xml, const char *message, gaz_error *error);

#endif

#endif
