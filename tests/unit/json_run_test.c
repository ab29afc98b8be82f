/* Runs of JSON strings on machines without vectors, against a byte at a time. json_scan_test has them with vectors. */
#undef __SSE2__
#undef __aarch64__
#include "base/json_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle.h"

enum { ROUNDS = 20000, SIZE_MAX_HERE = 40 };

static size_t plain_run(const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') return i;
    }
    return size;
}

static void check_run(const char *bytes, size_t size) {
    char copy[JSON_STEP];
    assert_int_equal(json_plain_run(bytes, size), plain_run(bytes, size));
    if (size < JSON_STEP) return;
    uint64_t backslashes = json_copy_step(copy, bytes);
    const char *first = memchr(bytes, '\\', JSON_STEP);
    assert_memory_equal(copy, bytes, JSON_STEP);
    assert_int_equal(backslashes != 0, first != NULL);
    if (first) assert_int_equal(json_first(backslashes), first - bytes);
}

static void runs_end_at_what_is_special(void **state) {
    static const char edges[] = "\"\\\x1F\x20\x7F\x80\xFF!#[]\xA2\xDC";
    (void)state;
    assert_int_equal(JSON_STEP, 8);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t random = seed + round;
        size_t size = oracle_below(&random, SIZE_MAX_HERE + 1);
        char *bytes = malloc(size ? size : 1); /* the sanitizer sees what is read behind it */
        assert_non_null(bytes);
        for (size_t i = 0; i < size; i++) bytes[i] = (char)(' ' + oracle_below(&random, 2));
        for (size_t count = oracle_below(&random, 3); count && size; count--)
            bytes[oracle_below(&random, size)] = edges[oracle_below(&random, sizeof edges)];
        check_run(bytes, size);
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(runs_end_at_what_is_special)};
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
