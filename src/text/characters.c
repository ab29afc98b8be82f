#include "text/characters.h"

#include <string.h>

#include "base/typography.h"
#include "text/digits.h"

enum { B = UNICODE_BLANK, W = UNICODE_WORD, S = UNICODE_SINGLE };
const unsigned char character_classes[128] = {
    B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, /* 0x00 */
    B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, /* 0x10 */
    B, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* 0x20 */
    W, W, W, W, W, W, W, W, W, W, S, S, S, S, S, S, /* 0x30 */
    S, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* 0x40 */
    W, W, W, W, W, W, W, W, W, W, W, S, S, S, S, W, /* 0x50 */
    S, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, /* 0x60 */
    W, W, W, W, W, W, W, W, W, W, W, S, S, S, S, B, /* 0x70 */
};

/* Whether a sign of the set is written like this. */
static bool is_written_as(uint32_t signs, uint32_t code) {
    uint32_t meant[TYPOGRAPHY_CODES];
    return signs && typography_map(meant, code) == 1 && signs_have(signs, meant[0]);
}

struct character character_of(uint32_t code, unsigned length, uint32_t signs) {
    enum unicode_class class = is_written_as(signs, code) ? UNICODE_WORD : unicode_classify(code);
    return (struct character){code, length, class, unicode_may_extend(code)};
}

/* How the beginning of a control sequence is written: as it is, and as loggers and viewers write it out. */
static const struct {
    char bytes[8];
    unsigned size;
} beginnings[] = {
    {"\x1b[", 2},    {"#033[", 5},    {"\\x1b[", 5}, {"\\x1B[", 5}, {"\\033[", 5},
    {"\\u001b[", 7}, {"\\u001B[", 7}, {"\\e[", 3},   {"^[[", 3},
};

/* The size of the control sequence whose beginning takes `end` bytes; 1: it is none; 0: the text ends in it. */
static unsigned sequence_size(const char *bytes, size_t size, unsigned end) {
    while (end < size && end < ESCAPE_SIZE && bytes[end] >= '0' && bytes[end] <= '?') end++;
    if (end == ESCAPE_SIZE) return 1;
    if (end == size) return 0;
    return bytes[end] >= '@' && bytes[end] <= '~' ? end + 1 : 1;
}

/* The size of the control character at a #: three octal digits, with what they would be a part of as they stand, or
 * another one, behind them. */
static unsigned octal_size(const char *bytes, size_t size) {
    static const char first[] = "01";
    static const char last[] = "01234567";
    if (size > 1 && !memchr(first, bytes[1], 2)) return 1;
    for (unsigned i = 2; i < 4 && i < size; i++)
        if (!memchr(last, bytes[i], 8)) return 1;
    if (size < 5) return 0;
    bool control = bytes[1] == '0' ? bytes[2] < '4' : bytes[2] == '7' && bytes[3] == '7';
    unsigned char next = (unsigned char)bytes[4];
    bool glued = next >= 0x80 || next == '#' || (character_classes[next] == UNICODE_WORD && !digit_is(bytes[4]));
    return control && glued ? 4 : 1;
}

unsigned character_escape(const char *bytes, size_t size) {
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        unsigned whole = beginnings[i].size;
        if (memcmp(bytes, beginnings[i].bytes, whole < size ? whole : size) != 0) continue;
        return whole <= size ? sequence_size(bytes, size, whole) : 0;
    }
    return bytes[0] == '#' ? octal_size(bytes, size) : 1;
}

struct character character_at(const char *bytes, size_t size, uint32_t signs) {
    static const struct character invalid = {0, 1, UNICODE_SINGLE, false};
    uint32_t code = (unsigned char)bytes[0];
    unsigned length = character_begins_escape(bytes[0]) ? character_escape(bytes, size) : 1;
    if (length > 1) return (struct character){code, length, UNICODE_BLANK, false};
    if (code < 0x80) {
        unsigned char class = signs_have(signs, code) ? UNICODE_WORD : character_classes[code];
        return (struct character){code, 1, (enum unicode_class) class, false};
    }
    length = unicode_decode(&code, bytes, size);
    return length ? character_of(code, length, signs) : invalid;
}

bool character_word_follows(size_t *at, const char *text, size_t size, uint32_t signs) {
    while (*at < size) {
        struct character character = character_at(text + *at, size - *at, signs);
        if (character.class != UNICODE_INVISIBLE) return character.class == UNICODE_WORD;
        *at += character.length;
    }
    return false;
}
