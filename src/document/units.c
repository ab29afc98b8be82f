#include "document/units.h"

#include "base/bytes.h"
#include "base/unicode.h"

uint64_t units_count(struct units units, const char *bytes, size_t size) {
    if (units.unit == GAZ_OFFSETS_BYTE && !units.replaced) return size;
    uint64_t count = 0;
    for (size_t i = 0; i < size;) {
        size_t run = unicode_ascii_run(bytes + i, size - i);
        count += run;
        i += run;
        if (i == size) break;
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        if (units.unit == GAZ_OFFSETS_BYTE)
            count += length ? length : 3; /* U+FFFD has three bytes */
        else
            count += units.unit == GAZ_OFFSETS_UTF16 && length == 4 ? 2 : 1;
        i += length ? length : 1;
    }
    return count;
}

/* Goes on to the last place at or before `end` where a unit begins. */
static void move(struct ruler *ruler, uint64_t end) {
    const char *text = ruler->text;
    if (ruler->units.unit == GAZ_OFFSETS_GRAPHEME) {
        while (ruler->at < end) {
            if (ruler->cluster_end <= ruler->at)
                ruler->cluster_end = ruler->at + unicode_grapheme(text + ruler->at, ruler->size - ruler->at);
            if (ruler->cluster_end > end) return;
            ruler->at = ruler->cluster_end;
            ruler->count++;
        }
        return;
    }
    ruler->count += units_count(ruler->units, text + ruler->at, end - ruler->at);
    const char *at = text + ruler->at;
    while (ruler->units.newlines && at < text + end && (at = memchr(at, '\r', (size_t)(text + end - at))) != NULL)
        if (++at < text + ruler->size && *at == '\n') ruler->count--;
    ruler->at = end;
}

struct extent ruler_measure(struct ruler *ruler, uint64_t begin, uint64_t end) {
    move(ruler, begin);
    struct ruler behind = *ruler;
    move(&behind, end);
    return (struct extent){ruler->count, behind.count + (behind.at < end)};
}

uint64_t lines_count(const char *text, size_t size) {
    uint64_t count = 0;
    const char *end = text + size;
    for (const char *at = text; at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) count++;
    return count;
}
