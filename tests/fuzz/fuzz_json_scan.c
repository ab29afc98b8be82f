/* Any bytes as a line of JSON lines: the scanner takes what jansson takes, with the same members and the same strings.
 * Only large numbers and deep nesting are left to jansson. */
#include "../unit/jansson.h"
#include "base/json.h"
#include "base/json_scan.h"
#include "base/json_string.h"
#include "fuzz.h"

/* Whole numbers that are too large become reals in gaz; here all do, so that they can be compared. */
static json_t *parse(const char *text, size_t size, size_t flags) {
    return json_loadb(text, size, flags | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, NULL);
}

/* As they are written; NULL, too, where a whole number is too large. */
static json_t *parse_exactly(const char *text, size_t size) {
    return memchr(text, 0, size) ? NULL : json_loadb(text, size, JSON_ALLOW_NUL, NULL);
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* Whether there may be a number with a long mantissa or exponent, or values in too many others. */
static bool may_be_left(const char *line, size_t size) {
    size_t brackets = 0;
    size_t digits = 0; /* in a row, with what else a number has */
    for (size_t i = 0; i < size; i++) {
        brackets += line[i] == '[' || line[i] == '{';
        digits = is_digit(line[i]) || line[i] == '.' ? digits + 1 : 0;
        bool exponent = (line[i] | ' ') == 'e' && i + 3 < size;
        size_t first = i + 1 + (exponent && (line[i + 1] == '+' || line[i + 1] == '-'));
        if (exponent && first + 2 < size && is_digit(line[first]) && is_digit(line[first + 1]) &&
            is_digit(line[first + 2]))
            return true;
        if (digits > 198 || brackets > 1000) return true;
    }
    return false;
}

/* A string as the scanner's functions decode it, and as jansson did. */
static void check_string(const struct json_member *member, const json_t *expected) {
    struct buffer decoded = {0};
    const char *inside = member->value + 1;
    size_t size = member->value_size - 2;
    FUZZ_REQUIRE(json_decode(&decoded, inside, size));
    FUZZ_REQUIRE(decoded.size == json_string_length(expected));
    FUZZ_REQUIRE(decoded.size == 0 || memcmp(decoded.bytes, json_string_value(expected), decoded.size) == 0);
    FUZZ_REQUIRE(member->unescaped == !memchr(inside, '\\', size));
    FUZZ_REQUIRE(json_stands_for(inside, size, json_string_value(expected), decoded.size));
    buffer_free(&decoded);
}

/* A member that the scanner has found is the one that jansson has; of several of a name, the last. */
static void check_member(const struct json_members *members, const struct json_member *member, const json_t *object) {
    struct buffer name = {0};
    struct json_member last;
    FUZZ_REQUIRE(json_decode(&name, member->name + 1, member->name_size - 2) && buffer_add_byte(&name, 0));
    const json_t *expected = json_object_get(object, name.bytes);
    FUZZ_REQUIRE(expected && json_member_is(member, name.bytes));
    FUZZ_REQUIRE(json_last_member(&last, members, name.bytes, name.size - 1));
    json_t *value = parse(last.value, last.value_size, JSON_DECODE_ANY);
    FUZZ_REQUIRE(value && json_equal(value, expected));
    if (json_is_string(expected)) check_string(&last, expected);
    json_decref(value);
    buffer_free(&name);
}

static void check_members(const struct json_members *members, const json_t *object) {
    for (size_t i = 0; i < members->count; i++) check_member(members, &members->items[i], object);
    FUZZ_REQUIRE(json_object_size(object) <= members->count);
    FUZZ_REQUIRE((members->count == 0) == (json_object_size(object) == 0));
}

/* What is found in an object whose syntax is known to be good is what the scanner has found. */
static void check_listed(const struct json_members *members, const char *line, size_t size) {
    struct json_members listed = {0};
    const char *object = memchr(line, '{', size);
    FUZZ_REQUIRE(object && json_list_members(&listed, object, size - (size_t)(object - line)));
    FUZZ_REQUIRE(listed.count == members->count);
    for (size_t i = 0; i < listed.count; i++)
        FUZZ_REQUIRE(listed.items[i].name == members->items[i].name &&
                     listed.items[i].value == members->items[i].value &&
                     listed.items[i].value_size == members->items[i].value_size);
    json_members_free(&listed);
}

/* What is read as a value is the value that jansson has read. */
static void check_value(const char *line, size_t size) {
    struct json_reader reader = {.name = "", .text = line, .size = size};
    json_t *object = parse_exactly(line, size);
    struct json_value value;
    gaz_status status = json_next(&value, &reader, NULL);
    if (object && !reader.in_array) FUZZ_REQUIRE(status == GAZ_OK && is_that_value(value, object));
    json_reader_free(&reader);
    json_decref(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct json_members members; /* used again and again */
    const char *line = (const char *)data;
    enum json_scanned scanned = json_scan(&members, line, size);
    json_t *object = memchr(line, 0, size) ? NULL : parse(line, size, 0); /* jansson loses such a byte */
    FUZZ_REQUIRE(scanned != JSON_SCAN_MEMORY);
    check_value(line, size);
    if (scanned == JSON_SCAN_GOOD) {
        FUZZ_REQUIRE(json_is_object(object));
        check_members(&members, object);
        check_listed(&members, line, size);
    } else {
        FUZZ_REQUIRE(!json_is_object(object) || may_be_left(line, size));
    }
    json_decref(object);
    return 0;
}
