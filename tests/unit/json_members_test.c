/* Members of JSON objects: by hand, and random objects whose members are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/json_member.h"
#include "jansson.h"
#include "oracle.h"

enum { ROUNDS = 2000, MEMBERS = 12 };

/* ---- Members ---- */

static void expect_members(const char *object, const char *const *expected) {
    struct json_member member;
    size_t at = 0;
    for (; *expected; expected += 2) {
        assert_true(json_next_member(&member, &at, object, strlen(object)));
        assert_int_equal(member.name_size, strlen(expected[0]));
        assert_memory_equal(member.name, expected[0], member.name_size);
        assert_int_equal(member.value_size, strlen(expected[1]));
        assert_memory_equal(member.value, expected[1], member.value_size);
    }
    assert_false(json_next_member(&member, &at, object, strlen(object)));
}

static void members_come_as_they_are_written(void **state) {
    (void)state;
    expect_members("{}", (const char *const[]){NULL});
    expect_members("{ \t\r\n}", (const char *const[]){NULL});
    expect_members("{\"a\":1}", (const char *const[]){"\"a\"", "1", NULL});
    expect_members(
        "{ \"a\" : \"}\" ,\n\"\\\"\" : {\"b\": [1, {}, \"]\\\\\"]} , \"\":-1.5e+3}",
        (const char *const[]){"\"a\"", "\"}\"", "\"\\\"\"", "{\"b\": [1, {}, \"]\\\\\"]}", "\"\"", "-1.5e+3", NULL});
    expect_members("{\"a\":null,\"a\":[],\"b,:\":true }",
                   (const char *const[]){"\"a\"", "null", "\"a\"", "[]", "\"b,:\"", "true", NULL});
}

static void check_name(const char *written, const char *name, bool same) {
    const struct json_member member = {.name = written, .name_size = strlen(written)};
    if (json_member_is(&member, name) != same) fail_msg("%s is %s", written, name);
}

static void names_are_compared_unescaped(void **state) {
    (void)state;
    check_name("\"text\"", "text", true);
    check_name("\"text\"", "tex", false);
    check_name("\"tex\"", "text", false);
    check_name("\"\"", "", true);
    check_name("\"Text\"", "text", false);
    check_name("\"t\\u0065xt\"", "text", true);
    check_name("\"t\\u0045xt\"", "text", false);
    check_name("\"a\\/b\\\\\"", "a/b\\", true);
    check_name("\"\\u00e9\\ud83d\\ude00\"", "\u00E9\U0001F600", true);
    check_name("\"text\\u0000\"", "text", false);
}

/* ---- Random objects ---- */

static void add_blanks(struct buffer *json, uint64_t *random) {
    while (oracle_below(random, 3) == 0) assert_true(buffer_add_byte(json, " \t\r\n"[oracle_below(random, 4)]));
}

static void add_string(struct buffer *json, uint64_t *random) {
    static const char *const parts[] = {"a", "\\\"", "\\\\", "{",       "}", "[",      "]", ",",
                                        ":", " ",    "\\n",  "\\u00e9", "/", "\u00E9", "1", "\\\\\\\""};
    assert_true(buffer_add_byte(json, '"'));
    for (size_t count = oracle_below(random, 6); count; count--)
        assert_true(buffer_add_text(json, parts[oracle_below(random, sizeof parts / sizeof *parts)]));
    assert_true(buffer_add_byte(json, '"'));
}

static void add_value(struct buffer *json, unsigned depth, uint64_t *random) {
    static const char *const plain[] = {"0", "-12.5e-3", "true", "false", "null", "{}", "[]", "\"\""};
    size_t kind = oracle_below(random, depth < 3 ? 4 : 2);
    if (kind == 0) assert_true(buffer_add_text(json, plain[oracle_below(random, sizeof plain / sizeof *plain)]));
    if (kind == 1) add_string(json, random);
    if (kind < 2) return;
    assert_true(buffer_add_byte(json, kind == 2 ? '[' : '{'));
    for (size_t count = oracle_below(random, 4), i = 0; i < count; i++) {
        if (i) assert_true(buffer_add_byte(json, ','));
        add_blanks(json, random);
        if (kind == 3) add_string(json, random);
        if (kind == 3) assert_true(buffer_add_byte(json, ':'));
        add_blanks(json, random);
        add_value(json, depth + 1, random);
        add_blanks(json, random);
    }
    assert_true(buffer_add_byte(json, kind == 2 ? ']' : '}'));
}

/* Where a member of the object that is made stands. */
struct place {
    size_t name;
    size_t name_end;
    size_t value;
    size_t value_end;
};

static size_t make_object(struct buffer *json, struct place *places, uint64_t *random) {
    size_t count = oracle_below(random, MEMBERS + 1);
    json->size = 0;
    assert_true(buffer_add_byte(json, '{'));
    add_blanks(json, random);
    for (size_t i = 0; i < count; i++) {
        if (i) assert_true(buffer_add_byte(json, ','));
        add_blanks(json, random);
        places[i].name = json->size;
        add_string(json, random);
        places[i].name_end = json->size;
        add_blanks(json, random);
        assert_true(buffer_add_byte(json, ':'));
        add_blanks(json, random);
        places[i].value = json->size;
        add_value(json, 0, random);
        places[i].value_end = json->size;
        add_blanks(json, random);
    }
    assert_true(buffer_add_byte(json, '}'));
    return count;
}

/* Whether jansson has the member under the name that it is compared with. */
static void check_decoded(const struct json_member *member) {
    json_t *name = json_loadb(member->name, member->name_size, JSON_DECODE_ANY, NULL);
    assert_non_null(name);
    assert_true(json_member_is(member, json_string_value(name)));
    assert_false(json_member_is(member, "another"));
    json_decref(name);
}

static void members_of_random_objects_are_found(void **state) {
    (void)state;
    struct buffer json = {0};
    struct place places[MEMBERS];
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t random = seed + round;
        struct json_member member;
        size_t count = make_object(&json, places, &random);
        size_t at = 0;
        for (size_t i = 0; i < count; i++) {
            assert_true(json_next_member(&member, &at, json.bytes, json.size));
            assert_ptr_equal(member.name, json.bytes + places[i].name);
            assert_int_equal(member.name_size, places[i].name_end - places[i].name);
            assert_ptr_equal(member.value, json.bytes + places[i].value);
            assert_int_equal(member.value_size, places[i].value_end - places[i].value);
            check_decoded(&member);
        }
        assert_false(json_next_member(&member, &at, json.bytes, json.size));
    }
    buffer_free(&json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_as_they_are_written),
        cmocka_unit_test(names_are_compared_unescaped),
        cmocka_unit_test(members_of_random_objects_are_found),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
