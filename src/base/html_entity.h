/* The named characters of HTML, as libxml2 knows them; without it, those of XML and the no-break space. */
#ifndef BASE_HTML_ENTITY_H
#define BASE_HTML_ENTITY_H

#include <stddef.h>
#include <stdint.h>

/* The code point that "&name;" stands for; 0: the name is unknown. */
uint32_t html_entity_find(const char *name, size_t size);

#endif
