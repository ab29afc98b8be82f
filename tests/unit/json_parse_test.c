/* JSON as jansson reads it, where there is memory; without, nothing is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/json_parse.h"
#include "failing.h"
#include "jansson.h"

/* ---- The same as jansson ---- */

static json_t *read_by_jansson(size_t *end, const char *text, size_t size, size_t flags) {
    json_error_t error;
    flags |= JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL | JSON_DECODE_ANY;
    json_t *value = json_loadb(text, size, flags, &error);
    *end = (size_t)error.position;
    return value;
}

/* Whether jansson refuses a whole number for its size: gaz does not. */
static bool has_large_number(const char *text, size_t size) {
    size_t end;
    json_t *value = read_by_jansson(&end, text, size, 0);
    json_t *with_reals = read_by_jansson(&end, text, size, JSON_DECODE_INT_AS_REAL);
    bool large = !value && with_reals;
    json_decref(value);
    json_decref(with_reals);
    return large;
}

static void compare(const char *text, size_t size) {
    char *copy = malloc(size ? size : 1); /* without a byte behind it */
    assert_non_null(copy);
    memcpy(copy, text, size);
    size_t expected_end;
    struct json_failure failure;
    json_t *expected = read_by_jansson(&expected_end, copy, size, 0);
    static struct json_tree tree; /* used again and again */
    bool good = json_parse(&tree, copy, size, &failure);
    bool same = has_large_number(copy, size) || (expected != NULL) == good;
    if (good && expected) same = is_that_value((struct json_value){&tree, 0}, expected) && tree.size == expected_end;
    if (good && !same) fail_msg("read otherwise: %.*s", (int)size, text);
    if (!good && !same) fail_msg("%s at %zu: %.*s", failure.what, failure.at, (int)size, text);
    if (!good) assert_true(failure.at <= size && failure.fault != JSON_FAULT_MEMORY);
    json_decref(expected);
    free(copy);
}

static const char *const texts[] = {"",
                                    " ",
                                    "[]",
                                    "{}",
                                    " [ ] x",
                                    "[1,2]",
                                    "[1,]",
                                    "[,1]",
                                    "{\"a\":1,}",
                                    "{\"a\" : [ {} , { } ] , \"b\":null}",
                                    "{\"a\":{\"b\":[true,false]},\"a\":2}",
                                    "{\"a\":1,\"b\":2,\"\\u0061\":3,\"b\":{\"a\":4,\"a\":5}}",
                                    "{\"a\\u0000\":1}",
                                    "{\"\":1}",
                                    "\"a\\u0000b\"",
                                    "\"\\ud83d\\ude00 \\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                    "\"\\ud83d\"",
                                    "\"\\ude00\"",
                                    "\"\\ud83d\\ud83d\"",
                                    "\"\\u12g4\"",
                                    "\"\\x\"",
                                    "\"a\nb\"",
                                    "\"a\tb\"",
                                    "\"a",
                                    "\"a\\",
                                    "0",
                                    "-0",
                                    "01",
                                    "-",
                                    "1.",
                                    "1.5",
                                    ".5",
                                    "1e5",
                                    "1E+05",
                                    "1e",
                                    "-1.25e-3",
                                    "1e999",
                                    "-1e999",
                                    "1e-999",
                                    "9223372036854775807",
                                    "-9223372036854775808",
                                    "9223372036854775808",
                                    "true",
                                    "tru",
                                    "truex",
                                    "null",
                                    "nullnull",
                                    "\xC3\xA9",
                                    "\"\xC3\xA9\"",
                                    "\"\xC3\"",
                                    "\"\xED\xA0\x80\"",
                                    "[1 2]",
                                    "{\"a\" 1}",
                                    "{a:1}",
                                    "{\"a\":}",
                                    "[[[[1]]]]",
                                    "}",
                                    "]",
                                    "{]",
                                    "[}",
                                    ":",
                                    "[\"abcdefghijklmnopqrstuvwxyz0123456789\", \"\xE2\x82\xAC\"]"};

static void values_are_those_of_jansson(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) compare(texts[i], strlen(texts[i]));
    for (size_t depth = 2047; depth < 2050; depth++) {
        char deep[2 * 2050];
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        compare(deep, 2 * depth);
    }
}

static void damaged_texts_are_read_as_by_jansson(void **state) {
    (void)state;
    const char *given = getenv("GAZ_TEST_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    printf("GAZ_TEST_SEED=%u\n", seed);
    srand(seed);
    static const char bytes[] = "{}[],:\"\\u0019eE+-.tfn \n\xC3\xA9\xE2";
    for (int round = 0; round < 20000; round++) {
        char text[512] = {0};
        size_t size = 0;
        for (int part = rand() % 3; part >= 0; part--) {
            const char *piece = texts[(size_t)rand() % (sizeof texts / sizeof *texts)];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        for (int change = rand() % 4; change > 0 && size; change--)
            text[(size_t)rand() % size] = bytes[(size_t)rand() % (sizeof bytes - 1)];
        compare(text, size);
    }
}

static void a_word_ends_where_letters_end(void **state) {
    (void)state;
    struct json_tree tree = {0};
    struct json_failure failure;
    assert_false(json_parse(&tree, "[truex]", 7, &failure));
    assert_int_equal(failure.fault, JSON_FAULT_SYNTAX);
    json_tree_free(&tree);
}

static void faults_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum json_fault fault;
        size_t at;
    } cases[] = {{"[\"\\ud800\"]", JSON_FAULT_SURROGATE, 8},
                 {"[1e999]", JSON_FAULT_NUMBER, 1},
                 {"[1, x]", JSON_FAULT_SYNTAX, 4},
                 {"{\"a\": ", JSON_FAULT_SYNTAX, 6}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_failure failure;
        struct json_tree tree = {0};
        assert_false(json_parse(&tree, cases[i].text, strlen(cases[i].text), &failure));
        json_tree_free(&tree);
        assert_int_equal(failure.fault, cases[i].fault);
        assert_int_equal(failure.at, cases[i].at);
    }
}

/* ---- Without memory ---- */

/* Fails every allocation in turn: what is read is right, or memory is short. */
static void without_memory_nothing_is_read(void **state) {
    (void)state;
    struct buffer text = {0};
    assert_true(buffer_add_text(&text, "{\"text\": \"Linux \\\"kernel\\\"\", \"n\": [1, 2.5, {\"a\\tb\": null}]"));
    for (int i = 0; i < 1000; i++) {
        char member[32];
        snprintf(member, sizeof member, ", \"a\\n%d\": \"\\n\"", i % 900);
        assert_true(buffer_add_text(&text, member));
    }
    assert_true(buffer_add_byte(&text, '}'));
    json_t *expected = json_loadb(text.bytes, text.size, 0, NULL);
    struct json_failure failure;
    long short_of_memory = 0;
    begin_failing();
    bool good = false;
    for (long number = 1; !good; number++) {
        struct json_tree tree = {0};
        long before = live;
        countdown = number;
        armed = CALL_MEMORY;
        good = json_parse(&tree, text.bytes, text.size, &failure);
        armed = CALL_NONE;
        if (!good) assert_int_equal(failure.fault, JSON_FAULT_MEMORY);
        if (good) assert_true(is_that_value((struct json_value){&tree, 0}, expected));
        short_of_memory += !good;
        json_tree_free(&tree);
        assert_int_equal(live, before);
    }
    assert_true(short_of_memory > 10);
    json_decref(expected);
    buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_those_of_jansson),    cmocka_unit_test(damaged_texts_are_read_as_by_jansson),
        cmocka_unit_test(a_word_ends_where_letters_end),  cmocka_unit_test(faults_are_told_apart),
        cmocka_unit_test(without_memory_nothing_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
