/* Names of types in brat: what is written, and that each comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "format/brat_types.h"

static void check_read(const char *name, const char *type) {
    struct buffer found = {0};
    assert_true(buffer_add_text(&found, ">"));
    assert_true(brat_type_read(&found, name, strlen(name)) && buffer_add_byte(&found, 0));
    assert_string_equal(found.bytes + 1, type);
    buffer_free(&found);
}

static void types_have_names_that_brat_stores(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"Operating_System", "Operating_System"},
        {"B-52_x", "B-52_x"},
        {"GPE/LOC", "GPE_x2F_LOC"},
        {"C++", "C_x2B__x2B_"},
        {"C+", "C_x2B_"},
        {"한국어", "_xD55C__xAD6D__xC5B4_"},
        {"\U0001F525", "_x1F525_"},
        {"\U0010FFFF", "_x10FFFF_"},
        {"A[1]|b_c;*->\\x y", "A_x5B_1_x5D__x7C_b_c_x3B__x2A_-_x3E__x5C_x_x20_y"},
        {"*", "_x2A_"},
        {"-", "_x2D_"},
        {"---", "_x2D_--"},
        {"-a", "-a"},
        {"_x2F_", "_x5F_x2F_"},
        {"a_x2F/", "a_x5F_x2F_x2F_"},
        {"_x_/", "_x__x2F_"},
        {"_xy", "_xy"},
        {"_x5F_x2F_", "_x5F_x5F_x5F_x2F_"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer name = {0};
        const struct string type = {.bytes = cases[i][0], .size = (uint32_t)strlen(cases[i][0])};
        assert_true(brat_type_add(&name, &type) && buffer_add_byte(&name, 0));
        assert_string_equal(name.bytes, cases[i][1]);
        buffer_free(&name);
        check_read(cases[i][1], cases[i][0]);
    }
}

/* What gaz would write otherwise is a name that somebody else gave. */
static void other_names_are_types_as_they_are(void **state) {
    (void)state;
    static const char *const names[] = {
        "_x2f_",
        "_x02F_",
        "_x41_",
        "_x2F",
        "_x_",
        "_x110000_",
        "_xD800_",
        "_x1F5251234_",
        "_x2F_-_x5F_",
        "GPE/LOC",
        "a_x2F_ _x",
        "_x5F_xy",
        "_x2D_"
        "a",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) check_read(names[i], names[i]);
}

static void bytes_that_are_no_text_are_replaced(void **state) {
    (void)state;
    struct buffer name = {0};
    const struct string type = {.bytes = "a\xFF", .size = 2};
    assert_true(brat_type_add(&name, &type) && buffer_add_byte(&name, 0));
    assert_string_equal(name.bytes, "a_xFFFD_");
    check_read(name.bytes, "a\uFFFD");
    buffer_free(&name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_have_names_that_brat_stores),
        cmocka_unit_test(other_names_are_types_as_they_are),
        cmocka_unit_test(bytes_that_are_no_text_are_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
