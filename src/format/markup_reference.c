#include "format/markup_reference.h"

#include <stdint.h>

#include "base/html_entity.h"
#include "base/unicode.h"

/* The characters of Windows-1252 that pages give as 0x80 to 0x9F; 0: as it is. */
static uint32_t mend_code(uint32_t code) {
    static const uint16_t windows[] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                       0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    if (code >= 0x80 && code < 0xA0 && windows[code - 0x80]) return windows[code - 0x80];
    bool surrogate = code >= 0xD800 && code < 0xE000;
    return code == 0 || code > 0x10FFFF || surrogate ? 0xFFFD : code;
}

/* The value of a digit; 16: it is none. */
static unsigned digit_value(char byte) {
    unsigned letter = ((unsigned char)byte | 0x20u) - 'a';
    unsigned digit = (unsigned char)byte - (unsigned)'0';
    if (digit <= 9) return digit;
    return letter < 6 ? letter + 10 : 16;
}

/* A number behind "&#". */
static size_t read_number(uint32_t *code, const char *text, size_t left) {
    size_t at = 2;
    bool hexadecimal = at < left && (text[at] | 0x20) == 'x';
    unsigned base = hexadecimal ? 16 : 10;
    at += hexadecimal;
    size_t first = at;
    for (*code = 0; at < left && digit_value(text[at]) < base; at++)
        *code = *code > 0x10FFFF ? *code : *code * base + digit_value(text[at]);
    if (at == first) return 0;
    return at + (at < left && text[at] == ';');
}

/* A name behind "&": the longest one that is known, without a semicolon one of the old ones. */
static size_t read_name(uint32_t *code, const char *text, size_t left) {
    enum { LONGEST = 32, LONGEST_OLD = 6 };
    size_t size = 0;
    while (size < LONGEST && size + 1 < left && (unsigned char)(text[size + 1]) < 0x80 &&
           unicode_classify((unsigned char)text[size + 1]) == UNICODE_WORD && text[size + 1] != '_')
        size++;
    if (size + 1 < left && text[size + 1] == ';') {
        *code = html_entity_find(text + 1, size);
        return *code ? size + 2 : 0;
    }
    for (size = size < LONGEST_OLD ? size : LONGEST_OLD; size > 1; size--) {
        *code = html_entity_find(text + 1, size);
        bool apostrophe = *code == '\''; /* XML's, which was never without one */
        if (*code && *code < 0x100 && !apostrophe) return size + 1;
    }
    return 0;
}

size_t markup_reference_read(char bytes[4], size_t *size, const char *text, size_t left, bool xml) {
    uint32_t code = 0;
    bool number = left > 1 && text[1] == '#';
    size_t taken = number ? read_number(&code, text, left) : read_name(&code, text, left);
    if (taken == 0 || (xml && text[taken - 1] != ';')) return 0;
    *size = unicode_encode(bytes, number ? mend_code(code) : code);
    return taken;
}
