#include "base/unicode.h"
#include "lexicon/variant_forms.h"
#include "lexicon/variant_text.h"

/* ---- Greek letters ---- */

static const struct letter {
    uint32_t small;
    const char *name;
} letters[] = {
    {0x3B1, "alpha"},  {0x3B2, "beta"}, {0x3B3, "gamma"}, {0x3B4, "delta"}, {0x3B5, "epsilon"},
    {0x3B6, "zeta"},   {0x3B7, "eta"},  {0x3B8, "theta"}, {0x3B9, "iota"},  {0x3BA, "kappa"},
    {0x3BB, "lambda"}, {0x3BC, "mu"},   {0x3BD, "nu"},    {0x3BE, "xi"},    {0x3BF, "omicron"},
    {0x3C0, "pi"},     {0x3C1, "rho"},  {0x3C3, "sigma"}, {0x3C4, "tau"},   {0x3C5, "upsilon"},
    {0x3C6, "phi"},    {0x3C7, "chi"},  {0x3C8, "psi"},   {0x3C9, "omega"}, {0xB5, "mu"}, /* the micro sign */
    {0x3C2, "sigma"},
};

enum { LETTERS = sizeof letters / sizeof *letters, CAPITAL_DISTANCE = 0x20, GREEK_FIRST = 0x391, GREEK_LAST = 0x3A9 };

/* Writes the name of the Greek letter at `at`, after a hyphen if it is wanted between it and a word. Returns the size
 * of the letter; 0: it is none, or memory is out, which `*good` tells. */
static size_t write_name(bool *good, struct buffer *form, const struct string *surface, size_t at, bool hyphen) {
    uint32_t code = 0;
    unsigned size = unicode_decode(&code, surface->bytes + at, surface->size - at);
    bool capital = code >= GREEK_FIRST && code <= GREEK_LAST;
    size_t i = 0;
    while (i < LETTERS && letters[i].small != code + (capital ? CAPITAL_DISTANCE : 0)) i++;
    if (!size || i == LETTERS) return 0;
    if (hyphen && at && variant_is_word(surface->bytes[at - 1])) *good = buffer_add_byte(form, '-');
    *good = *good && buffer_add_byte(form, (char)(letters[i].name[0] - (capital ? 'a' - 'A' : 0))) &&
            buffer_add_text(form, letters[i].name + 1);
    return *good ? size : 0;
}

/* Appends the letter that a word names, [at, end); without what parts it from a word before if it is to be joined; the
 * capital letter if `capital`. Returns false if the word names none. */
static bool write_letter(bool *good, struct buffer *form, const struct string *surface, size_t at, size_t end,
                         bool joined, bool capital) {
    size_t i = 0;
    while (i < LETTERS && (strlen(letters[i].name) != end - at || !variant_has_letters(surface, at, letters[i].name)))
        i++;
    if (i == LETTERS || (capital && !variant_is_capital(surface->bytes[at]))) return false;
    bool parted = at > 1 && (surface->bytes[at - 1] == '-' || surface->bytes[at - 1] == ' ');
    if (joined && parted && variant_is_word(surface->bytes[at - 2])) form->size--;
    char output[4];
    *good = buffer_add(form, output, unicode_encode(output, letters[i].small - (capital ? CAPITAL_DISTANCE : 0)));
    return true;
}

enum greek { GREEK_NAMED, GREEK_NAMED_APART, GREEK_LETTER, GREEK_LETTER_JOINED, GREEK_CAPITAL };

bool variant_write_greek(struct buffer *form, const struct string *surface, unsigned number) {
    bool good = true;
    for (size_t at = 0; at < surface->size && good;) {
        size_t end = at + variant_unit(surface, at);
        bool word = variant_letters(surface, at) > at;
        bool begins = at == 0 || !variant_is_letter(surface->bytes[at - 1]);
        if (number <= GREEK_NAMED_APART) {
            size_t size = word ? write_name(&good, form, surface, at, number == GREEK_NAMED_APART) : 0;
            if (size) end = at + size;
            if (size) at = end;
        } else if (word && begins) {
            end = variant_letters(surface, at);
            if (write_letter(&good, form, surface, at, end, number == GREEK_LETTER_JOINED, number == GREEK_CAPITAL))
                at = end;
        }
        good = good && buffer_add(form, surface->bytes + at, end - at);
        at = end;
    }
    return good;
}

/* ---- British and American ---- */

/* Where in a word. */
enum place_in_word { AT_BEGIN, AT_END /* or before a plural s */ };

static const struct spelling {
    enum place_in_word place;
    const char *of[2]; /* British, American; in lower case */
} spellings[] = {
    {AT_END, {"aemia", "emia"}},
    {AT_END, {"aemic", "emic"}},
    {AT_END, {"oedema", "edema"}},
    {AT_END, {"rrhoea", "rrhea"}},
    {AT_END, {"isation", "ization"}},
    {AT_END, {"ising", "izing"}},
    {AT_END, {"ised", "ized"}},
    {AT_END, {"ise", "ize"}},
    {AT_END, {"yse", "yze"}},
    {AT_END, {"ysed", "yzed"}},
    {AT_END, {"centre", "center"}},
    {AT_END, {"fibre", "fiber"}},
    {AT_END, {"labour", "labor"}},
    {AT_END, {"harbour", "harbor"}},
    {AT_BEGIN, {"tumour", "tumor"}},
    {AT_BEGIN, {"colour", "color"}},
    {AT_BEGIN, {"behaviour", "behavior"}},
    {AT_BEGIN, {"odour", "odor"}},
    {AT_BEGIN, {"flavour", "flavor"}},
    {AT_BEGIN, {"favour", "favor"}},
    {AT_BEGIN, {"honour", "honor"}},
    {AT_END, {"humour", "humor"}},
    {AT_BEGIN, {"vapour", "vapor"}},
    {AT_BEGIN, {"neighbour", "neighbor"}},
    {AT_BEGIN, {"haem", "hem"}},
    {AT_BEGIN, {"oesophag", "esophag"}},
    {AT_BEGIN, {"oestr", "estr"}},
    {AT_BEGIN, {"oedem", "edem"}},
    {AT_BEGIN, {"foet", "fet"}},
    {AT_BEGIN, {"anaesth", "anesth"}},
    {AT_BEGIN, {"anaem", "anem"}},
    {AT_BEGIN, {"leukaem", "leukem"}},
    {AT_BEGIN, {"ischaem", "ischem"}},
    {AT_BEGIN, {"paediatr", "pediatr"}},
    {AT_BEGIN, {"orthopaed", "orthoped"}},
    {AT_BEGIN, {"gynaec", "gynec"}},
    {AT_BEGIN, {"coeliac", "celiac"}},
    {AT_BEGIN, {"faec", "fec"}},
    {AT_BEGIN, {"caec", "cec"}},
    {AT_BEGIN, {"homoeo", "homeo"}},
    {AT_BEGIN, {"aetiolog", "etiolog"}},
    {AT_BEGIN, {"caesar", "cesar"}},
    {AT_BEGIN, {"diarrhoe", "diarrhe"}},
};

/* Whether the word [begin, end) has a spelling's piece at `at`. */
static bool has_piece(const struct string *surface, const struct spelling *spelling, unsigned side, size_t begin,
                      size_t at, size_t end) {
    size_t behind = at + strlen(spelling->of[side]);
    if (behind > end || !variant_has_letters(surface, at, spelling->of[side])) return false;
    if (spelling->place == AT_BEGIN) return at == begin;
    return at > begin && (behind == end || (behind + 1 == end && surface->bytes[behind] == 's'));
}

/* What begins at `at` in a word. NULL: nothing. */
static const struct spelling *find_piece(const struct string *surface, unsigned side, size_t begin, size_t at,
                                         size_t end) {
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (has_piece(surface, &spellings[i], side, begin, at, end)) return &spellings[i];
    return NULL;
}

/* Appends `new` in the case of the letters that it replaces: all capitals, the first, or none. */
static bool add_in_case(struct buffer *form, const char *new, const char *old) {
    bool first = variant_is_capital(old[0]);
    bool all = first && variant_is_capital(old[1]);
    bool good = true;
    for (size_t i = 0; new[i] && good; i++)
        good = buffer_add_byte(form, (char)(all || (first && i == 0) ? new[i] - ('a' - 'A') : new[i]));
    return good;
}

/* `to`: 1 for American, 0 for British. What is so already stays. */
static bool write_word(struct buffer *form, const struct string *surface, size_t begin, size_t end, unsigned to) {
    bool good = true;
    for (size_t at = begin; at < end && good;) {
        const struct spelling *spelling = find_piece(surface, !to, begin, at, end);
        const struct spelling *same = find_piece(surface, to, begin, at, end);
        bool changed = spelling && !(same && strlen(same->of[to]) > strlen(spelling->of[!to]));
        size_t size = changed ? strlen(spelling->of[!to]) : same ? strlen(same->of[to]) : 1;
        good = changed ? add_in_case(form, spelling->of[to], surface->bytes + at)
                       : buffer_add(form, surface->bytes + at, size);
        at += size;
    }
    return good;
}

bool variant_write_british(struct buffer *form, const struct string *surface, unsigned number) {
    bool good = true;
    for (size_t at = 0; at < surface->size && good;) {
        size_t end = variant_letters(surface, at);
        if (end > at) {
            good = write_word(form, surface, at, end, !number);
        } else {
            end = at + variant_unit(surface, at);
            good = buffer_add(form, surface->bytes + at, end - at);
        }
        at = end;
    }
    return good;
}
