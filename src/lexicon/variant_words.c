#include "base/unicode.h"
#include "lexicon/variant_forms.h"
#include "lexicon/variant_text.h"

/* ---- Accents ---- */

bool variant_write_accents(struct buffer *form, const struct string *surface, unsigned number) {
    (void)number;
    if (surface->size > UNICODE_NORMALIZED_SIZE || unicode_is_plain(surface->bytes, surface->size, UNICODE_ACCENTS))
        return true;
    size_t room = unicode_normalized_room(surface->size);
    if (!buffer_reserve(form, room)) return false;
    form->size = unicode_normalize(form->bytes, room, surface->bytes, surface->size, UNICODE_ACCENTS);
    return true;
}

/* ---- Possessive ---- */

/* The bytes of an apostrophe and s at the end of a word that begin at `at`, with the blanks in and before them that
 * corpora have. 0: there is none. */
static size_t possessive_size(const struct string *surface, size_t at) {
    static const char *const endings[] = {"'s", " 's", " ' s", "\u2019s", " \u2019s", " \u2019 s"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t end = at + strlen(endings[i]);
        if (variant_has(surface, at, endings[i]) && (end == surface->size || !variant_is_word(surface->bytes[end])))
            return end - at;
    }
    return 0;
}

/* Writes `new` in place of each apostrophe and s. */
static bool replace_possessives(struct buffer *form, const struct string *surface, const char *new) {
    bool found = false;
    bool good = true;
    for (size_t at = 0; at < surface->size && good;) {
        size_t size = at && variant_is_letter(surface->bytes[at - 1]) ? possessive_size(surface, at) : 0;
        size_t unit = variant_unit(surface, at);
        good = size ? buffer_add_text(form, new) : buffer_add(form, surface->bytes + at, unit);
        found = found || size;
        at += size ? size : unit;
    }
    if (!found) form->size = 0;
    return good;
}

/* Finds the word that may be the name of a person: the number-th that begins with a capital letter, has four letters at
 * least, ends in a small one, and has a word behind it. */
static bool find_name(size_t *begin, size_t *end, const struct string *surface, unsigned number) {
    for (*begin = 0; *begin < surface->size; *begin = *end + (*end == *begin ? variant_unit(surface, *begin) : 0)) {
        *end = variant_letters(surface, *begin);
        bool starts = *begin == 0 || surface->bytes[*begin - 1] == ' ' || surface->bytes[*begin - 1] == '-';
        bool goes_on =
            *end + 1 < surface->size && surface->bytes[*end] == ' ' && variant_is_word(surface->bytes[*end + 1]);
        if (starts && goes_on && *end - *begin >= 4 && variant_is_capital(surface->bytes[*begin]) &&
            !variant_is_capital(surface->bytes[*end - 1]) && !possessive_size(surface, *end) && number-- == 0)
            return true;
    }
    return false;
}

bool variant_write_possessive(struct buffer *form, const struct string *surface, unsigned number) {
    static const char *const endings[] = {"'s", " 's", " ' s", "s", ""}; /* as corpora have them */
    const unsigned ending_count = sizeof endings / sizeof *endings;
    size_t begin;
    size_t end;
    if (number < 2) return replace_possessives(form, surface, number ? "s" : "");
    number -= 2;
    if (!find_name(&begin, &end, surface, number / ending_count)) return true;
    bool ends_in_s = surface->bytes[end - 1] == 's';
    if (ends_in_s && surface->bytes[end - 2] == 's') return true;
    return buffer_add(form, surface->bytes, end - ends_in_s) && buffer_add_text(form, endings[number % ending_count]) &&
           buffer_add(form, surface->bytes + end, surface->size - end);
}

/* ---- Comma inversion ---- */

/* The parts between commas with a blank behind them, last first. */
bool variant_write_inverted(struct buffer *form, const struct string *surface, unsigned number) {
    enum { PARTS_MAX = 5 };
    (void)number;
    size_t end = surface->size;
    unsigned parts = 1;
    bool good = true;
    for (size_t at = surface->size; at > 0 && good; at--) {
        if (!variant_has(surface, at - 1, ", ")) continue;
        size_t begin = at + 1;
        size_t before = at - 1;
        if (before > 0 && surface->bytes[before - 1] == ' ') before--;
        if (before == 0 || begin >= end || ++parts > PARTS_MAX) { /* a list, or no name */
            form->size = 0;
            return true;
        }
        good = buffer_add(form, surface->bytes + begin, end - begin) && buffer_add_byte(form, ' ');
        end = before;
        at = before + 1;
    }
    return parts == 1 || (good && buffer_add(form, surface->bytes, end));
}

/* ---- Numerals ---- */

static const char *const roman[] = {"I",  "II",  "III",  "IV",  "V",  "VI",  "VII",  "VIII",  "IX",  "X",
                                    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"};
static const char *const arabic[] = {"1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "10",
                                     "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"};

/* The other numeral of a word. NULL: it is none. */
static const char *other_numeral(const char *word, size_t size, bool to_roman) {
    const char *const *from = to_roman ? arabic : roman;
    for (size_t i = 0; i < sizeof roman / sizeof *roman; i++)
        if (strlen(from[i]) == size && memcmp(from[i], word, size) == 0) return to_roman ? roman[i] : arabic[i];
    return NULL;
}

/* Whether a numeral behind this word counts, wherever it stands. */
static bool is_counted(const struct string *surface, size_t begin, size_t end) {
    static const char *const counted[] = {"type", "stage", "grade", "class", "phase", "group", "factor"};
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        if (end - begin == strlen(counted[i]) && variant_has_letters(surface, begin, counted[i])) return true;
    return false;
}

/* Numerals that are the last word, or stand behind one that is counted. */
bool variant_write_numeral(struct buffer *form, const struct string *surface, unsigned number) {
    bool counted = false;
    bool letters = false; /* some word before has one */
    bool good = true;
    for (size_t at = 0; at < surface->size && good;) {
        size_t end = at;
        while (end < surface->size && surface->bytes[end] != ' ' && surface->bytes[end] != '-')
            end += variant_unit(surface, end);
        bool last = end == surface->size;
        const char *other = letters && (last || counted) ? other_numeral(surface->bytes + at, end - at, number) : NULL;
        if (end > at) counted = is_counted(surface, at, end);
        if (end > at) letters = letters || variant_is_letter(surface->bytes[end - 1]);
        good = other ? buffer_add_text(form, other) : buffer_add(form, surface->bytes + at, end - at);
        if (end < surface->size) good = good && buffer_add_byte(form, surface->bytes[end]);
        at = end + 1;
    }
    return good;
}
