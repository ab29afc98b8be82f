#include "format/markup_text.h"

#include <string.h>

#include "format/markup_reference.h"
#include "format/markup_scan.h"

static bool add_plain(struct markup *markup, size_t begin, size_t end, const struct markup_manner *manner) {
    if (manner->wraps && !manner->bare && markup_at_line(markup))
        while (begin < end && markup_is_blank(markup->source[begin])) begin++;
    return markup_add_source(markup, begin, end, manner->closed, manner->wraps);
}

/* How many bytes from an ampersand on look like a reference; 1: none. Marks are kept out of it: to others, it may be
 * one. */
static size_t unknown_size(const char *source, size_t left) {
    enum { LONGEST = 40 };
    size_t size = 1;
    while (size < left && size < LONGEST) {
        unsigned letter = ((unsigned char)source[size] | 0x20u) - 'a';
        bool digit = source[size] >= '0' && source[size] <= '9';
        if (letter >= 26 && !digit) break;
        size++;
    }
    return size > 1 && size < left && source[size] == ';' ? size + 1 : 1;
}

bool markup_add_text(struct markup *markup, struct markup_range range, const struct markup_manner *manner) {
    const char *source = markup->source;
    bool good = true;
    for (size_t at = range.begin; at < range.end && good;) {
        const char *sign = manner->references ? memchr(source + at, '&', range.end - at) : NULL;
        size_t stop = sign ? (size_t)(sign - source) : range.end;
        char bytes[4];
        size_t size;
        good = add_plain(markup, at, stop, manner);
        at = stop;
        if (!good || at == range.end) break;
        size_t taken = markup_reference_read(bytes, &size, source + at, range.end - at, markup->xml);
        if (taken) {
            good = markup_add_reference(markup, (struct markup_range){at, at + taken}, bytes, size, manner->closed);
        } else {
            taken = unknown_size(source + at, range.end - at);
            good = markup_add_source(markup, at, at + taken, manner->closed || taken > 1, manner->wraps);
        }
        at += taken;
    }
    return good;
}
