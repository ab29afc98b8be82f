#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "jansson.h"

/* Reads all values of a text and writes each, with the line where it begins, as "1:{...} 3:[...]". */
static gaz_status read_all(char *found, size_t room, const char *text, gaz_error *error) {
    struct json_reader reader = {.name = "name", .text = text, .size = strlen(text)};
    found[0] = 0;
    for (;;) {
        struct json_value value;
        gaz_status status = json_next(&value, &reader, error);
        if (status != GAZ_OK || !json_is_there(value)) {
            assert_false(json_is_there(value));
            json_reader_free(&reader);
            return status;
        }
        assert_true(reader.begin < reader.end && reader.end <= reader.size);
        json_t *same = json_loadb(text + reader.begin, reader.end - reader.begin, JSON_DECODE_ANY, NULL);
        assert_true(is_that_value(value, same));
        char *dumped = json_dumps(same, JSON_COMPACT | JSON_ENCODE_ANY);
        size_t used = strlen(found);
        snprintf(found + used, room - used, "%s%d:%s", used ? " " : "", (int)reader.value_line, dumped);
        free(dumped);
        json_decref(same);
    }
}

static void check_values(const char *text, const char *expected) {
    char found[256];
    gaz_error error;
    assert_int_equal(read_all(found, sizeof found, text, &error), GAZ_OK);
    assert_string_equal(found, expected);
}

static void check_error(const char *text, int line, const char *expected) {
    char found[256];
    gaz_error error;
    assert_int_equal(read_all(found, sizeof found, text, &error), GAZ_ERROR_INPUT);
    assert_string_equal(error.file, "name");
    assert_int_equal(error.line, line);
    if (!strstr(error.message, expected)) fail_msg("%s", error.message);
}

static void values_come_one_after_the_other(void **state) {
    (void)state;
    check_values("", "");
    check_values(" \r\n\t", "");
    check_values("{\"a\":1}\n{\"a\":2}", "1:{\"a\":1} 2:{\"a\":2}");
    check_values("\xEF\xBB\xBF\n{}\r\n\r\n{\"a\":\n[1]} 7 \"x\"", "2:{} 4:{\"a\":[1]} 5:7 5:\"x\"");
}

static void an_array_of_objects_or_arrays_is_a_list_of_values(void **state) {
    (void)state;
    check_values("[\n{\"a\":1},\n\n{\"a\":2}\n]\n", "2:{\"a\":1} 4:{\"a\":2}");
    check_values("[[\"a\",{}],[\"b\",{}]]", "1:[\"a\",{}] 1:[\"b\",{}]");
    check_values("[ ]", "");
    check_values("[\"a\",{}]\n[\"b\",{}]", "1:[\"a\",{}] 2:[\"b\",{}]");
    check_values("{}\n[{}]", "1:{} 2:[{}]"); /* only the first tells */
}

static void a_fault_has_its_line(void **state) {
    (void)state;
    check_error("{}\n{\"a\":\n1,}", 3, "no JSON");
    check_error("{}\n{\"a\": 1", 2, "no JSON");
    check_error("[{}\n", 2, "the array has no end");
    check_error("[{}\n{}]", 2, "a comma or the array's end is missing");
    check_error("[{},]", 1, "a comma without a value after it");
    check_error("[{},,{}]", 1, "no JSON");
    check_error("[{},", 1, "the array has no end");
    check_error("[{}]\n{}", 2, "the array is followed by more text");
    check_error("{\"a\": \"\\ud800\"}", 1, "no JSON");
    check_error("x", 1, "no JSON");
}

static void deep_nesting_is_refused(void **state) {
    (void)state;
    static char deep[100000];
    memset(deep, '[', sizeof deep - 1);
    check_error(deep, 1, "no JSON");
}

static void large_numbers_become_reals(void **state) {
    (void)state;
    struct json_reader reader = {.name = "name", .text = "{\"a\":99999999999999999999}", .size = 26};
    struct json_value value;
    assert_int_equal(json_next(&value, &reader, NULL), GAZ_OK);
    assert_int_equal(json_kind(json_get(value, "a")), JSON_KIND_REAL);
    assert_true(json_double(json_get(value, "a")) > 9e19);
    json_reader_free(&reader);
}

static void strings_may_hold_zero_bytes(void **state) {
    (void)state;
    struct json_reader reader = {.name = "name", .text = "[\"a\\u0000b\", 1]", .size = 15};
    struct json_value value;
    size_t size;
    assert_int_equal(json_next(&value, &reader, NULL), GAZ_OK);
    const char *text = json_text(&size, json_element(value, 0));
    assert_int_equal(size, 3);
    assert_memory_equal(text, "a\0b", 3);
    assert_null(json_text(&size, json_element(value, 1)));
    assert_null(json_text(&size, json_element(value, 2)));
    json_reader_free(&reader);
}

/* jansson loses them behind a number. */
static void zero_bytes_are_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"[1|]", "{\"a\": 1|}", "{\"a\": [1.5|, 2]}", "[1||]", "{\"a\":|1}", "|{}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[32];
        struct json_value value;
        gaz_error error;
        strcpy(text, texts[i]);
        for (char *at = text; (at = strchr(at, '|')) != NULL;) *at++ = 0;
        struct json_reader reader = {.name = "name", .text = text, .size = strlen(texts[i])};
        assert_int_equal(json_next(&value, &reader, &error), GAZ_ERROR_INPUT);
        assert_false(json_is_there(value));
        json_reader_free(&reader);
        assert_int_equal(reader.fault, JSON_FAULT_SYNTAX);
        assert_non_null(strstr(error.message, "no JSON"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_one_after_the_other),
        cmocka_unit_test(an_array_of_objects_or_arrays_is_a_list_of_values),
        cmocka_unit_test(a_fault_has_its_line),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(large_numbers_become_reals),
        cmocka_unit_test(strings_may_hold_zero_bytes),
        cmocka_unit_test(zero_bytes_are_refused),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
