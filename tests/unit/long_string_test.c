/* A long JSON string is the same in pieces, whatever bytes stand where it is cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "format/write.h"
#include "oracle.h"

static struct buffer drained;
static size_t pieces;

static bool drain(struct buffer *out, void *context) {
    (void)context;
    pieces++;
    bool good = buffer_add(&drained, out->bytes, out->size);
    out->size = 0;
    return good;
}

/* Writes a text at once, and in pieces. */
static void compare(const struct buffer *text) {
    struct write_style style = {.drain = drain};
    struct buffer whole = {0};
    struct buffer rest = {0};
    drained.size = 0;
    assert_true(write_string(&whole, text->bytes, text->size));
    assert_true(write_long_string(&rest, text->bytes, text->size, &style) && drain(&rest, NULL));
    assert_int_equal(drained.size, whole.size);
    assert_memory_equal(drained.bytes, whole.bytes, whole.size);
    buffer_free(&whole);
    buffer_free(&rest);
}

static void add_parts(struct buffer *text, const char *const *parts, size_t count, size_t size, uint64_t *random) {
    while (text->size < size) assert_true(buffer_add_text(text, parts[oracle_below(random, count)]));
}

static void texts_are_written_in_pieces(void **state) {
    (void)state;
    static const char *const parts[] = {"a", "\n", "\"", "\u00E9", "\u4E2D", "\U0001F600", "some words of a text"};
    static const char *const broken[] = {"a",          "\x80", "\xBF\xBF\xBF\xBF\xBF\xBF", "\xE4\xB8", "\xF0\x9F\x98",
                                         "\U0001F600", "\xC3"};
    for (uint64_t round = 0; round < 40; round++) {
        uint64_t random = seed + round;
        struct buffer text = {0};
        for (size_t shift = oracle_below(&random, 5); shift; shift--) assert_true(buffer_add_byte(&text, 'x'));
        bool good = round % 2;
        size_t size = (size_t)3 * WRITE_DRAINED - oracle_below(&random, WRITE_DRAINED);
        add_parts(&text, good ? parts : broken, 7, size, &random);
        compare(&text);
        buffer_free(&text);
    }
    assert_true(pieces > 60);
}

static void characters_at_every_place_of_a_cut(void **state) {
    (void)state;
    static const char *const characters[] = {"\u00E9", "\u4E2D", "\U0001F600", "\x80", "\xF0\x9F"};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        for (size_t before = 0; before < 5; before++) {
            struct buffer text = {0};
            for (size_t shift = before; shift; shift--) assert_true(buffer_add_byte(&text, 'x'));
            while (text.size < WRITE_DRAINED + 1000) assert_true(buffer_add_text(&text, characters[i]));
            compare(&text);
            buffer_free(&text);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_written_in_pieces),
        cmocka_unit_test(characters_at_every_place_of_a_cut),
    };
    oracle_seed();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buffer_free(&drained);
    return failed;
}
