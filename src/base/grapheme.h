/* Grapheme clusters as doccano counts them. */
#ifndef BASE_GRAPHEME_H
#define BASE_GRAPHEME_H

#include <stddef.h>

/* The bytes of the first grapheme cluster (size over 0); a byte that is not valid counts as U+FFFD. The rules are those
 * of the npm package grapheme-splitter 1.0.4, by which doccano's page counts (v-annotator 0.1.31): UAX #29 of Unicode
 * 10, in which emoji of later versions and their sequences are several clusters. */
size_t grapheme_size(const char *bytes, size_t size);

#endif
