/* JSON values as they are taken apart: what jansson has no counterpart for, or keeps otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/json_parse.h"
#include "base/json_value.h"

static struct json_tree tree; /* used again and again */

static struct json_value parse(const char *text) {
    struct json_failure failure;
    if (!json_parse(&tree, text, strlen(text), &failure)) fail_msg("%s: %s", failure.what, text);
    return (struct json_value){&tree, 0};
}

/* ---- Kinds ---- */

static void every_kind_is_told(void **state) {
    (void)state;
    static const char *const texts[] = {
        [JSON_KIND_NULL] = "null", [JSON_KIND_FALSE] = "false",  [JSON_KIND_TRUE] = "true", [JSON_KIND_INTEGER] = "-12",
        [JSON_KIND_REAL] = "1e0",  [JSON_KIND_STRING] = "\"1\"", [JSON_KIND_ARRAY] = "[1]", [JSON_KIND_OBJECT] = "{}"};
    assert_int_equal(json_kind((struct json_value){0}), JSON_KIND_NONE);
    for (enum json_kind kind = JSON_KIND_NULL; kind <= JSON_KIND_OBJECT; kind++) {
        struct json_value value = parse(texts[kind]);
        assert_int_equal(json_kind(value), kind);
        assert_int_equal(json_is_null(value), kind == JSON_KIND_NULL);
        assert_int_equal(json_is_true(value), kind == JSON_KIND_TRUE);
        assert_int_equal(json_is_integer(value), kind == JSON_KIND_INTEGER);
        assert_int_equal(json_is_real(value), kind == JSON_KIND_REAL);
        assert_int_equal(json_is_number(value), kind == JSON_KIND_INTEGER || kind == JSON_KIND_REAL);
        assert_int_equal(json_is_string(value), kind == JSON_KIND_STRING);
        assert_int_equal(json_is_array(value), kind == JSON_KIND_ARRAY);
        assert_int_equal(json_is_object(value), kind == JSON_KIND_OBJECT);
        assert_int_equal(json_is_filled(value), kind == JSON_KIND_ARRAY);
        assert_int_equal(json_int64(value), kind == JSON_KIND_INTEGER ? -12 : 0);
        assert_true(json_double(value) == (kind == JSON_KIND_INTEGER ? -12 : kind == JSON_KIND_REAL));
    }
    assert_true(json_int64(parse("-9223372036854775808")) == INT64_MIN);
    assert_true(json_int64(parse("9223372036854775807")) == INT64_MAX);
    assert_true(json_is_real(parse("9223372036854775808")));
    assert_true(json_is_real(parse("-9223372036854775809")));
    assert_true(json_is_integer(parse("-0")));
}

static void nothing_has_nothing_in_it(void **state) {
    (void)state;
    static const char *const texts[] = {"null", "1", "1.5", "\"a\"", "\"\\n\"", "[]", "{}"};
    for (size_t i = 0; i <= sizeof texts / sizeof *texts; i++) {
        struct json_value value = i ? parse(texts[i - 1]) : (struct json_value){0};
        struct json_value inner;
        uint32_t at = 0;
        assert_false(json_each_inner(&inner, &at, value));
        assert_false(json_is_there(json_element(value, 0)));
        assert_false(json_is_there(json_get(value, "a")));
        assert_int_equal(json_count(value), 0);
        assert_false(json_text_is(value, ""));
    }
}

/* ---- Members ---- */

static void names_are_compared_whole(void **state) {
    (void)state;
    struct json_value object =
        parse("{\"a\":\"b\",\"c\" :\t1,\"ab\":{\"b\":2},\"\":3,\"x\":\"\\\"\",\"d\\\"e\":\"4\", \"\\u00e9\":5}");
    static const char *const there[] = {"a", "c", "ab", "", "x", "d\"e", "\u00E9"};
    static const char *const absent[] = {"b", "A",      "abc",     "\"",   "b\",\"c", "e",
                                         "d", "d\\\"e", "\\u00e9", ",\"a", "x\""};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++) {
        struct json_value found = json_get(object, there[i]);
        if (!json_is_there(found) || !json_name_is(found, there[i])) fail_msg("%s", there[i]);
    }
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (json_is_there(json_get(object, absent[i]))) fail_msg("%s", absent[i]);
    assert_true(json_text_is(json_get(object, "d\"e"), "4"));
    assert_true(json_is_there(json_get_sized(object, "abc", 2)));
    /* Without escapes in any name, the bytes before a quote are looked at. */
    object = parse("{\"a\":\"b\",\"c\":1,\"x\":\"\\\"y\", \"z\":2}");
    static const char *const others[] = {"b\",\"c", "a\":\"b\",\"c", "y\", \"z", "\"z", "{\"a", "xx{\"a"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (json_is_there(json_get(object, others[i]))) fail_msg("%s", others[i]);
    assert_int_equal(json_int64(json_get(object, "z")), 2);
}

/* Of members of one name the last is there, whether there are few or many. */
static void the_last_of_a_name_counts(void **state) {
    (void)state;
    static char text[200000];
    for (int names = 1; names <= 3000; names = names * 7 / 2 + 1) {
        size_t size = 0;
        for (int i = 0; i < 3 * names; i++)
            size += (size_t)snprintf(text + size, sizeof text - size, "%s\"%s%d\":[%d]", i ? "," : "{",
                                     i % 5 ? "n" : "\\u006e", i % names, i);
        snprintf(text + size, sizeof text - size, "}");
        struct json_value object = parse(text);
        struct json_value member;
        uint32_t at = 0;
        int number = 2 * names;
        for (; json_each_member(&member, &at, object); number++) {
            char name[16];
            snprintf(name, sizeof name, "n%d", number % names);
            assert_true(json_name_is(member, name));
            assert_int_equal(json_int64(json_element(member, 0)), number);
            if (names < 100) assert_int_equal(json_get(object, name).node, member.node);
        }
        assert_int_equal(number, 3 * names);
    }
}

static void a_name_in_another_object_is_another(void **state) {
    (void)state;
    struct json_value object =
        parse("{\"a\": {\"a\": 1, \"b\": {\"b\": 2}}, \"b\": [{\"a\": 3}, {\"a\": 4, \"a\": 5}]}");
    assert_int_equal(json_int64(json_get(json_get(object, "a"), "a")), 1);
    assert_int_equal(json_int64(json_get(json_get(json_get(object, "a"), "b"), "b")), 2);
    assert_int_equal(json_int64(json_get(json_element(json_get(object, "b"), 0), "a")), 3);
    assert_int_equal(json_int64(json_get(json_element(json_get(object, "b"), 1), "a")), 5);
}

/* ---- Both sides ---- */

static void values_are_the_same_or_not(void **state) {
    (void)state;
    static const char *const different[] = {"null",
                                            "true",
                                            "1",
                                            "2",
                                            "1.0",
                                            "\"1\"",
                                            "\"a\"",
                                            "[]",
                                            "{}",
                                            "[1]",
                                            "[1,1]",
                                            "{\"a\":1}",
                                            "{\"b\":1}",
                                            "{\"a\":1.0}",
                                            "[[1]]",
                                            "[1,[]]",
                                            "[[],1]",
                                            "\"\"",
                                            "{\"a\":[]}",
                                            "{\"a\":{}}",
                                            "\"a\\u0000\"",
                                            "[{\"a\":1}]",
                                            "{\"a\":1,\"b\":1}",
                                            "[1,2]"};
    size_t count = sizeof different / sizeof *different;
    for (size_t i = 0; i < count * count; i++) {
        char text[64];
        snprintf(text, sizeof text, "[%s, %s ]", different[i / count], different[i % count]);
        struct json_value pair = parse(text);
        if (json_is_same(json_element(pair, 0), json_element(pair, 1)) != (i / count == i % count))
            fail_msg("%s", text);
    }
    struct json_value pair = parse("[{\"\\u0061\":[\"\\u0062\", {}]}, { \"a\" : [ \"b\",{ } ]}]");
    assert_true(json_is_same(json_element(pair, 0), json_element(pair, 1)));
    assert_true(json_is_same((struct json_value){0}, json_get(pair, "a")));
    assert_false(json_is_same((struct json_value){0}, pair));
}

/* ---- Room ---- */

static void a_value_takes_eight_bytes(void **state) {
    (void)state;
    parse("[0, 5, \"ORG\", {\"a\": true, \"b\": null}]");
    assert_int_equal(tree.count * sizeof *tree.nodes, 7 * 8);
    parse("[1.5, \"\\n\"]");
    assert_int_equal(tree.count * sizeof *tree.nodes, 5 * 8);
}

/* The room of a small value is used again, that of a large one given back. */
static void room_is_kept_while_it_is_small(void **state) {
    (void)state;
    static char large[1 << 20];
    memset(large, '1', sizeof large - 1);
    for (size_t i = 2; i + 2 < sizeof large; i += 2) large[i] = ',';
    large[0] = '[';
    large[sizeof large - 2] = ']';
    parse("[1, 2, \"\\n\"]");
    const struct json_node *nodes = tree.nodes;
    parse("[3, 4]");
    assert_ptr_equal(tree.nodes, nodes);
    parse(large);
    assert_true(tree.capacity > sizeof large / 4);
    parse("[5]");
    assert_true(tree.capacity < 1000);
    assert_int_equal(json_int64(json_element((struct json_value){&tree, 0}, 0)), 5);
}

/* Time that grows with the square of the size would be hours. */
static void large_values_take_no_longer_for_being_large(void **state) {
    (void)state;
    enum { MEMBERS = 300000 };
    struct buffer text = {0};
    for (int i = 0; i < MEMBERS; i++) {
        char member[64];
        snprintf(member, sizeof member, "%s\"%s%d\":%d", i ? "," : "{", i % 2 ? "a" : "\\u0061", i, i);
        assert_true(buffer_add_text(&text, member));
    }
    assert_true(buffer_add(&text, "}", 2));
    clock_t begin = clock();
    struct json_value object = parse(text.bytes);
    struct json_value member;
    uint32_t at = 0;
    int64_t sum = 0;
    while (json_each_member(&member, &at, object)) sum += json_int64(member);
    assert_int_equal(sum, (int64_t)MEMBERS * (MEMBERS - 1) / 2);
    assert_int_equal(json_int64(json_get(object, "a299999")), 299999);
    assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
    buffer_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_told),
        cmocka_unit_test(nothing_has_nothing_in_it),
        cmocka_unit_test(names_are_compared_whole),
        cmocka_unit_test(the_last_of_a_name_counts),
        cmocka_unit_test(a_name_in_another_object_is_another),
        cmocka_unit_test(values_are_the_same_or_not),
        cmocka_unit_test(a_value_takes_eight_bytes),
        cmocka_unit_test(room_is_kept_while_it_is_small),
        cmocka_unit_test(large_values_take_no_longer_for_being_large),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    json_tree_free(&tree);
    return failed;
}
