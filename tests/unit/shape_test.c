/* The shape of one token, and of several together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/shape.h"

static void check_shape(const char *token, enum shape expected) {
    enum shape shape = shape_of(token, strlen(token));
    if (shape != expected) print_error("\"%s\": shape %d instead of %d\n", token, (int)shape, (int)expected);
    assert_int_equal(shape, expected);
    assert_int_equal(shape_plain(shape), expected < SHAPE_PUNCTUATION ? expected : SHAPE_SYMBOLS);
}

/* ---- One token ---- */

static void shapes_of_ascii(void **state) {
    (void)state;
    static const struct {
        const char *token;
        enum shape shape;
    } cases[] = {
        {"kernel", SHAPE_LOWER},       {"k", SHAPE_LOWER},
        {"a-b", SHAPE_LOWER},          {"-x", SHAPE_LOWER},
        {"Kernel", SHAPE_CAPITALIZED}, {"K", SHAPE_CAPITALIZED},
        {"Mr.", SHAPE_CAPITALIZED},    {"A-", SHAPE_CAPITALIZED},
        {"BIOS", SHAPE_CAPITALS},      {"U.S.", SHAPE_CAPITALS},
        {"-AB", SHAPE_CAPITALS},       {"-A", SHAPE_CAPITALS},
        {"x86", SHAPE_ALPHANUMERIC},   {"IPv6", SHAPE_ALPHANUMERIC},
        {"3D", SHAPE_ALPHANUMERIC},    {"A1-", SHAPE_ALPHANUMERIC},
        {"2038", SHAPE_DIGITS},        {"1.5", SHAPE_DIGITS},
        {"-3", SHAPE_DIGITS},          {"7", SHAPE_DIGITS},
        {"eBPF", SHAPE_MIXED},         {"SoC", SHAPE_MIXED},
        {"McKusick", SHAPE_MIXED},     {"aB", SHAPE_MIXED},
        {"-Foo", SHAPE_MIXED},         {"--", SHAPE_SYMBOLS},
        {"...", SHAPE_SYMBOLS},        {"()", SHAPE_SYMBOLS},
        {" ", SHAPE_SYMBOLS},          {"\t", SHAPE_SYMBOLS},
        {"\x7F", SHAPE_SYMBOLS},       {"\x01", SHAPE_SYMBOLS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_shape(cases[i].token, cases[i].shape);
}

static void every_sign_has_its_own_shape(void **state) {
    (void)state;
    static const char signs[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    assert_int_equal(sizeof signs - 1, SHAPE_END - SHAPE_PUNCTUATION);
    for (unsigned i = 0; i < sizeof signs - 1; i++)
        check_shape((char[]){signs[i], 0}, (enum shape)(SHAPE_PUNCTUATION + i));
    size_t alone = 0;
    for (int byte = 0; byte < 256; byte++) alone += shape_of(&(char){(char)byte}, 1) >= SHAPE_PUNCTUATION;
    assert_int_equal(alone, sizeof signs - 1);
}

static void other_scripts_have_the_same_shapes(void **state) {
    (void)state;
    check_shape("\u03B1\u03B2\u03B3", SHAPE_LOWER); /* Greek */
    check_shape("\u0391\u03B2\u03B3", SHAPE_CAPITALIZED);
    check_shape("\u0391\u0392\u0393", SHAPE_CAPITALS);
    check_shape("\u03B1\u0392", SHAPE_MIXED);
    check_shape("\u044F\u0434\u0440\u043E", SHAPE_LOWER); /* Cyrillic */
    check_shape("\u042F\u0434\u0440\u043E", SHAPE_CAPITALIZED);
    check_shape("\u042F\u0414\u0420\u041E", SHAPE_CAPITALS);
    check_shape("\u042F-2", SHAPE_ALPHANUMERIC);
    check_shape("\u01C5ep", SHAPE_CAPITALIZED);             /* a title case letter */
    check_shape("\U00010400\U00010428", SHAPE_CAPITALIZED); /* four bytes a letter */
    check_shape("caf\u00E9", SHAPE_LOWER);
    check_shape("cafe\u0301", SHAPE_LOWER); /* with a combining mark */
    check_shape("\u00C9tat", SHAPE_CAPITALIZED);
    check_shape("stra\u00DFe", SHAPE_LOWER);
    check_shape("\u65E5\u672C", SHAPE_CASELESS);
    check_shape("\u05D0\u05D1", SHAPE_CASELESS);
    check_shape("\u0639\u0631", SHAPE_CASELESS);
    check_shape("\u304B\u306A", SHAPE_CASELESS);
    check_shape("\u65E5a", SHAPE_LOWER);
    check_shape("\u65E52", SHAPE_ALPHANUMERIC);
    check_shape("\u0663\u0664", SHAPE_DIGITS); /* Arabic */
    check_shape("\u0967\u0968", SHAPE_DIGITS); /* Devanagari */
    check_shape("\uFF11", SHAPE_DIGITS);       /* fullwidth */
    check_shape("\u2163", SHAPE_DIGITS);       /* a Roman numeral */
    check_shape("\u00BD", SHAPE_DIGITS);
    check_shape("m\u00B2", SHAPE_ALPHANUMERIC);
    check_shape("\u2014", SHAPE_SYMBOLS);
    check_shape("\u20AC", SHAPE_SYMBOLS);
    check_shape("\U0001F600", SHAPE_SYMBOLS);
}

static void bytes_that_are_no_utf8_are_symbols(void **state) {
    (void)state;
    check_shape("\xFF", SHAPE_SYMBOLS);
    check_shape("\xC3", SHAPE_SYMBOLS);
    check_shape("\xE6\x97", SHAPE_SYMBOLS);
    check_shape("\xED\xA0\x80", SHAPE_SYMBOLS); /* a surrogate */
    check_shape("\xC0\x80", SHAPE_SYMBOLS);
    check_shape("\xFF"
                "ab",
                SHAPE_LOWER);
    check_shape("\xC3"
                "A",
                SHAPE_CAPITALS); /* the capital is not the first character */
    check_shape("A\xC3", SHAPE_CAPITALIZED);
    assert_int_equal(shape_of("\0", 1), SHAPE_SYMBOLS);
    assert_int_equal(shape_of("a\0B", 3), SHAPE_MIXED);
    assert_int_equal(shape_of("", 0), SHAPE_NONE);
    assert_int_equal(shape_of(NULL, 0), SHAPE_NONE);
    for (size_t size = 1; size < 4; size++) { /* cut at the end of what may be read */
        char exact[4];
        memcpy(exact + 4 - size, "\xF0\x90\x90\x80", size);
        assert_int_equal(shape_of(exact + 4 - size, size), SHAPE_SYMBOLS);
    }
}

static void long_tokens_are_judged_by_their_front(void **state) {
    (void)state;
    static char token[100000];
    memset(token, 'a', sizeof token);
    assert_int_equal(shape_of(token, sizeof token), SHAPE_LOWER);
    token[64] = 'A';
    assert_int_equal(shape_of(token, 64), SHAPE_LOWER);
    assert_int_equal(shape_of(token, sizeof token), SHAPE_LOWER);
    token[63] = '1';
    assert_int_equal(shape_of(token, sizeof token), SHAPE_ALPHANUMERIC);
    assert_int_equal(shape_of(token, 63), SHAPE_LOWER);
    memcpy(token + 62, "\u0391", 2);
    assert_int_equal(shape_of(token, sizeof token), SHAPE_MIXED);
    memcpy(token + 63, "\u0391", 2); /* begins in the front */
    token[62] = 'a';
    assert_int_equal(shape_of(token, sizeof token), SHAPE_MIXED);
    memset(token, '-', 64);
    assert_int_equal(shape_of(token, sizeof token), SHAPE_SYMBOLS);
}

/* ASCII, one character after the other. */
static enum shape expect_shape(const char *token, size_t size) {
    size_t upper = 0;
    size_t lower = 0;
    size_t digits = 0;
    for (size_t i = 0; i < size && i < 64; i++) {
        upper += token[i] >= 'A' && token[i] <= 'Z';
        lower += token[i] >= 'a' && token[i] <= 'z';
        digits += token[i] >= '0' && token[i] <= '9';
    }
    bool first = token[0] >= 'A' && token[0] <= 'Z';
    if (digits) return upper || lower ? SHAPE_ALPHANUMERIC : SHAPE_DIGITS;
    if (upper == 0) return lower ? SHAPE_LOWER : SHAPE_SYMBOLS;
    if (upper == 1 && first) return SHAPE_CAPITALIZED;
    return lower ? SHAPE_MIXED : SHAPE_CAPITALS;
}

static void ascii_of_any_length(void **state) {
    (void)state;
    static const char letters[] = "@AZ[`az{/09:BbYy5\0\x7F~ ";
    uint32_t random = 11;
    for (int round = 0; round < 200000; round++) {
        char room[80];
        size_t size = 1 + (size_t)round % sizeof room;
        char *token = room + sizeof room - size; /* ends where what may be read does */
        char usual = "aA0-"[round / 7 % 4];
        for (size_t i = 0; i < size; i++) {
            random = random * 1664525u + 1013904223u;
            token[i] = random >> 29 ? usual : letters[(random >> 8) % (sizeof letters - 1)];
        }
        enum shape shape = shape_of(token, size);
        assert_int_equal(shape_plain(shape), expect_shape(token, size));
        assert_true(shape < SHAPE_PUNCTUATION || size == 1);
    }
}

/* ---- Several ---- */

/* Tokens between spaces. */
static void check_shapes(const char *tokens, enum shapes expected) {
    struct shapes_set shapes = {0};
    for (const char *at = tokens; *at; at += *at == ' ') {
        size_t size = strcspn(at, " ");
        shapes_add(&shapes, shape_of(at, size));
        at += size;
    }
    if (shapes_of(&shapes) != expected) print_error("\"%s\"\n", tokens);
    assert_int_equal(shapes_of(&shapes), expected);
}

static void tokens_together_have_a_shape(void **state) {
    (void)state;
    static const struct {
        const char *tokens;
        enum shapes shapes;
    } cases[] = {
        {"page table", SHAPES_LOWER},
        {"page", SHAPES_LOWER},
        {"page - 2", SHAPES_LOWER},
        {"2 . 3", SHAPES_LOWER},
        {"Page table", SHAPES_FIRST},
        {"Page", SHAPES_FIRST},
        {"Page ( 2 )", SHAPES_FIRST},
        {"Linux Kernel", SHAPES_FIRST_AND_MORE},
        {"Page x86", SHAPES_FIRST_AND_MORE},
        {"Page table BIOS", SHAPES_FIRST_AND_MORE},
        {"Page eBPF", SHAPES_FIRST_AND_MORE},
        {"TCP / IP", SHAPES_CAPITALS},
        {"BIOS", SHAPES_CAPITALS},
        {"x86", SHAPES_CAPITALS},
        {"x86 BIOS 2", SHAPES_CAPITALS},
        {"the eBPF verifier", SHAPES_MIXED},
        {"eBPF", SHAPES_MIXED},
        {"the x86 port", SHAPES_MIXED},
        {"the Kernel", SHAPES_OTHER},
        {"the BIOS", SHAPES_OTHER},
        {"2 Kernel", SHAPES_OTHER},
        {"BIOS Setup", SHAPES_OTHER},
        {"\u65E5\u672C", SHAPES_CASELESS},
        {"\u65E5\u672C Kernel", SHAPES_CASELESS},
        {"Kernel \u65E5\u672C", SHAPES_CASELESS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_shapes(cases[i].tokens, cases[i].shapes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_of_ascii),
        cmocka_unit_test(every_sign_has_its_own_shape),
        cmocka_unit_test(other_scripts_have_the_same_shapes),
        cmocka_unit_test(bytes_that_are_no_utf8_are_symbols),
        cmocka_unit_test(long_tokens_are_judged_by_their_front),
        cmocka_unit_test(ascii_of_any_length),
        cmocka_unit_test(tokens_together_have_a_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
