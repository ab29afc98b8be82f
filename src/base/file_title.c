#include "base/file_title.h"

#include <string.h>

enum { TITLE_MOST = 200 };

static const char digits[] = "0123456789ABCDEF";

static bool is_digit(char byte) {
    return byte && strchr(digits, byte);
}

static bool begins_escape(const char *at) {
    return at[0] == '%' && (at[1] == '~' || (is_digit(at[1]) && is_digit(at[2])));
}

static bool is_unsafe(const char *at, bool first) {
    unsigned char byte = (unsigned char)*at;
    return byte < ' ' || byte == 0x7F || byte == '/' || (byte == '.' && first) || begins_escape(at);
}

/* Appends the character at `*at`, which moves on. */
static bool add_character(struct buffer *out, const char **at, bool first) {
    const char *begin = *at;
    unsigned char byte = (unsigned char)*begin;
    const char escape[] = {'%', digits[byte >> 4], digits[byte & 0xF]};
    ++*at;
    if (is_unsafe(begin, first)) return buffer_add(out, escape, sizeof escape);
    while (((unsigned char)**at & 0xC0) == 0x80) ++*at;
    return buffer_add(out, begin, (size_t)(*at - begin));
}

bool file_title_add(struct buffer *out, const char *name, uint64_t number) {
    size_t begin = out->size;
    bool good = true;
    for (const char *at = name; *at && good;) {
        size_t before = out->size;
        good = add_character(out, &at, at == name);
        if (out->size - begin <= TITLE_MOST) continue;
        out->size = before;
        break;
    }
    return good && (number == 0 || (buffer_add_text(out, "%~") && buffer_add_number(out, number)));
}

/* How long the stem is without %~ and a number at its end. */
static size_t without_number(const char *stem, size_t size) {
    size_t at = size;
    while (at > 0 && stem[at - 1] >= '0' && stem[at - 1] <= '9') at--;
    bool numbered = at < size && at > 2 && memcmp(stem + at - 2, "%~", 2) == 0;
    return numbered ? at - 2 : size;
}

static unsigned value_of(char digit) {
    return (unsigned)(strchr(digits, digit) - digits);
}

/* Appends what the stem stands for, and a zero byte. */
static bool read(struct buffer *out, const char *stem, size_t size) {
    bool good = true;
    for (size_t i = 0; i < size && good; i++) {
        bool escaped = i + 2 < size && stem[i] == '%' && is_digit(stem[i + 1]) && is_digit(stem[i + 2]);
        char byte = escaped ? (char)(value_of(stem[i + 1]) << 4 | value_of(stem[i + 2])) : stem[i];
        good = buffer_add_byte(out, byte);
        if (escaped) i += 2;
    }
    return good && buffer_add_byte(out, 0);
}

bool file_title_read(struct buffer *out, const char *stem, size_t size) {
    size_t begin = out->size;
    size_t short_size = without_number(stem, size);
    struct buffer again = {0};
    bool good = read(out, stem, short_size) && file_title_add(&again, out->bytes + begin, 0);
    bool same = good && short_size && again.size == short_size && memcmp(again.bytes, stem, short_size) == 0;
    buffer_free(&again);
    if (same) {
        out->size--; /* the zero byte */
        return true;
    }
    out->size = begin;
    return good && buffer_add(out, stem, size);
}
