#include "base/feed_kind.h"

#include <string.h>

#include "base/bytes.h"

/* Whether a text begins with one of these, but for blanks. */
static bool begins_with(const char *text, size_t size, const char *first) {
    size_t at = byte_order_mark(text, size);
    while (at < size && byte_is_blank(text[at])) at++;
    return at < size && text[at] && strchr(first, text[at]);
}

/* Whether a JSON text has a member of that name, with its quotes, and a value that begins with this. */
static bool has_member(const char *text, size_t size, const char *name, char first) {
    const char *end = text + size;
    const char *at = text;
    size_t length = strlen(name);
    while ((at = memmem(at, (size_t)(end - at), name, length)) != NULL) {
        at += length;
        const char *value = at;
        while (value < end && byte_is_blank(*value)) value++;
        if (value == end || *value++ != ':') continue;
        while (value < end && byte_is_blank(*value)) value++;
        if (value < end && *value == first) return true;
    }
    return false;
}

static bool holds(const char *text, size_t size, const char *part) {
    return memmem(text, size, part, strlen(part)) != NULL;
}

bool feed_is_stix(const char *text, size_t size) {
    return begins_with(text, size, "{") && has_member(text, size, "\"objects\"", '[') &&
           (holds(text, size, "\"bundle--") || holds(text, size, "\"indicator--"));
}

bool feed_is_misp(const char *text, size_t size) {
    return begins_with(text, size, "{[") && has_member(text, size, "\"Attribute\"", '[') &&
           has_member(text, size, "\"value\"", '"') && has_member(text, size, "\"type\"", '"');
}
