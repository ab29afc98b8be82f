/* Names of documents as names of files, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file_title.h"

static struct buffer title_of(const char *name, uint64_t number) {
    struct buffer title = {0};
    assert_true(file_title_add(&title, name, number));
    assert_true(buffer_add_byte(&title, 0));
    return title;
}

static void check_title(const char *name, uint64_t number, const char *expected) {
    struct buffer title = title_of(name, number);
    struct buffer back = {0};
    assert_string_equal(title.bytes, expected);
    assert_true(file_title_read(&back, title.bytes, title.size - 1));
    assert_int_equal(back.size, strlen(name));
    assert_memory_equal(back.bytes, name, back.size);
    buffer_free(&title);
    buffer_free(&back);
}

static void names_are_safe_and_come_back(void **state) {
    (void)state;
    check_title("one", 0, "one");
    check_title("a/b", 0, "a%2Fb");
    check_title("a/b", 3, "a%2Fb%~3");
    check_title(".", 0, "%2E");
    check_title("..", 2, "%2E.%~2");
    check_title("../x", 0, "%2E.%2Fx");
    check_title("a.b c", 0, "a.b c");
    check_title("\x01\x7F\n", 0, "%01%7F%0A");
    check_title("50%", 0, "50%");
    check_title("50%2f", 0, "50%2f");
    check_title("50%2F", 0, "50%252F");
    check_title("a%~2", 0, "a%25~2");
    check_title("한국어 é", 0, "한국어 é");
}

/* A file that no name is written as stands for its own name. */
static void check_own(const char *stem) {
    struct buffer name = {0};
    assert_true(file_title_read(&name, stem, strlen(stem)));
    assert_int_equal(name.size, strlen(stem));
    assert_memory_equal(name.bytes, stem, name.size);
    buffer_free(&name);
}

static void other_files_have_their_own_names(void **state) {
    (void)state;
    check_own("100%");
    check_own("a%41");
    check_own("a%00b");
    check_own("%~2");
    check_own("a%2fb");
    check_own("%");
    check_own("");
}

static void long_names_are_cut_between_characters(void **state) {
    char name[1000] = "";
    (void)state;
    for (int i = 0; i < 300; i++) strcat(name, i % 2 ? "한" : "/");
    struct buffer title = title_of(name, 12);
    assert_int_equal(title.size - 1, 66 * 3 + 4); /* three bytes each, up to 200, and %~12 */
    assert_string_equal(title.bytes + 66 * 3, "%~12");
    buffer_free(&title);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_safe_and_come_back),
        cmocka_unit_test(other_files_have_their_own_names),
        cmocka_unit_test(long_names_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
