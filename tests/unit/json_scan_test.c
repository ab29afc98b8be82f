/* The scanner of JSON lines against jansson: a table, random objects, and random damage to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/json_scan.h"
#include "base/json_string.h"
#include "jansson.h"
#include "oracle.h"

enum { ROUNDS = 4000, DAMAGES = 12 };

/* ---- jansson ---- */

/* Whole numbers that are too large become reals in gaz; here all do, so that they can be compared. */
static json_t *load(const char *text, size_t size, size_t flags) {
    return json_loadb(text, size, flags | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
}

/* The object that a line holds; NULL: it holds none. */
static json_t *parse(const char *line, size_t size) {
    json_t *value = load(line, size, 0);
    if (json_is_object(value)) return value;
    json_decref(value);
    return NULL;
}

static json_t *parse_value(const char *text, size_t size) {
    return load(text, size, JSON_DECODE_ANY);
}

/* The members that the scanner has found are those that jansson has, and each of their strings is the same. */
static void compare_members(const struct json_members *members, const json_t *object) {
    for (size_t i = 0; i < members->count; i++) {
        const struct json_member *member = &members->items[i];
        struct buffer name = {0};
        struct json_member found;
        assert_true(json_decode(&name, member->name + 1, member->name_size - 2));
        assert_true(buffer_add_byte(&name, 0));
        const json_t *expected = json_object_get(object, name.bytes);
        assert_non_null(expected);
        assert_true(json_find_member(&found, members, name.bytes));
        assert_true(json_member_is(&found, name.bytes));
        json_t *value = parse_value(found.value, found.value_size);
        assert_true(json_equal(value, expected));
        if (json_is_string(expected)) {
            assert_int_equal(found.unescaped, !memchr(found.value, '\\', found.value_size));
            name.size = 0;
            assert_true(json_decode(&name, found.value + 1, found.value_size - 2));
            assert_int_equal(name.size, json_string_length(expected));
            assert_memory_equal(name.bytes, json_string_value(expected), name.size);
        }
        json_decref(value);
        buffer_free(&name);
    }
    assert_true(json_object_size(object) <= members->count);
    assert_true((members->count == 0) == (json_object_size(object) == 0));
}

/* The line is copied, so that the sanitizer sees what is read behind it. */
static enum json_scanned scan(const char *line, size_t size, bool *taken) {
    static struct json_members members; /* used again and again */
    char *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, line, size);
    enum json_scanned result = json_scan(&members, copy, size);
    json_t *object = parse(copy, size);
    assert_int_not_equal(result, JSON_SCAN_MEMORY);
    *taken = object != NULL;
    if (result == JSON_SCAN_GOOD && !object) fail_msg("jansson refuses %.*s", (int)size, line);
    if (result == JSON_SCAN_GOOD) compare_members(&members, object);
    json_decref(object);
    free(copy);
    return result;
}

/* Scanner and jansson agree. */
static bool is_taken(const char *line, size_t size) {
    bool taken;
    enum json_scanned result = scan(line, size, &taken);
    if (taken != (result == JSON_SCAN_GOOD)) fail_msg("only jansson takes %.*s", (int)size, line);
    return taken;
}

/* ---- A table ---- */

/* Values, with bars between: what the public suites of tests of JSON ask for, kind by kind. */
static const char good_values[] =
    "0|-0|-1|10|1.5|0.0|-0.25|1e5|1E5|1e+5|1e-05|0e0|0.5e99|123456789012345678901234567890|1234567890123456789|"
    "-9223372036854775808|9223372036854775808|true|false|null|\"\"|\"a\"|[]|{}|[ ]|{ }|[[]]|[[],{}]|[1,2]|"
    "[1 , \"a\"\t,null ]|{\"a\":1}|{\"a\":{\"b\":[]},\"c\":[{}]}|{\"\":0}|{\"a\":1,\"a\":2}|[\"\\u0000\"]|"
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"|\"\\u0041\\u00e9\\u20AC\\uFFFF\"|\"\\ud83d\\ude00\"|"
    "\"\\uDBFF\\uDFFF\\uD800\\uDC00\"|\"\\u0000\"|\"\x7F\"|\"\u00E9\u20AC\U0001F600\uFFFE\"|"
    "\"\xC2\x80 \xDF\xBF \xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80\"|\"\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF\"|"
    "\"a long string that is longer than a step, with a \\\\ in its later part\"|\"0123456789abcde\\n\"|"
    "\"0123456789abcdef\\n\"|\"0123456789abcdef0\u00E9\"|\"}\"|\"{[,:]}\"|\r\n\t 1 \r\n\t ";

static const char bad_values[] =
    "|-|+1|01|-01|1.|.5|-.5|1.e5|1e|1e+|1E-|0x10|1a|1 2|--1|Infinity|NaN|-Infinity|1e1e1|00|0.1.2|True|tru|truee|"
    "nul|nulll|fals|t|'a'|a|\"|\"a|\"\\|\"\\\"|\"\t\"|\"\x01\"|\"a\nb\"|\"0123456789abcdef\x1F\"|\"\\a\"|\"\\x41\"|"
    "\"\\'\"|\"\\0\"|\"\\u\"|\"\\u0\"|\"\\u00\"|\"\\u004\"|\"\\u004g\"|\"\\U0041\"|\"\\u 041\"|\"\\u-041\"|"
    "\"\\ud800\"|\"\\udc00\"|\"\\ud800\\ud800\"|\"\\ud800a\"|\"\\ud800\\n\"|\"\\ud800\\u0041\"|\"\\ud800\\udbff\"|"
    "\"\\ud800\\ue000\"|\"\\ud800\\u\"|\"\\ud800\\udc0\"|\"\\udc00\\ud800\"|\"\x80\"|\"\xC0\x80\"|\"\xC1\xBF\"|"
    "\"\xC2\"|\"\xC2 \"|\"\xE0\x80\x80\"|\"\xE0\x9F\xBF\"|\"\xE2\x82\"|\"\xE2\x82 \"|\"\xED\xA0\x80\"|"
    "\"\xED\xBF\xBF\"|\"\xF0\x80\x80\x80\"|\"\xF0\x8F\xBF\xBF\"|\"\xF0\x9F\x98\"|\"\xF4\x90\x80\x80\"|"
    "\"\xF5\x80\x80\x80\"|\"\xFF\"|\"\xFE\"|\"0123456789abcdef\xC3\"|\u00E9|[|]|{|}|[1|[1,|[1,]|[,1]|[,]|[1,,2]|"
    "[1}|{]|[1 2]|[\"a\":1]|{\"a\"}|{\"a\":}|{\"a\":1,}|{,}|{,\"a\":1}|{\"a\" 1}|{\"a\",1}|{\"a\":1 \"b\":2}|"
    "{\"a\":1;}|{a:1}|{1:1}|{null:1}|{'a':1}|{\"a\":1]|{\"a\"::1}|[[]|[]]|{}}|{\"a\":{}|{\"\\u0000\":1}|"
    "{\"a\\u0000b\":1}|1//c|/**/1|1#c|\xEF\xBB\xBF"
    "1|\xC2\xA0"
    "1|\v1|\f1|[1]\f|\"a\" \"b\"|*|<null>";

/* A value inside of an object, and after others. */
static void check_value(const char *value, size_t size, bool good) {
    static const char *const frames[][2] = {{"{\"text\":", "}"},
                                            {" { \"a\" : [ 1 ] , \"text\" : ", " , \"b\" : \"}\" } \t\r"},
                                            {"{\"a\":[{},{\"b\":", "}]}"},
                                            {"{\"a\":[[[0,", "]]],\"b\":{}}"}};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        struct buffer line = {0};
        assert_true(buffer_add_text(&line, frames[i][0]) && buffer_add(&line, value, size) &&
                    buffer_add_text(&line, frames[i][1]));
        if (is_taken(line.bytes, line.size) != good) fail_msg("%.*s", (int)line.size, line.bytes);
        buffer_free(&line);
    }
}

static void check_values(const char *values, bool good) {
    for (;; values++) {
        size_t size = strcspn(values, "|");
        check_value(values, size, good);
        values += size;
        if (!*values) return;
    }
}

static void values_of_every_kind(void **state) {
    (void)state;
    check_values(good_values, true);
    check_values(bad_values, false);
}

static void lines_hold_an_object(void **state) {
    (void)state;
    static const char *const good[] = {"{}", " {} ", "\t{\r}\r", "{\"a\":1}", "{\"a\":\"}\"}", "{\"a\":1,\"a\":2}"};
    static const char *const bad[] = {"",     " ",   "{",        "}",           "[]",         "[{}]",  "1",
                                      "{}{}", "{}}", "{\"a\":1", "{\"a\":1}x}", "x{\"a\":1}", "{} {}", "{\"a\":1}}",
                                      "{}]",  "{,}", "\"{}\"",   "{\"a}",       "{\"a\\}"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!is_taken(good[i], strlen(good[i]))) fail_msg("%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (is_taken(bad[i], strlen(bad[i]))) fail_msg("%s", bad[i]);
    assert_false(is_taken("{\"a\":\"\0\"}", 10));
    assert_false(is_taken("{\"a\":\0}", 8));
    assert_false(is_taken("{}\0", 3));
}

static void every_beginning_of_a_line_is_refused(void **state) {
    (void)state;
    static const char line[] = "{\"a\": [1, {\"b\": \"c\\u00e9\\\\\u00E9\"}, true], \"text\": \"\\ud83d\\ude00}\"}";
    for (size_t size = 0; size < sizeof line - 1; size++) assert_false(is_taken(line, size));
    assert_true(is_taken(line, sizeof line - 1));
}

/* What the scanner leaves to jansson. */
static void large_numbers_and_depth_are_left(void **state) {
    (void)state;
    static const char *const lines[] = {"{\"a\": 1e100}", "{\"a\": 1e-400}", "{\"a\": 1e001}", "{\"a\": [1E+005]}"};
    bool taken;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_equal(scan(lines[i], strlen(lines[i]), &taken), JSON_SCAN_REFUSED);
        assert_true(taken);
    }
    assert_false(is_taken("{\"a\": 1e400}", 12));
    for (size_t depth = 1000; depth <= 3000; depth += 500) {
        struct buffer line = {0};
        assert_true(buffer_add_text(&line, "{\"a\":"));
        for (size_t i = 0; i < depth; i++) assert_true(buffer_add_text(&line, i % 2 ? "[" : "{\"a\":"));
        assert_true(buffer_add_byte(&line, '1'));
        for (size_t i = depth; i-- > 0;) assert_true(buffer_add_byte(&line, i % 2 ? ']' : '}'));
        assert_true(buffer_add_byte(&line, '}'));
        assert_int_equal(scan(line.bytes, line.size, &taken), depth == 1000 ? JSON_SCAN_GOOD : JSON_SCAN_REFUSED);
        assert_int_equal(taken, depth <= 2000);
        buffer_free(&line);
    }
}

static void digits_do_not_overflow(void **state) {
    (void)state;
    bool taken;
    for (size_t digits = 1; digits < 400; digits++) {
        struct buffer line = {0};
        assert_true(buffer_add_text(&line, "{\"a\":"));
        for (size_t i = 0; i < digits; i++) assert_true(buffer_add_byte(&line, '9'));
        assert_true(buffer_add_text(&line, "e99}"));
        enum json_scanned result = scan(line.bytes, line.size, &taken);
        if (digits <= 200) assert_int_equal(result, JSON_SCAN_GOOD);
        buffer_free(&line);
    }
}

/* ---- Random objects ---- */

static const char *pick(const char *const *parts, size_t count, uint64_t *random) {
    return parts[oracle_below(random, count)];
}

static void add_text(struct buffer *json, const char *text) {
    assert_true(buffer_add_text(json, text));
}

static void add_blanks(struct buffer *json, uint64_t *random) {
    while (oracle_below(random, 4) == 0) assert_true(buffer_add_byte(json, " \t\r\n"[oracle_below(random, 4)]));
}

static void add_string(struct buffer *json, bool name, uint64_t *random) {
    static const char *const parts[] = {"a",          "text",
                                        "0123456789", " some words ",
                                        "\\\"",       "\\\\",
                                        "\\/",        "\\n",
                                        "\\u00e9",    "\\ud83d\\ude00",
                                        "\\uABCD",    "{",
                                        "}",          "[",
                                        "]",          ",",
                                        ":",          "\u00E9",
                                        "\u20AC",     "\u4E2D\u6587",
                                        "\U0001F600", "\x7F",
                                        "\\u0041",    "\\u0000"};
    size_t count = sizeof parts / sizeof *parts - name; /* jansson refuses a zero byte in a name */
    assert_true(buffer_add_byte(json, '"'));
    for (size_t left = oracle_below(random, oracle_below(random, 8) ? 6 : 40); left; left--)
        add_text(json, pick(parts, count, random));
    assert_true(buffer_add_byte(json, '"'));
}

static void add_value(struct buffer *json, unsigned depth, uint64_t *random);

/* What is between the brackets. */
static void add_content(struct buffer *json, bool object, unsigned depth, uint64_t *random) {
    static const char *const names[] = {"\"text\"", "\"a\"", "\"b\"", "\"t\\u0065xt\"", "\"\""};
    add_blanks(json, random);
    for (size_t count = oracle_below(random, 5), i = 0; i < count; i++) {
        if (i) add_text(json, ",");
        add_blanks(json, random);
        if (object && oracle_below(random, 2))
            add_text(json, pick(names, sizeof names / sizeof *names, random));
        else if (object)
            add_string(json, true, random);
        if (object) {
            add_blanks(json, random);
            add_text(json, ":");
            add_blanks(json, random);
        }
        add_value(json, depth + 1, random);
        add_blanks(json, random);
    }
}

static void add_value(struct buffer *json, unsigned depth, uint64_t *random) {
    static const char *const plain[] = {"0", "-12.5e-3", "7E+12", "true", "false", "null", "12345678901234567890123"};
    size_t kind = oracle_below(random, depth < 4 ? 5 : 3);
    if (kind == 0) add_text(json, pick(plain, sizeof plain / sizeof *plain, random));
    if (kind == 1 || kind == 2) add_string(json, false, random);
    if (kind < 3) return;
    add_text(json, kind == 3 ? "[" : "{");
    add_content(json, kind == 4, depth, random);
    add_text(json, kind == 3 ? "]" : "}");
}

static void make_object(struct buffer *json, uint64_t *random) {
    json->size = 0;
    add_blanks(json, random);
    add_text(json, "{");
    add_content(json, true, 0, random);
    add_text(json, "}");
    add_blanks(json, random);
}

/* Changes, removes, adds or repeats some bytes. */
static void damage(struct buffer *json, uint64_t *random) {
    static const char bytes[] = "{}[],:\"\\ux0019.eE-+ \n\t\x01\x1F\x7F\x80\xBF\xC3\xE2\xED\xF0\xFF"
                                "tfnrabdD";
    size_t at = oracle_below(random, json->size);
    char byte = bytes[oracle_below(random, sizeof bytes)];
    size_t kind = oracle_below(random, 5);
    if (kind == 0) json->bytes[at] = byte;
    if (kind == 1) json->bytes[at] = (char)(json->bytes[at] ^ (1 << oracle_below(random, 8)));
    if (kind == 2) {
        memmove(json->bytes + at, json->bytes + at + 1, json->size - at - 1);
        json->size--;
    }
    if (kind < 3) return;
    assert_true(buffer_add_byte(json, byte));
    memmove(json->bytes + at + 1, json->bytes + at, json->size - at - 1);
    if (kind == 3) json->bytes[at] = byte;
}

/* Whether an exponent of three digits is there, or a zero byte, which jansson takes after a number: the scanner leaves
 * both to it. */
static bool is_left(const char *line, size_t size) {
    if (memchr(line, 0, size)) return true;
    for (size_t i = 0; i + 3 < size; i++) {
        size_t digits = i + 1 + (line[i + 1] == '+' || line[i + 1] == '-');
        size_t end = digits;
        if (line[i] != 'e' && line[i] != 'E') continue;
        while (end < size && line[end] >= '0' && line[end] <= '9') end++;
        if (end - digits > 2) return true;
    }
    return false;
}

static void random_objects_are_as_jansson_reads_them(void **state) {
    (void)state;
    struct buffer json = {0};
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t random = seed + round;
        make_object(&json, &random);
        if (!is_taken(json.bytes, json.size)) fail_msg("seed + %d", (int)round);
    }
    buffer_free(&json);
}

static void damaged_objects_are_refused_as_jansson_refuses_them(void **state) {
    (void)state;
    struct buffer json = {0};
    size_t good = 0;
    size_t bad = 0;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t random = seed + round;
        make_object(&json, &random);
        for (size_t count = 1 + oracle_below(&random, DAMAGES); count && json.size; count--) {
            bool taken;
            damage(&json, &random);
            enum json_scanned result = scan(json.bytes, json.size, &taken);
            if (taken && result == JSON_SCAN_REFUSED && !is_left(json.bytes, json.size))
                fail_msg("seed + %d: %.*s", (int)round, (int)json.size, json.bytes);
            good += taken;
            bad += !taken;
        }
    }
    assert_true(good > ROUNDS / 10 && bad > ROUNDS);
    buffer_free(&json);
}

/* ---- Paths ---- */

static void check_path(const struct json_members *members, const json_t *object, const char *path) {
    struct json_member found;
    const json_t *expected = find_in_jansson(object, path);
    bool is_there = json_find_member(&found, members, path);
    if (is_there != (expected != NULL)) fail_msg("%s", path);
    if (!is_there) return;
    json_t *value = parse_value(found.value, found.value_size);
    if (!json_equal(value, expected)) fail_msg("%s", path);
    json_decref(value);
}

static void paths_lead_where_they_lead_in_jansson(void **state) {
    (void)state;
    static const char line[] = "{\"a\": 0, \"a\": {\"b\": \"1\", \"b.c\": \"2\", \"d\": {\"e\": \"3\"}, \"d\": "
                               "{\"\\u0065\": \"4\"}}, \"a.b\": \"5\", "
                               "\"a.x\": {\"y\": \"6\"}, \"n\": null, \"\": {\"\": \"7\"}, \"list\": [{\"a\": \"8\"}], "
                               "\"s\": \"t\", \"q\\\"\": \"9\", "
                               "\"\\u0061\\\\b\": \"10\", \"z\": {\"k\": {\"text\": \"}\"}}, \"z\": [], \"v\": {\"t\": "
                               "\"caf\u00E9\", \"u\": 1}, \"a\\b\": \"11\", \"m\": [\"a\", \"b\"]}";
    static const char *const paths[] = {"a",      "a.b",  "a.b.c", "a.d.e", "a.x.y",   "n",        ".",      "list",
                                        "list.a", "s",    "s.t",   "q\"",   "a\\b",    "z.k.text", "v.t",    "v.u",
                                        "v",      "b",    "a.",    "a.c",   "a.d.e.f", "n.a",      "list.0", "..",
                                        ".a",     "a..b", "",      "a.d",   "x.y",     "m.a",      "z",      "z.k"};
    struct json_members members = {0};
    json_t *object = parse(line, sizeof line - 1);
    assert_int_equal(json_scan(&members, line, sizeof line - 1), JSON_SCAN_GOOD);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) check_path(&members, object, paths[i]);
    json_decref(object);
    json_members_free(&members);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_kind),
        cmocka_unit_test(lines_hold_an_object),
        cmocka_unit_test(every_beginning_of_a_line_is_refused),
        cmocka_unit_test(large_numbers_and_depth_are_left),
        cmocka_unit_test(digits_do_not_overflow),
        cmocka_unit_test(random_objects_are_as_jansson_reads_them),
        cmocka_unit_test(damaged_objects_are_refused_as_jansson_refuses_them),
        cmocka_unit_test(paths_lead_where_they_lead_in_jansson),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
