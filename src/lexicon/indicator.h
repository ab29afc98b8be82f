/* Indicators of feeds: hosts, addresses, URLs and hashes, told apart by their form, and what feeds have beside them
 * that no entry can express. */
#ifndef LEXICON_INDICATOR_H
#define LEXICON_INDICATOR_H

#include <stdbool.h>

#include "base/fields.h"

enum indicator_kind {
    INDICATOR_NONE,
    INDICATOR_HOST,
    INDICATOR_IPV4,
    INDICATOR_IPV6,
    INDICATOR_URL,
    INDICATOR_EMAIL,
    INDICATOR_MD5,
    INDICATOR_SHA1,
    INDICATOR_SHA256,
    INDICATOR_SHA512,
    INDICATOR_BLOCK, /* from here on: what no entry can express */
    INDICATOR_RANGE,
    INDICATOR_EXPRESSION,
    INDICATOR_WILDCARD,
    INDICATOR_KIND_END
};

struct indicator {
    struct field value; /* refanged; borrowed from the room */
    enum indicator_kind kind;
    bool refanged; /* it was written so that nobody clicks on it: hxxp://evil[.]com */
};

/* Takes a text without blanks at its ends apart. `room` has as many bytes as the text. */
void indicator_look(struct indicator *indicator, char *room, struct field text);

/* The type of a kind, as STIX calls it; NULL: it has none. */
const char *indicator_type(enum indicator_kind kind);

/* Why no entry can express a kind; NULL: one can. */
const char *indicator_fault(enum indicator_kind kind);

/* Whether it is the type of a kind. */
bool indicator_type_is_known(struct field type);

#endif
