/* Dictionaries that are one JSON object: {"TYPE": ["a name", ["its", "tokens"]], ...}. Readers of lists and of corpora
 * must agree on what is one: columns of a corpus look alike. */
#ifndef BASE_JSON_NAMES_H
#define BASE_JSON_NAMES_H

#include "base/json_scan.h"

/* Whether a text is such an object; if it is, `lists` receives its members, whose syntax is good. JSON_SCAN_REFUSED: it
 * is none. */
enum json_scanned json_names_scan(struct json_members *lists, const char *text, size_t size);

#endif
