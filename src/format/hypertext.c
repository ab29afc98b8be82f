#include "format/hypertext.h"

#include <string.h>

#include "base/unicode.h"

/* Where a tag or comment that begins at `at` ends; `at` if there is none. */
static size_t skip_markup(const char *html, size_t at, size_t size) {
    static const char comment[] = "<!--";
    static const char close[] = "-->";
    if (size - at >= sizeof comment - 1 && memcmp(html + at, comment, sizeof comment - 1) == 0) {
        const char *end = memmem(html + at, size - at, close, sizeof close - 1);
        return end ? (size_t)(end - html) + sizeof close - 1 : size;
    }
    unsigned char after = at + 1 < size ? (unsigned char)html[at + 1] : 0;
    bool letter = (after | 0x20u) >= 'a' && (after | 0x20u) <= 'z';
    if (!letter && after != '/' && after != '!' && after != '?') return at;
    for (char quote = 0; at < size; at++) {
        if (quote && html[at] == quote)
            quote = 0;
        else if (!quote && (html[at] == '"' || html[at] == '\''))
            quote = html[at];
        else if (!quote && html[at] == '>')
            return at + 1;
    }
    return size;
}

/* The code point of a number between & and ;, or 0. */
static uint32_t read_reference(const char *bytes, size_t size) {
    bool hexadecimal = size > 2 && (bytes[1] == 'x' || bytes[1] == 'X');
    uint32_t code = 0;
    for (size_t i = hexadecimal ? 2 : 1; i < size; i++) {
        unsigned digit = (unsigned char)bytes[i] - '0';
        unsigned letter = ((unsigned char)bytes[i] | 0x20u) - 'a';
        if (digit > 9 && !(hexadecimal && letter < 6)) return 0;
        code = code * (hexadecimal ? 16 : 10) + (digit <= 9 ? digit : letter + 10);
        if (code > 0x10FFFF) return 0;
    }
    return code >= 0xD800 && code < 0xE000 ? 0 : code;
}

bool hypertext_add_reference(struct buffer *text, const char *html, size_t *at, size_t size) {
    enum { MOST = 10 };
    static const char *const names[][2] = {{"amp", "&"},   {"lt", "<"},   {"gt", ">"},
                                           {"quot", "\""}, {"apos", "'"}, {"nbsp", "\xC2\xA0"}};
    const char *begin = html + *at + 1;
    size_t left = size - *at - 1;
    const char *end = memchr(begin, ';', left < MOST ? left : MOST);
    size_t length = end ? (size_t)(end - begin) : 0;
    if (length > 1 && begin[0] == '#') {
        char bytes[4];
        uint32_t code = read_reference(begin, length);
        unsigned count = code ? unicode_encode(bytes, code) : 0;
        if (count) *at += length + 2;
        if (count) return buffer_add(text, bytes, count);
    }
    for (size_t i = 0; length && i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i][0]) != length || memcmp(names[i][0], begin, length) != 0) continue;
        *at += length + 2;
        return buffer_add_text(text, names[i][1]);
    }
    ++*at;
    return buffer_add_byte(text, '&');
}

bool hypertext_show(struct buffer *text, const char *html, size_t size) {
    bool good = true;
    for (size_t at = 0; at < size && good;) {
        size_t after = html[at] == '<' ? skip_markup(html, at, size) : at;
        if (after > at)
            at = after;
        else if (html[at] == '&')
            good = hypertext_add_reference(text, html, &at, size);
        else
            good = buffer_add_byte(text, html[at++]);
    }
    return good;
}
