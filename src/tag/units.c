#include "tag/units.h"

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
            size_t size = unicode_grapheme(text + ruler->at, ruler->size - ruler->at);
            if (size > end - ruler->at) return;
            ruler->at += size;
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

/* Whether one of eight bytes at least does not stand for itself in a JSON string: a control character, a quote, a
 * backslash, or one outside of ASCII. */
static bool has_special(uint64_t word) {
    /* bytes_below and bytes_like without their masks: a top bit is special too. */
    uint64_t quote = word ^ BYTES_ONES * '"';
    uint64_t backslash = word ^ BYTES_ONES * '\\';
    uint64_t borrows = (word - BYTES_ONES * ' ') | (quote - BYTES_ONES) | (backslash - BYTES_ONES);
    return ((word | borrows) & BYTES_TOPS) != 0;
}

static bool is_plain(unsigned char byte) {
    return byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';
}

/* How many bytes stand for themselves in a JSON string. */
static size_t plain_run(const char *bytes, size_t size) {
    size_t i = 0;
    while (i + 8 <= size && !has_special(load_bytes(bytes + i, 8))) i += 8;
    while (i < size && is_plain((unsigned char)bytes[i])) i++;
    return i;
}

static bool add_escaped(struct buffer *json, unsigned char byte) {
    static const char hexadecimal[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u', '0', '0', hexadecimal[byte >> 4], hexadecimal[byte & 15]};
    switch (byte) {
    case '"': return buffer_add(json, "\\\"", 2);
    case '\\': return buffer_add(json, "\\\\", 2);
    case '\n': return buffer_add(json, "\\n", 2);
    case '\r': return buffer_add(json, "\\r", 2);
    case '\t': return buffer_add(json, "\\t", 2);
    default: return buffer_add(json, escape, sizeof escape);
    }
}

bool json_add_text(struct buffer *json, const char *bytes, size_t size) {
    for (size_t i = 0; i < size;) {
        size_t run = plain_run(bytes + i, size - i);
        if (!buffer_add(json, bytes + i, run)) return false;
        i += run;
        if (i == size) break;
        uint32_t code;
        unsigned length = unicode_decode(&code, bytes + i, size - i);
        bool good;
        if (length == 0)
            good = buffer_add(json, "\xEF\xBF\xBD", 3);
        else if (length == 1)
            good = add_escaped(json, (unsigned char)bytes[i]);
        else
            good = buffer_add(json, bytes + i, length);
        if (!good) return false;
        i += length ? length : 1;
    }
    return true;
}
