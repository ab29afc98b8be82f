#include "base/typography.h"

#include <stddef.h>

#include "base/search.h"

/* Code points `first` to `last` stand for what is at `to`: the same character, or each for the next one. */
struct row {
    uint32_t first;
    uint32_t last;
    uint32_t to; /* 0: they are invisible */
    bool each;
};

/* Ascending. Widths: the mappings <wide> and <narrow> of UnicodeData.txt; half-width kana have a table of their own. */
static const struct row rows[] = {
    {0x00AB, 0x00AB, '"', false},    /* guillemet */
    {0x00AD, 0x00AD, 0, false},      /* soft hyphen */
    {0x00B4, 0x00B4, '\'', false},   /* acute accent, taken for an apostrophe */
    {0x00BB, 0x00BB, '"', false},    /* guillemet */
    {0x02BB, 0x02BD, '\'', false},   /* letters that are written as commas: okina, apostrophe */
    {0x061C, 0x061C, 0, false},      /* Arabic letter mark */
    {0x1FFD, 0x1FFD, '\'', false},   /* the acute accent of Greek */
    {0x200E, 0x200F, 0, false},      /* marks of direction */
    {0x2010, 0x2015, '-', false},    /* hyphens, dashes, horizontal bar */
    {0x2018, 0x201B, '\'', false},   /* single quotes */
    {0x201C, 0x201F, '"', false},    /* double quotes */
    {0x202A, 0x202E, 0, false},      /* embedding */
    {0x2032, 0x2032, '\'', false},   /* prime */
    {0x2033, 0x2033, '"', false},    /* double prime */
    {0x2035, 0x2035, '\'', false},   /* reversed primes */
    {0x2036, 0x2036, '"', false},    /**/
    {0x2039, 0x203A, '\'', false},   /* single guillemets */
    {0x2060, 0x2060, 0, false},      /* word joiner */
    {0x2066, 0x2069, 0, false},      /* isolates */
    {0x2212, 0x2212, '-', false},    /* minus */
    {0x301D, 0x301F, '"', false},    /* double primes of vertical text */
    {0xFE58, 0xFE58, '-', false},    /* small dashes */
    {0xFE63, 0xFE63, '-', false},    /**/
    {0xFEFF, 0xFEFF, 0, false},      /* byte order mark, an old word joiner */
    {0xFF01, 0xFF5E, '!', true},     /* full-width ASCII */
    {0xFF5F, 0xFF60, 0x2985, true},  /* white parentheses */
    {0xFF61, 0xFF61, 0x3002, false}, /* ideographic full stop */
    {0xFF62, 0xFF63, 0x300C, true},  /* corner brackets */
    {0xFF64, 0xFF64, 0x3001, false}, /* ideographic comma */
    {0xFF65, 0xFF65, 0x30FB, false}, /* middle dot */
    {0xFFA0, 0xFFA0, 0x3164, false}, /* Hangul */
    {0xFFA1, 0xFFBE, 0x3131, true},  /**/
    {0xFFC2, 0xFFC7, 0x314F, true},  /**/
    {0xFFCA, 0xFFCF, 0x3155, true},  /**/
    {0xFFD2, 0xFFD7, 0x315B, true},  /**/
    {0xFFDA, 0xFFDC, 0x3161, true},  /**/
    {0xFFE0, 0xFFE1, 0x00A2, true},  /* cent, pound */
    {0xFFE2, 0xFFE2, 0x00AC, false}, /* not */
    {0xFFE3, 0xFFE3, 0x00AF, false}, /* macron */
    {0xFFE4, 0xFFE4, 0x00A6, false}, /* broken bar */
    {0xFFE5, 0xFFE5, 0x00A5, false}, /* yen */
    {0xFFE6, 0xFFE6, 0x20A9, false}, /* won */
    {0xFFE8, 0xFFE8, 0x2502, false}, /* box drawing */
    {0xFFE9, 0xFFEC, 0x2190, true},  /* arrows */
    {0xFFED, 0xFFED, 0x25A0, false}, /* square */
    {0xFFEE, 0xFFEE, 0x25CB, false}, /* circle */
};
enum { ROWS = sizeof rows / sizeof *rows };

/* Half-width kana from U+FF66 on, each that of U+3000 and some more. */
static const unsigned char kana[] = {
    0xF2, 0xA1, 0xA3, 0xA5, 0xA7, 0xA9, 0xE3, 0xE5, 0xE7, 0xC3, 0xFC, 0xA2, 0xA4, 0xA6, 0xA8,
    0xAA, 0xAB, 0xAD, 0xAF, 0xB1, 0xB3, 0xB5, 0xB7, 0xB9, 0xBB, 0xBD, 0xBF, 0xC1, 0xC4, 0xC6,
    0xC8, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xD2, 0xD5, 0xD8, 0xDB, 0xDE, 0xDF, 0xE0, 0xE1,
    0xE2, 0xE4, 0xE6, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xF3, 0x99, 0x9A,
};

struct ligature {
    uint32_t code;
    uint32_t letters[TYPOGRAPHY_CODES];
};

/* Ascending. */
static const struct ligature ligatures[] = {
    {0x0132, {'I', 'J'}},       {0x0133, {'i', 'j'}},       {0x0587, {0x0565, 0x0582}}, {0xFB00, {'f', 'f'}},
    {0xFB01, {'f', 'i'}},       {0xFB02, {'f', 'l'}},       {0xFB03, {'f', 'f', 'i'}},  {0xFB04, {'f', 'f', 'l'}},
    {0xFB05, {0x17F, 't'}},     {0xFB06, {'s', 't'}},       {0xFB13, {0x0574, 0x0576}}, {0xFB14, {0x0574, 0x0565}},
    {0xFB15, {0x0574, 0x056B}}, {0xFB16, {0x057E, 0x0576}}, {0xFB17, {0x0574, 0x056D}}, {0xFB4F, {0x05D0, 0x05DC}},
};

static const struct row *find_row(uint32_t code) {
    size_t i;
    SEARCH_FIRST(i, ROWS, code <= rows[i].last);
    return i < ROWS && code >= rows[i].first ? &rows[i] : NULL;
}

bool typography_is_invisible(uint32_t code) {
    const struct row *row = find_row(code);
    return row && row->to == 0;
}

unsigned typography_map(uint32_t codes[TYPOGRAPHY_CODES], uint32_t code) {
    codes[0] = code;
    if (code < rows[0].first) return 1;
    const struct row *row = find_row(code);
    if (row) {
        codes[0] = row->each ? row->to + (code - row->first) : row->to;
        return row->to != 0;
    }
    if (code >= 0xFF66 && code - 0xFF66 < sizeof kana) {
        codes[0] = 0x3000u + kana[code - 0xFF66];
        return 1;
    }
    for (size_t i = 0; i < sizeof ligatures / sizeof *ligatures && code >= ligatures[i].code; i++) {
        if (ligatures[i].code != code) continue;
        unsigned count = 0;
        for (; count < TYPOGRAPHY_CODES && ligatures[i].letters[count]; count++)
            codes[count] = ligatures[i].letters[count];
        return count;
    }
    return 1;
}

uint32_t typography_base_letter(uint32_t code) {
    static const uint32_t accents[][2] = {
        {0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};
    static const uint32_t strokes[][2] = {{0xD8, 'O'},  {0xF8, 'o'},  {0x110, 'D'}, {0x111, 'd'}, {0x126, 'H'},
                                          {0x127, 'h'}, {0x141, 'L'}, {0x142, 'l'}, {0x166, 'T'}, {0x167, 't'}};
    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        if (code >= accents[i][0] && code <= accents[i][1]) return 0;
    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
        if (code == strokes[i][0]) return strokes[i][1];
    return code;
}
