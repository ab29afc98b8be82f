#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/typography.h"
#include "base/unicode.h"
#include "text/cut.h"

enum { CODE_END = 0x110000 };

static bool is_surrogate(uint32_t code) {
    return code >= 0xD800 && code <= 0xDFFF;
}

/* UTF-8 of any number below 2^21 in `length` bytes, overlong or not. */
static void encode_in(char *bytes, uint32_t code, unsigned length) {
    static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (unsigned i = length; i-- > 1; code >>= 6) bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(marks[length] | code);
}

static unsigned encode(char *bytes, uint32_t code) {
    unsigned length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    encode_in(bytes, code, length);
    return length;
}

/* The same on every run. */
static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* ---- Decoding ---- */

static unsigned decode(uint32_t *code, const char *bytes, size_t size) {
    char *copy = malloc(size); /* so that a byte too many is noticed */
    memcpy(copy, bytes, size);
    unsigned length = unicode_decode(code, copy, size);
    free(copy);
    return length;
}

static void every_code_point_is_decoded(void **state) {
    (void)state;
    for (uint32_t code = 0; code < CODE_END; code++) {
        char bytes[5];
        uint32_t decoded = 0;
        unsigned length = encode(bytes, code);
        bytes[length] = (char)0x80;
        assert_int_equal(unicode_decode(&decoded, bytes, length + 1), is_surrogate(code) ? 0 : length);
        if (!is_surrogate(code)) assert_int_equal(decoded, code);
    }
}

static void what_is_too_long_or_too_high_is_not(void **state) {
    (void)state;
    char bytes[4];
    uint32_t decoded;
    for (uint32_t code = 0; code < 0x80; code++) {
        encode_in(bytes, code, 2);
        assert_int_equal(decode(&decoded, bytes, 2), 0);
    }
    for (uint32_t code = 0; code < 0x800; code++) {
        encode_in(bytes, code, 3);
        assert_int_equal(decode(&decoded, bytes, 3), 0);
    }
    for (uint32_t code = 0; code < 0x10000; code++) {
        encode_in(bytes, code, 4);
        assert_int_equal(unicode_decode(&decoded, bytes, 4), 0);
    }
    for (uint32_t code = CODE_END; code < 1u << 21; code++) {
        encode_in(bytes, code, 4);
        assert_int_equal(unicode_decode(&decoded, bytes, 4), 0);
    }
    for (unsigned first = 0x80; first < 0x100; first++) {
        if (first >= 0xC2 && first <= 0xF4) continue;
        memset(bytes, 0x80, sizeof bytes);
        bytes[0] = (char)first;
        for (size_t size = 1; size <= 4; size++) assert_int_equal(decode(&decoded, bytes, size), 0);
    }
}

static void cut_and_broken_sequences_are_not(void **state) {
    (void)state;
    static const uint32_t codes[] = {0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char bytes[4];
        uint32_t decoded;
        unsigned length = encode(bytes, codes[i]);
        assert_int_equal(decode(&decoded, bytes, length), length);
        for (unsigned size = 1; size < length; size++) assert_int_equal(decode(&decoded, bytes, size), 0);
        for (unsigned at = 1; at < length; at++) {
            for (unsigned byte = 0; byte < 256; byte++) {
                if (byte >= 0x80 && byte < 0xC0) continue;
                char broken[4];
                memcpy(broken, bytes, length);
                broken[at] = (char)byte;
                assert_int_equal(decode(&decoded, broken, length), 0);
            }
        }
    }
}

/* ---- Classes ---- */

static void code_points_have_their_class(void **state) {
    (void)state;
    static const struct {
        uint32_t code;
        enum unicode_class class;
    } cases[] = {
        {0xA0, UNICODE_BLANK},     {0xAD, UNICODE_INVISIBLE},   {0x2028, UNICODE_BLANK},   {0x200B, UNICODE_BLANK},
        {0x3000, UNICODE_BLANK},   {0xFEFF, UNICODE_INVISIBLE}, {0x85, UNICODE_BLANK},     {0x200E, UNICODE_INVISIBLE},
        {0xE9, UNICODE_WORD},      {0x301, UNICODE_WORD},       {0x20DD, UNICODE_WORD},    {0x0660, UNICODE_WORD},
        {0x2160, UNICODE_WORD},    {0x203F, UNICODE_WORD},      {0xAC00, UNICODE_WORD},    {0x0645, UNICODE_WORD},
        {0x0903, UNICODE_WORD},    {0x02B0, UNICODE_WORD},      {0x1D400, UNICODE_WORD},   {0x01C5, UNICODE_WORD},
        {0x200C, UNICODE_BLANK},   {0x200D, UNICODE_BLANK},     {0x3099, UNICODE_WORD},    {0x2060, UNICODE_INVISIBLE},
        {0x2BC, UNICODE_SINGLE},   {0x4E00, UNICODE_SINGLE},    {0x3042, UNICODE_SINGLE},  {0x30A2, UNICODE_SINGLE},
        {0x0E01, UNICODE_SINGLE},  {0x0E31, UNICODE_SINGLE},    {0x0E81, UNICODE_SINGLE},  {0x1780, UNICODE_SINGLE},
        {0x1000, UNICODE_SINGLE},  {0x2018, UNICODE_SINGLE},    {0x20AC, UNICODE_SINGLE},  {0xB2, UNICODE_SINGLE},
        {0x1F600, UNICODE_SINGLE}, {0x3005, UNICODE_SINGLE},    {0x20000, UNICODE_SINGLE}, {0xFF71, UNICODE_SINGLE},
        {0x30FC, UNICODE_SINGLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (unicode_classify(cases[i].code) != cases[i].class) print_error("U+%04X\n", (unsigned)cases[i].code);
        assert_int_equal(unicode_classify(cases[i].code), cases[i].class);
    }
    for (int code = 0; code < 128; code++) {
        enum unicode_class class = isalnum(code) || code == '_' ? UNICODE_WORD
                                   : isgraph(code)              ? UNICODE_SINGLE
                                                                : UNICODE_BLANK;
        assert_int_equal(unicode_classify((uint32_t)code), class);
    }
}

/* ---- Normalising ---- */

enum { FOLDED = UNICODE_FOLD | UNICODE_COMPOSE };

static void check_normal(const char *text, unsigned normalization, const char *expected) {
    char output[4096];
    size_t size = unicode_normalize(output, unicode_normalized_room(strlen(text)), text, strlen(text), normalization);
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(output, expected, size);
}

static void tokens_are_brought_into_nfc(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"plain", "plain"},
        {"e\u0301", "\u00E9"},              /* composed */
        {"\u00E9", "\u00E9"},               /* as it is */
        {"\u1E9B\u0323", "\u1E9B\u0323"},   /* the first example of UAX #15 that stays */
        {"q\u0307\u0323", "q\u0323\u0307"}, /* marks in canonical order */
        {"a\u0315\u0300\u05AE\u0300", "\u00E0\u05AE\u0300\u0315"},
        {"A\u030A", "\u00C5"},
        {"\u212B", "\u00C5"}, /* singletons */
        {"\u2126", "\u03A9"},
        {"\u0958", "\u0915\u093C"},       /* composition exclusion */
        {"\u1112\u1161\u11AB", "\uD55C"}, /* Hangul */
        {"\uD558\u11AB", "\uD55C"},
        {"\u304B\u3099", "\u304C"},
        {"\uFB01", "\uFB01"}, /* no compatibility forms */
        {"A\xFF"
         "e\u0301\xC3",
         "A\xFF\u00E9\xC3"}, /* invalid bytes stay, and part what is composed */
        {"e\xFF\u0301", "e\xFF\u0301"},
        {"\xED\xA0\x80", "\xED\xA0\x80"},
        {"ẞß", "ẞß"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_normal(cases[i][0], UNICODE_COMPOSE, cases[i][1]);
}

static void tokens_are_folded(void **state) {
    (void)state;
    check_normal("Straße", UNICODE_FOLD, "strasse");
    check_normal("STRASSE", FOLDED, "strasse");
    check_normal("ẞ", FOLDED, "ss");
    check_normal("ΣΊΣΥΦΟΣ", FOLDED, "σίσυφοσ");
    check_normal("ς", FOLDED, "σ");
    check_normal("\uFB03", FOLDED, "ffi");
    check_normal("I", FOLDED, "i");
    check_normal("\u0130", FOLDED, "i\u0307");
    check_normal("E\u0301", FOLDED, "\u00E9");
    check_normal("\u0390", FOLDED, "\u0390");
    check_normal("\u1F80", FOLDED, "\u1F00\u03B9");
    check_normal("A\xFFZ", FOLDED, "a\xFFz");
    check_normal("\u13A0\uAB70", FOLDED, "\u13A0\u13A0");
    check_normal("ÀB", 0, "ÀB");
}

static void typography_is_replaced(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"plain", "plain"},
        {"\u2018\u2019\u201A\u201B\u02BC\u00B4\u2032\uFF07", "''''''''"},
        {"\u201C\u201D\u201E\u00AB\u00BB\u2033\uFF02", "\"\"\"\"\"\"\""},
        {"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFF0D\uFE63", "---------"},
        {"Kran\u00ADken\u2060haus\uFEFF", "Krankenhaus"},
        {"\u202Aa\u202C\u200E\u2066\u061C", "a"},
        {"o\uFB03ce \uFB05", "office \u017Ft"},
        {"\u0132\uFB17", "IJ\u0574\u056D"},
        {"\uFF21\uFF42\uFF15\uFF05\uFFE5", "Ab5%\u00A5"},
        {"\uFF76\uFF9E\uFF70", "\u30AC\u30FC"}, /* composed, too */
        {"\uFFA1\uFFDC\uFFEE", "\u3131\u3163\u25CB"},
        {"x\u00B2\u00BD\u2122\u2026\u200D", "x\u00B2\u00BD\u2122\u2026\u200D"}, /* stays */
        {"\u00AD", "\u00AD"},                                                   /* all that there is */
        {"a\xFF\u2019\xE2\x80", "a\xFF'\xE2\x80"},
        {"\u2019e\u0301", "'\u00E9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_normal(cases[i][0], UNICODE_TYPOGRAPHY | UNICODE_COMPOSE, cases[i][1]);
    check_normal("\u2019e\u0301", UNICODE_TYPOGRAPHY, "'e\u0301");
    check_normal("\uFF21\uFB01", UNICODE_TYPOGRAPHY | UNICODE_FOLD, "afi");
}

static void accents_are_left_out(void **state) {
    (void)state;
    check_normal("caf\u00E9 cafe\u0301", UNICODE_ACCENTS, "cafe cafe");
    check_normal("\u1ECC\u0323\u0301un \u00D8\u0142", UNICODE_ACCENTS, "Oun Ol");
    check_normal("\u00C9\u00DF\u0141", UNICODE_ACCENTS | UNICODE_FOLD, "essl");
    check_normal("\u0439\u03AC\u1F71", UNICODE_ACCENTS, "\u0438\u03B1\u03B1");
    check_normal("\u304C\u0915\u093C\uD55C", UNICODE_ACCENTS, "\u304C\u0915\u093C\uD55C"); /* no accents */
    check_normal("\u0301", UNICODE_ACCENTS, "\u0301");                                     /* all that there is */
}

static void turkic_letters_are_folded(void **state) {
    (void)state;
    enum { TURKIC = UNICODE_TURKIC | FOLDED };
    check_normal("I\u0131", TURKIC, "II");
    check_normal("i\u0130I\u0307", TURKIC, "iii");
    check_normal("D\u0130YARBAKIR", TURKIC, "diyarbakIr");
    check_normal("Diyarbak\u0131r", TURKIC, "diyarbakIr");
    check_normal("\uFF29", TURKIC | UNICODE_TYPOGRAPHY, "I");
    check_normal("I\u0131\u0130", UNICODE_TURKIC, "I\u0131\u0130");
}

/* The mappings of widths are all those of the Unicode data, and the ligatures some. */
static void typography_is_that_of_the_data(void **state) {
    (void)state;
    for (uint32_t code = 0x80; code < CODE_END; code++) {
        char text[4];
        uint32_t meant[TYPOGRAPHY_CODES];
        if (is_surrogate(code) || code == 0x3000) continue;
        int kind = utf8proc_get_property((utf8proc_int32_t)code)->decomp_type;
        bool width = kind == UTF8PROC_DECOMP_TYPE_WIDE || kind == UTF8PROC_DECOMP_TYPE_NARROW;
        unsigned count = typography_map(meant, code);
        if (!width && count < 2) continue;
        char mapped[16];
        size_t size = 0;
        for (unsigned i = 0; i < count; i++) size += encode(mapped + size, meant[i]);
        utf8proc_uint8_t *left = NULL;
        utf8proc_uint8_t *right = NULL;
        utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
        utf8proc_ssize_t left_size = utf8proc_map((utf8proc_uint8_t *)mapped, (utf8proc_ssize_t)size, &left, options);
        utf8proc_ssize_t right_size = utf8proc_map((utf8proc_uint8_t *)text, encode(text, code), &right, options);
        if (left_size != right_size || memcmp(left, right, (size_t)left_size) != 0 || (width && meant[0] == code))
            fail_msg("U+%04X", (unsigned)code);
        free(left);
        free(right);
    }
}

static void small_room_is_refused_and_long_tokens_stay(void **state) {
    (void)state;
    char output[16384];
    char text[UNICODE_NORMALIZED_SIZE + 2];
    assert_int_equal(unicode_normalize(output, 1, "e\u0301", 3, UNICODE_COMPOSE), 0);
    assert_int_equal(unicode_normalize(output, 2, "e\u0301", 3, UNICODE_COMPOSE), 2);
    assert_int_equal(unicode_normalize(output, 3, "\xFF\xFF\xFF\xFF", 4, UNICODE_COMPOSE), 0);
    for (size_t i = 0; i < sizeof text; i += 2) memcpy(text + i, "\xCE\x90", 2); /* U+0390 becomes three */
    size_t size = unicode_normalize(output, sizeof output, text, UNICODE_NORMALIZED_SIZE, UNICODE_FOLD);
    assert_int_equal(size, 3 * UNICODE_NORMALIZED_SIZE);
    assert_int_equal(unicode_normalize(output, sizeof output, text, sizeof text, FOLDED), sizeof text);
    assert_memory_equal(output, text, sizeof text);
    assert_int_equal(unicode_normalize(output, sizeof text - 1, text, sizeof text, FOLDED), 0);
}

/* Every code point, in as many bytes as are normalised at once. */
static void whatever_is_made_fits_the_room(void **state) {
    (void)state;
    static char output[8 * UNICODE_NORMALIZED_SIZE + 16];
    static char again[8 * UNICODE_NORMALIZED_SIZE + 16];
    char text[UNICODE_NORMALIZED_SIZE];
    static const unsigned all[] = {FOLDED, FOLDED | UNICODE_TYPOGRAPHY | UNICODE_ACCENTS | UNICODE_TURKIC};
    for (uint32_t number = 0x100; number < 0x60000; number++) {
        uint32_t code = number / 2;
        size_t size = 0;
        if (is_surrogate(code)) continue;
        while (size < (code < 0x800 ? sizeof text : 36)) size += encode(text + size, code);
        size_t made = unicode_normalize(output, unicode_normalized_room(size), text, size, all[number % 2]);
        assert_true(made > 0);
        if (made > UNICODE_NORMALIZED_SIZE) continue;
        assert_int_equal(unicode_normalize(again, sizeof again, output, made, UNICODE_COMPOSE), made);
        assert_memory_equal(again, output, made);
    }
}

/* ---- What NFC surely leaves as it is ---- */

static void check_plain(const char *bytes, size_t size) {
    char output[8 * UNICODE_NORMALIZED_SIZE + 16];
    if (!unicode_is_plain(bytes, size, UNICODE_COMPOSE)) return;
    size_t made = unicode_normalize(output, sizeof output, bytes, size, UNICODE_COMPOSE);
    if (made == size && memcmp(output, bytes, size) == 0) return;
    for (size_t i = 0; i < size; i++) print_error("%02x ", (unsigned char)bytes[i]);
    print_error("is no NFC\n");
    fail();
}

static void plain_code_points_are_nfc_alone_and_with_marks(void **state) {
    (void)state;
    static const uint32_t marks[] = {0x300,  0x301,  0x302,  0x303,   0x306,   0x307,   0x308,   0x30A,  0x31B,
                                     0x323,  0x327,  0x328,  0x338,   0x342,   0x345,   0x653,   0x654,  0x655,
                                     0x93C,  0x9BE,  0xB3E,  0xBBE,   0xCD5,   0xDCF,   0x102E,  0x1161, 0x11A8,
                                     0x1B35, 0x3099, 0x309A, 0x110BA, 0x11127, 0x1133E, 0x114BA, 0x11930};
    assert_true(unicode_is_plain("caf\u00E9 \u0434\u4E2D\u3042", 14, UNICODE_COMPOSE));
    assert_false(unicode_is_plain("e\u0301", 3, UNICODE_COMPOSE));
    for (uint32_t code = 0; code < CODE_END; code++) {
        char text[8];
        if (is_surrogate(code)) continue;
        unsigned length = encode(text, code);
        check_plain(text, length);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            check_plain(text, length + encode(text + length, marks[i]));
    }
}

/* Every pair of code points that are plain and no Han, as many as fit at once. */
static void plain_pairs_are_nfc(void **state) {
    (void)state;
    static uint32_t codes[4096];
    size_t count = 0;
    char text[UNICODE_NORMALIZED_SIZE];
    for (uint32_t code = 0x80; code < 0x4E10; code++) {
        size_t size = encode(text, code);
        if (!is_surrogate(code) && unicode_is_plain(text, size, UNICODE_COMPOSE)) codes[count++] = code;
        assert_in_range(count, 0, 4095);
    }
    for (size_t i = 0; i < count; i++) {
        size_t size = 0;
        for (size_t k = 0; k < count; k++) {
            size += encode(text + size, codes[i]);
            size += encode(text + size, codes[k]);
            if (size < sizeof text - 8 && k + 1 < count) continue;
            check_plain(text, size);
            size = 0;
        }
    }
}

static void plain_bytes_of_any_kind_are_nfc(void **state) {
    (void)state;
    static const char *const parts[] = {"\xFF", "\xCC",   "\x80",   "\xCC\x81", "e",        "\xC3\xA9",     "\xE3",
                                        "\x82", "\x99",   "\u304B", "\u3099",   "\u0415",   "\xF0\x9F\x98", "\u4E00",
                                        "\xC3", "\u0338", "=",      "\u1100",   "\xE1\x85", "\xA1",         "\u0308"};
    uint32_t random = 1;
    for (int i = 0; i < 100000; i++) {
        char text[64];
        size_t size = 0;
        for (uint32_t k = next_random(&random) % 6; k < 6; k++) {
            const char *part = parts[next_random(&random) % (sizeof parts / sizeof *parts)];
            memcpy(text + size, part, strlen(part));
            size += strlen(part);
        }
        check_plain(text, size);
    }
}

/* ---- The word tokenizer ---- */

/* Writes each token as [token], sentence ends as ';', and returns a number that tells where their texts end. Text is
 * given in windows of `window` bytes or, where that is too little for a step, of more; `capacity` tokens at a time. */
static size_t cut_text(struct buffer *shown, cut_function *function, const char *text, size_t size, size_t window,
                       uint32_t capacity) {
    struct token *tokens = malloc(capacity * sizeof *tokens);
    struct sentence *sentences = malloc(capacity * sizeof *sentences);
    struct cut cut = {.tokens = tokens, .sentences = sentences, .capacity = capacity};
    struct cut_state state = {0};
    size_t at = 0;
    size_t reach = window;
    size_t ends = 0; /* made of where the sentences' texts end */
    shown->size = 0;
    for (bool done = false; !done;) {
        bool final = reach >= size - at;
        size_t given = final ? size - at : reach;
        char *copy = malloc(given + 1);
        memcpy(copy, text + at, given);
        struct cut_state before = state;
        function(&cut, &state, copy, given, final);
        uint32_t sentence = 0;
        for (uint32_t i = 0; i <= cut.token_count; i++) {
            for (; sentence < cut.sentence_count && sentences[sentence].token_end == i; sentence++) {
                assert_true(buffer_add_text(shown, ";"));
                ends = (ends + at + sentences[sentence].text_end) * 31;
            }
            if (i == cut.token_count) break;
            if (i == 0 && cut.first_goes_on) shown->size--; /* the bracket */
            if (i > 0 || !cut.first_goes_on) assert_true(buffer_add_text(shown, "["));
            assert_true(buffer_add(shown, copy + tokens[i].begin, tokens[i].end - tokens[i].begin));
            assert_true(buffer_add_text(shown, "]"));
        }
        free(copy);
        bool stuck = cut.used == 0 && cut.token_count + cut.sentence_count == 0;
        if (stuck) state = before;
        done = final && cut.used == given && cut.token_count < capacity && cut.sentence_count < capacity;
        at += cut.used;
        reach = stuck ? reach + 1 : window;
    }
    free(tokens);
    free(sentences);
    return ends;
}

static void check_cut(cut_function *function, const char *text, size_t size, const char *expected) {
    struct buffer shown = {0};
    size_t ends = cut_text(&shown, function, text, size, size + 1, 100);
    assert_true(buffer_add_byte(&shown, 0));
    assert_string_equal(shown.bytes, expected);
    for (size_t window = 1; window <= size; window++) {
        for (uint32_t capacity = 1; capacity < 5; capacity++) {
            size_t same = cut_text(&shown, function, text, size, window, capacity);
            assert_true(buffer_add_byte(&shown, 0));
            if (same != ends || strcmp(shown.bytes, expected) != 0)
                print_error("window %zu, capacity %u\n", window, capacity);
            assert_string_equal(shown.bytes, expected);
            assert_int_equal(same, ends);
        }
    }
    buffer_free(&shown);
}

/* With signs that count as letters. */
static void cut_signs(struct cut *cut, struct cut_state *state, const char *text, size_t size, bool final) {
    assert_true(signs_parse(&cut->signs, "-/"));
    cut_words(cut, state, text, size, final);
}

static void words_are_cut(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"   ", ";"},
        {"system's", "[system]['][s];"},
        {"input/output", "[input][/][output];"},
        {"x86_64", "[x86_64];"},
        {"C++", "[C][+][+];"},
        {"a\r\nb\r\n", "[a];[b];"},
        {"a b\nc", "[a][b];[c];"},
        {"a\rb", "[a][b];"},
        {"a\n\n\nb\n", "[a];;;[b];"},
        {"\n", ";"},
        {"don\u2019t", "[don][\u2019][t];"},
        {"\u00E9t\u00E9", "[\u00E9t\u00E9];"},
        {"e\u0301te\u0301", "[e\u0301te\u0301];"},
        {"\u0301x", "[\u0301x];"},
        {"\U0001F468\u200D\U0001F4BBx", "[\U0001F468\u200D\U0001F4BB][x];"}, /* clusters stay whole */
        {"\U0001F44D\U0001F3FD!", "[\U0001F44D\U0001F3FD][!];"},
        {"\u2764\uFE0F\u2764", "[\u2764\uFE0F][\u2764];"},
        {"1\uFE0F\u20E3#\uFE0F\u20E3", "[1\uFE0F\u20E3][#\uFE0F\u20E3];"},
        {"\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7\U0001F1EA",
         "[\U0001F1E9\U0001F1EA][\U0001F1EB\U0001F1F7][\U0001F1EA];"},
        {"a\u200D\U0001F4BB", "[a\u200D][\U0001F4BB];"},
        {"=\u0338b", "[=\u0338][b];"},
        {" \u0301", "[\u0301];"},
        {"\u0E01\u0E33\u0E01\u0E31", "[\u0E01\u0E33][\u0E01\u0E31];"},
        {"\U0001F600\U0001F600ab", "[\U0001F600][\U0001F600][ab];"},
        {"\u0E20\u0E32\u0E29\u0E32", "[\u0E20][\u0E32][\u0E29][\u0E32];"},
        {"\u6F22\u5B57ab", "[\u6F22][\u5B57][ab];"},
        {"ab\u6F22cd", "[ab][\u6F22][cd];"},
        {"\u304B\u304D", "[\u304B][\u304D];"},
        {"\u304B\u3099\u304D", "[\u304B\u3099][\u304D];"}, /* the dakuten belongs to the kana before it */
        {"\u30CF\u309A\u30BD", "[\u30CF\u309A][\u30BD];"},
        {"a\u3099b", "[a\u3099b];"},
        {"\u3099\u304B", "[\u3099][\u304B];"},
        {"\uD55C\uAD6D\uC5B4", "[\uD55C\uAD6D\uC5B4];"},
        {"\u1112\u1161\u11AB", "[\u1112\u1161\u11AB];"},
        {"\u0643\u062A\u0627\u0628 \u0645\u064F", "[\u0643\u062A\u0627\u0628][\u0645\u064F];"},
        {"\u0645\u06CC\u200C\u062E\u0648", "[\u0645\u06CC\u200C\u062E\u0648];"}, /* ZWNJ inside a word */
        {"\u200Cab", "[ab];"},
        {"a \u200D b", "[a][b];"},
        {"co\u00ADop co\u00AD\u2060op", "[co\u00ADop][co\u00AD\u2060op];"}, /* a soft hyphen is invisible */
        {"co\u00AD \u00ADop\u00AD.\u00AD", "[co][op][.];"},
        {"\u202Aab\u202C\u200E", "[ab];"},
        {"\u4E2D\u2060\u4E2D", "[\u4E2D][\u4E2D];"},
        {"\x1B[31mred\x1B[0m", "[red];"}, /* colours of a terminal */
        {"a\x1B[1;31;40mb\x1B[K", "[a][b];"},
        {"\x1B[ x \x1B]0;t", "[[][x][]][0][;][t];"}, /* none */
        {"\x1B[0123456789012345678901234567890m", "[[][0123456789012345678901234567890m];"},
        {"#033[31mred#033[0m a#011b#012#011c", "[red][a][b][c];"}, /* the same, written out */
        {"\\x1b[1mx\\x1B[my\\033[mz\\u001b[m.\\u001B[K\\e[mw^[[0mv", "[x][y][z][.][w][v];"},
        {"#01 #0115 #011 #011, #041a #177a", "[#][01][#][0115][#][011][#][011][,][#][041a][a];"},
        {"#033 \\x1b 1^[ 2 \\x1b[ #033[", "[#][033][\\][x1b][1][^][[][2][\\][x1b][[][#][033][[];"},
        {"a\u00A0b\u2003c\u3000d", "[a][b][c][d];"},
        {"a\u2028b", "[a][b];"},
        {"\uFEFFa", "[a];"},
        {"a\xFF\xFE"
         "b",
         "[a][\xFF][\xFE][b];"},
        {"\xE2\x82", "[\xE2][\x82];"},
        {"a\xE2\x82 b", "[a][\xE2][\x82][b];"},
        {"\xF0\x9F\x98", "[\xF0][\x9F][\x98];"},
        {"\xC0\xAF\xED\xA0\x80", "[\xC0][\xAF][\xED][\xA0][\x80];"},
        {"caf\xC3", "[caf][\xC3];"},
        {"\u0915\u094D\u200D\u0937", "[\u0915\u094D\u200D\u0937];"},
        {"3.14 1,000", "[3][.][14][1][,][000];"},
        {"\u0661\u0662", "[\u0661\u0662];"},
        {"a\x01\x7F\tb", "[a][b];"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_cut(cut_words, cases[i][0], strlen(cases[i][0]), cases[i][1]);
    check_cut(cut_words, "a\0b", 3, "[a][b];");
    check_cut(cut_signs, "state-of-the-art, C++ - a/b-\u2010c", 33, "[state-of-the-art][,][C][+][+][-][a/b-\u2010c];");
}

/* Marks that belong to what comes behind them, of which the tokenizer knows only that they are letters or blanks. */
static bool is_prepended(uint32_t code) {
    static const uint32_t ranges[][2] = {{0x600, 0x605},     {0x6DD, 0x6DD},     {0x70F, 0x70F},     {0x890, 0x891},
                                         {0x8E2, 0x8E2},     {0xD4E, 0xD4E},     {0x110BD, 0x110BD}, {0x110CD, 0x110CD},
                                         {0x111C2, 0x111C3}, {0x1193F, 0x1193F}, {0x11941, 0x11941}, {0x11A3A, 0x11A3A},
                                         {0x11A84, 0x11A89}, {0x11D46, 0x11D46}, {0x11F02, 0x11F02}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1]) return true;
    return false;
}

static uint32_t any_code(uint32_t *random) {
    static const uint32_t ranges[][2] = {{0x20, 0x7F},       {0x20, 0x7F},       {0x300, 0x36F},     {0x200B, 0x200F},
                                         {0x1F1E6, 0x1F1FF}, {0x1F300, 0x1FAFF}, {0x1F3FB, 0x1F3FF}, {0x200D, 0x200D},
                                         {0xFE0F, 0xFE0F},   {0x1100, 0x11FF},   {0xAC00, 0xAC40},   {0xE00, 0xEFF},
                                         {0x900, 0xDFF},     {0x1000, 0x109F},   {0x3040, 0x30FF},   {0, CODE_END - 1}};
    for (;;) {
        size_t kind = next_random(random) % (sizeof ranges / sizeof *ranges);
        uint32_t code = ranges[kind][0] + next_random(random) % (ranges[kind][1] - ranges[kind][0] + 1);
        if (code && !is_surrogate(code) && !is_prepended(code)) return code;
    }
}

/* The bytes of the first grapheme cluster of today's Unicode. */
static size_t cluster_size(const char *text, size_t size) {
    uint32_t code;
    utf8proc_int32_t state = 0;
    size_t at = unicode_decode(&code, text, size);
    while (at < size) {
        uint32_t before = code;
        unsigned length = unicode_decode(&code, text + at, size - at);
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)code, &state)) break;
        at += length;
    }
    return at;
}

/* A cluster that begins with something visible: no token begins or ends inside. */
static void clusters_stay_whole(void **state) {
    (void)state;
    enum { COUNT = 40 };
    uint32_t random = 1;
    for (int round = 0; round < 20000; round++) {
        char text[4 * COUNT];
        bool edge[4 * COUNT + 1] = {false}; /* of a token */
        size_t size = 0;
        struct token tokens[COUNT + 2];
        struct sentence sentences[COUNT + 2];
        struct cut cut = {.tokens = tokens, .sentences = sentences, .capacity = COUNT + 2};
        for (int i = 0; i < COUNT; i++) size += encode(text + size, any_code(&random));
        cut_words(&cut, &(struct cut_state){0}, text, size, true);
        for (uint32_t i = 0; i < cut.token_count; i++) edge[tokens[i].begin] = edge[tokens[i].end] = true;
        for (size_t at = 0, length; at < size; at += length) {
            uint32_t code;
            unsigned first = unicode_decode(&code, text + at, size - at);
            length = cluster_size(text + at, size - at);
            enum unicode_class class = unicode_classify(code);
            for (size_t i = at + 1; i < at + length && class != UNICODE_BLANK; i++)
                if (edge[i])
                    fail_msg("round %d: a cluster of %zu bytes, the first %u, U+%04X", round, length, first, code);
        }
    }
}

static void paragraphs_are_cut(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"a b\nc", "[a][b][c];"},
        {"a\n\nb", "[a];[b];"},
        {"a\r\n\r\nb\r\nc\r\n", "[a];[b][c];"},
        {"a\n \t\nb", "[a];[b];"},
        {"a \n\u00A0\nb", "[a];[b];"},
        {"\n\na\n\n\n\nb\n\n", "[a];[b];"},
        {"a\nb\n", "[a][b];"},
        {"\xC3\n\nb", "[\xC3];[b];"},
        {"a\n.\nb", "[a][.][b];"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_cut(cut_paragraphs, cases[i][0], strlen(cases[i][0]), cases[i][1]);
}

static void sentences_say_where_they_end(void **state) {
    (void)state;
    static const char text[] = "ab c\r\n\nd \n";
    static const struct sentence expected[] = {{2, 4, 6}, {2, 6, 7}, {3, 9, 10}};
    struct token tokens[16];
    struct sentence sentences[16];
    struct cut cut = {.tokens = tokens, .sentences = sentences, .capacity = 16};
    struct cut_state cutting = {0};
    cut_words(&cut, &cutting, text, sizeof text - 1, true);
    assert_int_equal(cut.sentence_count, 3);
    assert_memory_equal(sentences, expected, sizeof expected);
    assert_int_equal(cut.used, sizeof text - 1);
    static const char wrapped[] = "a\r\nb\n\n\nc";
    cutting = (struct cut_state){0};
    cut_paragraphs(&cut, &cutting, wrapped, sizeof wrapped - 1, true);
    assert_int_equal(cut.sentence_count, 2);
    assert_int_equal(sentences[0].token_end, 2);
    assert_int_equal(sentences[0].text_end, 4);
    assert_int_equal(sentences[1].text_end, sizeof wrapped - 1);
}

/* A token without end comes in parts that say so. */
static void long_tokens_come_in_parts(void **state) {
    (void)state;
    enum { SIZE = 300000 };
    struct buffer shown = {0};
    char *text = malloc(SIZE);
    memset(text, 'a', SIZE);
    memcpy(text + SIZE - 4, " b\nc", 4);
    static const size_t windows[] = {TOKEN_SIZE_MAX, TOKEN_SIZE_MAX + 1, 100000, 131072, SIZE};
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        cut_text(&shown, cut_words, text, SIZE, windows[i], 10);
        assert_int_equal(shown.size, SIZE - 4 + 2 + 8);
        assert_memory_equal(shown.bytes + shown.size - 12, "aaa][b];[c];", 12);
    }
    buffer_free(&shown);
    free(text);
}

/* ---- Whole texts ---- */

static void check_mended(const char *text, size_t size, const char *expected) {
    struct buffer mended = {0};
    assert_true(unicode_mend(&mended, text, size));
    assert_int_equal(mended.size, strlen(expected));
    if (mended.size) assert_memory_equal(mended.bytes, expected, mended.size);
    assert_int_equal(unicode_is_valid(text, size), size == mended.size && memcmp(text, expected, size) == 0);
    assert_true(mended.size == 0 || unicode_is_valid(mended.bytes, mended.size));
    buffer_free(&mended);
}

static void each_bad_byte_is_mended_alone(void **state) {
    (void)state;
    check_mended("", 0, "");
    check_mended("plain text of more than eight bytes", 35, "plain text of more than eight bytes");
    check_mended("caf\xC3\xA9 \xF0\x9F\x91\xA9", 10, "caf\xC3\xA9 \xF0\x9F\x91\xA9");
    check_mended("a\xFF\xFE"
                 "b",
                 4,
                 "a\xEF\xBF\xBD\xEF\xBF\xBD"
                 "b");
    check_mended("a\xF0\x9F\x91", 4, "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    check_mended("\xED\xA0\x80", 3, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    check_mended("\xC0\x80", 2, "\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void every_code_point_is_valid(void **state) {
    (void)state;
    for (uint32_t code = 0; code < CODE_END; code++) {
        char bytes[16] = "1234567890";
        unsigned length = encode(bytes + 9, code);
        assert_int_equal(unicode_is_valid(bytes, 9 + length), !is_surrogate(code));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_decoded),
        cmocka_unit_test(what_is_too_long_or_too_high_is_not),
        cmocka_unit_test(cut_and_broken_sequences_are_not),
        cmocka_unit_test(code_points_have_their_class),
        cmocka_unit_test(tokens_are_brought_into_nfc),
        cmocka_unit_test(tokens_are_folded),
        cmocka_unit_test(typography_is_replaced),
        cmocka_unit_test(accents_are_left_out),
        cmocka_unit_test(turkic_letters_are_folded),
        cmocka_unit_test(typography_is_that_of_the_data),
        cmocka_unit_test(small_room_is_refused_and_long_tokens_stay),
        cmocka_unit_test(whatever_is_made_fits_the_room),
        cmocka_unit_test(plain_code_points_are_nfc_alone_and_with_marks),
        cmocka_unit_test(plain_pairs_are_nfc),
        cmocka_unit_test(plain_bytes_of_any_kind_are_nfc),
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(clusters_stay_whole),
        cmocka_unit_test(paragraphs_are_cut),
        cmocka_unit_test(sentences_say_where_they_end),
        cmocka_unit_test(long_tokens_come_in_parts),
        cmocka_unit_test(each_bad_byte_is_mended_alone),
        cmocka_unit_test(every_code_point_is_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
