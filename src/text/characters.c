#include "text/characters.h"

#include "base/typography.h"

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

unsigned character_escape(const char *bytes, size_t size) {
    static const char begin[] = {ESCAPE, '['};
    unsigned end = 0;
    while (end < size && end < sizeof begin && bytes[end] == begin[end]) end++;
    bool begun = end == sizeof begin;
    while (begun && end < size && end < ESCAPE_SIZE && bytes[end] >= '0' && bytes[end] <= '?') end++;
    if (end == ESCAPE_SIZE) return 1;
    if (end == size) return 0;
    return begun && bytes[end] >= '@' && bytes[end] <= '~' ? end + 1 : 1;
}

struct character character_at(const char *bytes, size_t size, uint32_t signs) {
    static const struct character invalid = {0, 1, UNICODE_SINGLE, false};
    uint32_t code = (unsigned char)bytes[0];
    if (code == ESCAPE) {
        unsigned length = character_escape(bytes, size);
        return (struct character){code, length ? length : 1, UNICODE_BLANK, false};
    }
    if (code < 0x80) {
        unsigned char class = signs_have(signs, code) ? UNICODE_WORD : character_classes[code];
        return (struct character){code, 1, (enum unicode_class) class, false};
    }
    unsigned length = unicode_decode(&code, bytes, size);
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
