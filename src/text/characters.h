/* What a character is to the word tokenizer. Used by cut_words.c for all of a text, by the kernels for what is not
 * plain ASCII. */
#ifndef TEXT_CHARACTERS_H
#define TEXT_CHARACTERS_H

#include "base/unicode.h"
#include "text/masks.h"
#include "text/signs.h"

enum {
    ESCAPE_SIZE = 32 /* the most bytes of a control sequence; what is longer is none */
};

/* The classes of ASCII. */
extern const unsigned char character_classes[128];

/* Whether a byte is an ASCII letter, a digit or _. */
static inline bool character_is_word(unsigned char byte) {
    return byte < 0x80 && character_classes[byte] == UNICODE_WORD;
}

struct character {
    uint32_t code; /* a byte that is not valid: 0 */
    unsigned length;
    enum unicode_class class;
    bool extends; /* it may belong to the character before it */
};

/* The character at `bytes` (size over 0). A byte that is not valid UTF-8 is a token of its own; a control sequence of a
 * terminal (ECMA-48: ESC, [, parameters, a letter) is one blank, and so is one that a log has written out (its ESC as
 * #033, \x1b, \033, \u001b, \e or ^[), or another control character as syslog writes it: # and three octal digits.
 * `signs` count as letters. */
struct character character_at(const char *bytes, size_t size, uint32_t signs);

/* The same for a code point outside of ASCII. */
struct character character_of(uint32_t code, unsigned length, uint32_t signs);

/* Whether a character belongs to the one before it: the grapheme cluster goes on. The walk passes it. */
static inline bool character_extends(struct unicode_clusters *walk, const struct character *character) {
    if (character->extends) return unicode_extends(walk, character->code);
    *walk = (struct unicode_clusters){character->code, 0};
    return false;
}

/* Whether a byte may begin one of these. */
static inline bool character_begins_escape(char byte) {
    return byte == ESCAPE || byte == '#' || byte == '\\' || byte == '^';
}

/* The size of the one at such a byte: 1 if that begins none, 0 if the text ends in it. */
unsigned character_escape(const char *bytes, size_t size);

/* Whether a letter, digit or sign of `signs` comes behind the invisible characters at `*at`, which goes behind them. */
bool character_word_follows(size_t *at, const char *text, size_t size, uint32_t signs);

#endif
