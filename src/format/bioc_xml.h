/* BioC as XML, made the JSON that BioC has too. */
#ifndef FORMAT_BIOC_XML_H
#define FORMAT_BIOC_XML_H

#include <stdbool.h>

#include "base/buffer.h"
#include "gaz.h"

/* Whether a text begins as a collection of BioC in XML does. */
bool bioc_xml_recognize(const char *text, size_t size);

/* Appends the collection as JSON, each part of it in the line that it has in the XML. `name` is that of the file, for
 * errors. Where gaz was built without libxml2, that is GAZ_ERROR_INPUT. */
gaz_status bioc_xml_convert(struct buffer *json, const char *name, const char *text, size_t size, gaz_error *error);

#endif
