/* Paths into JSON arrays, and arrays of bytes, by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json_path.h"
#include "base/json_string.h"

/* ---- Paths ---- */

static bool add_visited(void *context, const struct json_member *value, const char *path, size_t size) {
    struct buffer *visited = context;
    assert_int_equal(strlen(path), size);
    return buffer_add_text(visited, path) && buffer_add_byte(visited, '=') &&
           buffer_add(visited, value->value, value->value_size) && buffer_add_byte(visited, ';');
}

/* What a path leads to, as "path=value;" each. */
static void expect(const char *object, const char *path, const char *expected) {
    struct json_members members = {0};
    struct buffer way = {0};
    struct buffer visited = {0};
    assert_true(json_list_members(&members, object, strlen(object)));
    for (int round = 0; round < 2; round++) {
        visited.size = 0;
        assert_true(json_each(&members, path, &way, add_visited, &visited));
        assert_true(buffer_add_byte(&visited, 0));
        assert_string_equal(visited.bytes, expected);
    }
    json_members_free(&members);
    buffer_free(&way);
    buffer_free(&visited);
}

static void paths_lead_through_arrays(void **state) {
    (void)state;
    static const char records[] =
        "{\"r\": [{\"m\": 1}, 7, {\"x\": 2, \"m\": \"]\"} , [], {\"m\": {\"m\": [3]}}], \"e\": []}";
    expect(records, "r.*.m", "r.0.m=1;r.2.m=\"]\";r.4.m={\"m\": [3]};");
    expect(records, "r.2.m", "r.2.m=\"]\";");
    expect(records, "r.1", "r.1=7;");
    expect(records, "r.*.m.m.*", "r.4.m.m.0=3;");
    expect(records, "r.4.*", "");
    expect(records, "r.5", "");
    expect(records, "r.02.m", "");
    expect(records, "r.m", "");
    expect(records, "r.", "");
    expect(records, "e.*", "");
    expect(records, "e", "e=[];");
    expect(records, "x.*", "");
    expect("{\"a\": [[1, 2], [3]]}", "a.*.*", "a.0.0=1;a.0.1=2;a.1.0=3;");
    expect("{\"a\": [[1, 2], [3]]}", "a.*.1", "a.0.1=2;");
}

static void names_may_have_dots_stars_and_numbers(void **state) {
    (void)state;
    expect("{\"a.b\": [{\"c\": 1}], \"a\": {\"b\": [{\"d\": 2}]}}", "a.b.*.c", "a.b.0.c=1;");
    expect("{\"a.b\": [{\"c\": 1}], \"a\": {\"b\": [{\"d\": 2}]}}", "a.b.*.d", "a.b.0.d=2;");
    expect("{\"a\": {\"*\": 1, \"0\": 2}}", "a.*", "a.*=1;");
    expect("{\"a\": {\"*\": 1, \"0\": 2}}", "a.0", "a.0=2;");
    expect("{\"a\": [1], \"a.*\": 2}", "a.*", "a.*=2;");
    expect("{\"a\": [1], \"a\": [2]}", "a.*", "a.0=2;");
}

static void kinds_of_paths(void **state) {
    (void)state;
    assert_true(json_path_is_many("a.*"));
    assert_true(json_path_is_many("*.a"));
    assert_false(json_path_is_many("a*.b"));
    assert_false(json_path_is_many("a.0"));
    assert_true(json_path_has_arrays("a.0"));
    assert_true(json_path_has_arrays("a.*.b"));
    assert_false(json_path_has_arrays("a.b0.."));
}

/* ---- Arrays of bytes ---- */

static void expect_bytes(const char *array, const char *expected, size_t size) {
    struct buffer bytes = {0};
    assert_true(json_is_bytes(array, strlen(array)));
    assert_true(json_decode_bytes(&bytes, array, strlen(array)));
    assert_int_equal(bytes.size, size);
    assert_memory_equal(bytes.bytes, expected, size);
    buffer_free(&bytes);
}

static void arrays_of_bytes_are_decoded(void **state) {
    (void)state;
    expect_bytes("[71]", "G", 1);
    expect_bytes("[0,255, 7\t,\n10 ]", "\0\xFF\a\n", 4);
    static const char *const others[] = {"[]",      "[ ]",    "[256]",      "[-1]",  "[1.0]",
                                         "[1e1]",   "[null]", "[1, \"a\"]", "[[1]]", "[99999999999999999999999]",
                                         "[1, {}]", "{}"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(json_is_bytes(others[i], strlen(others[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_lead_through_arrays),
        cmocka_unit_test(names_may_have_dots_stars_and_numbers),
        cmocka_unit_test(kinds_of_paths),
        cmocka_unit_test(arrays_of_bytes_are_decoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
