/* Feeds of indicators that are JSON. Readers of lists and of corpora must agree on what is one. */
#ifndef BASE_FEED_KIND_H
#define BASE_FEED_KIND_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a text is an object with "objects" and the id of a bundle or an indicator of STIX 2. */
bool feed_is_stix(const char *text, size_t size);

/* Whether a text is JSON with "Attribute" and what attributes of MISP have. */
bool feed_is_misp(const char *text, size_t size);

#endif
