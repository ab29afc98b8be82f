/* Random text that is hard to cut: blanks and characters of all kinds, bytes that are no UTF-8, CR and LF anywhere. */
#ifndef UNIT_NASTY_H
#define UNIT_NASTY_H

#include "oracle.h"

struct piece {
    const char *bytes;
    size_t size;
};

#define PIECE(text)                                                                                                    \
    { text, sizeof(text) - 1 }

static const struct piece blanks[] = {
    PIECE(" "),      PIECE("  "),       PIECE("\t"),         PIECE("\n"),     PIECE("\r\n"),
    PIECE("\r"),     PIECE("\r\r\n"),   PIECE("\n\n"),       PIECE("\n \n"),  PIECE("\0"),
    PIECE("\x01"),   PIECE("\x0B"),     PIECE("\x0C"),       PIECE("\x1F"),   PIECE("\x7F"),
    PIECE("\u00A0"), PIECE("\xC2\x85"), PIECE("\u2028"),     PIECE("\u3000"), PIECE("                        "),
    PIECE("\u200B"), PIECE("\uFEFF"),   PIECE(" \u3000\r\n")};

static const struct piece ascii[] = {PIECE("a"),
                                     PIECE("Z"),
                                     PIECE("x86_64"),
                                     PIECE("0"),
                                     PIECE("9"),
                                     PIECE("_"),
                                     PIECE("word"),
                                     PIECE("."),
                                     PIECE("!"),
                                     PIECE("~"),
                                     PIECE("/"),
                                     PIECE(":"),
                                     PIECE("@"),
                                     PIECE("["),
                                     PIECE("^"),
                                     PIECE("`"),
                                     PIECE("{"),
                                     PIECE("|"),
                                     PIECE("'"),
                                     PIECE("...---...?!"),
                                     PIECE("it's"),
                                     PIECE("a1"),
                                     PIECE("interdisciplinarily")};

static const struct piece wide[] = {
    PIECE("\u00E9"),                         /* é */
    PIECE("caf\u00E9"),                      /**/
    PIECE("\u0301"),                         /* combining acute */
    PIECE("e\u0301"),                        /**/
    PIECE("\uD55C\uAD6D\uC5B4"),             /* Korean */
    PIECE("\u0E20\u0E32\u0E29\u0E32\u0E44"), /* Thai */
    PIECE("\u3099"),                         /* voiced sound mark */
    PIECE("\u304B\u3099"),                   /**/
    PIECE("\u65E5\u672C"),                   /* Han */
    PIECE("\u200D"),                         /* ZWJ */
    PIECE("\U0001F469"),                     /* emoji */
    PIECE("\U00010400"),                     /* Deseret */
    PIECE("\u20AC"),                         /* euro */
    PIECE("\u00AD"),                         /* soft hyphen */
    PIECE("\u2060"),                         /* word joiner */
    PIECE("\u2019"),                         /* apostrophe */
    PIECE("\u2010"),                         /* hyphen */
    PIECE("\uFE0F"),                         /* the look of an emoji */
    PIECE("\U0001F3FD"),                     /* skin */
    PIECE("\U0001F1E9"),                     /* half a flag */
    PIECE("\U0001F468\u200D\U0001F4BB"),     /* joined emoji */
    PIECE("\u0E33"),                         /* a vowel that belongs to the letter before it */
    PIECE("\x1B[1;31m"),                     /* colour */
    PIECE("\x1B["),                          /**/
    PIECE("#033[1;31m"),                     /* colour, written out */
    PIECE("\\x1b["),                         /**/
    PIECE("#011"),                           /* TAB, written out */
    PIECE("\xE2\x80\xA6"),                   /* ellipsis */
    PIECE("\xFF"),                           /* and what is no UTF-8 */
    PIECE("\x80"),
    PIECE("\xC3"),
    PIECE("\xE6\x97"),
    PIECE("\xF0\x9F"),
    PIECE("\xF0\x9F\x91"),
    PIECE("\xED\xA0\x80"),
    PIECE("\xC0\x80"),
    PIECE("\xF8\x88"),
    PIECE("\xBF\xBF\xBF"),
};

/* A kind of text: how often a piece is blank and how often it is outside of ASCII, of 16. */
static const struct mixture {
    size_t blank;
    size_t wide;
} mixtures[] = {{4, 0}, {8, 0}, {2, 1}, {6, 4}, {4, 12}, {1, 0}, {15, 0}, {12, 3}, {0, 16}, {0, 1}};
enum { MIXTURES = sizeof mixtures / sizeof *mixtures };

#define ANY_OF(pieces, random) (&(pieces)[oracle_below(random, sizeof(pieces) / sizeof *(pieces))])

static inline const struct piece *any_piece(const struct mixture *mixture, uint64_t *random) {
    size_t number = oracle_below(random, 16);
    if (number < mixture->blank) return ANY_OF(blanks, random);
    return number < mixture->blank + mixture->wide ? ANY_OF(wide, random) : ANY_OF(ascii, random);
}

/* Text of just that size, the last piece cut off. On the heap. */
static inline char *make_text(size_t size, uint64_t *random) {
    char *text = malloc(size ? size : 1);
    const struct mixture *mixture = &mixtures[oracle_below(random, MIXTURES)];
    assert_non_null(text);
    for (size_t at = 0; at < size;) {
        const struct piece *piece = any_piece(mixture, random);
        size_t length = piece->size < size - at ? piece->size : size - at;
        memcpy(text + at, piece->bytes, length);
        at += length;
        if (oracle_below(random, 100) == 0) mixture = &mixtures[oracle_below(random, MIXTURES)];
        if (oracle_below(random, 200) == 0 && at < size) text[at++] = (char)oracle_random(random);
    }
    return text;
}

#endif
