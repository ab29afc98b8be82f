/* What json_writer puts between values, and how it writes numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/json_writer.h"

static void check(struct json_writer *json, const char *expected) {
    assert_false(json->failed);
    assert_true(buffer_add_byte(json->out, 0));
    assert_string_equal(json->out->bytes, expected);
    buffer_free(json->out);
}

static void put_nested(struct json_writer *json) {
    json_put_open(json, NULL, "{");
    json_put_text(json, "a\"", "x\n");
    json_put_text(json, "absent", NULL);
    json_put_open(json, "list", "[");
    json_put_number(json, NULL, 1);
    json_put_open(json, NULL, "{");
    json_put_close(json, "}");
    json_put_bytes(json, NULL, "\xFF", 1);
    json_put_close(json, "]");
    json_put_literal(json, "last", "true");
    json_put_close(json, "}");
}

static void commas_and_blanks(void **state) {
    (void)state;
    struct buffer text = {0};
    struct json_writer wide = {.out = &text};
    put_nested(&wide);
    check(&wide, "{\"a\\\"\": \"x\\n\", \"list\": [1, {}, \"\uFFFD\"], \"last\": true}");
    struct json_writer compact = {.out = &text, .compact = true};
    put_nested(&compact);
    check(&compact, "{\"a\\\"\":\"x\\n\",\"list\":[1,{},\"\uFFFD\"],\"last\":true}");
}

static void numbers(void **state) {
    (void)state;
    struct buffer text = {0};
    struct json_writer json = {.out = &text};
    json_put_open(&json, NULL, "[");
    json_put_number(&json, NULL, UINT64_MAX);
    json_put_integer(&json, NULL, INT64_MIN);
    json_put_integer(&json, NULL, 7);
    json_put_decimal(&json, NULL, 1.0 / 3);
    json_put_decimal(&json, NULL, (double)INFINITY);
    json_put_real(&json, NULL, 1.0 / 3);
    json_put_real(&json, NULL, 1e-7);
    json_put_real(&json, NULL, 1);
    json_put_real(&json, NULL, (double)NAN);
    json_put_close(&json, "]");
    check(&json, "[18446744073709551615, -9223372036854775808, 7, 0.3333, null, 0.3333333333, 1e-07, 1, null]");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(commas_and_blanks), cmocka_unit_test(numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
