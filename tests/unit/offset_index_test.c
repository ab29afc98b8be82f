#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "document/offsets.h"

/* e with accent in one and in two code points, a woman (two UTF-16 units), CR LF, a flag. */
static const char piece[] = "a\xC3\xA9"
                            "e\xCC\x81\xF0\x9F\x91\xA9\r\n\xF0\x9F\x87\xB0\xF0\x9F\x87\xB7";

/* Where the characters of the piece begin, and its end, in each unit; by the tables of Unicode. */
static const struct {
    gaz_offsets unit;
    unsigned count; /* of units in the piece */
    struct place {
        unsigned unit;
        unsigned byte;
    } places[12];
} cases[] = {
    {GAZ_OFFSETS_BYTE, 20, {{0, 0}, {1, 1}, {3, 3}, {4, 4}, {6, 6}, {10, 10}, {11, 11}, {12, 12}, {16, 16}}},
    {GAZ_OFFSETS_CODEPOINT, 9, {{0, 0}, {1, 1}, {2, 3}, {3, 4}, {4, 6}, {5, 10}, {6, 11}, {7, 12}, {8, 16}}},
    {GAZ_OFFSETS_UTF16, 12, {{0, 0}, {1, 1}, {2, 3}, {3, 4}, {4, 6}, {6, 10}, {7, 11}, {8, 12}, {10, 16}}},
    {GAZ_OFFSETS_GRAPHEME, 6, {{0, 0}, {1, 1}, {2, 3}, {3, 6}, {4, 10}, {5, 12}}},
};

/* Whether a unit of the piece is the begin of a character; its byte. */
static bool find_place(size_t *byte, size_t number, uint64_t unit) {
    for (size_t i = 0; i < 12; i++) {
        *byte = cases[number].places[i].byte;
        if (cases[number].places[i].unit == unit && (i == 0 || *byte)) return true;
    }
    return false;
}

static void offsets_become_bytes_in_every_unit(void **state) {
    (void)state;
    enum { REPEATS = 50 };
    struct buffer text = {0};
    struct offset_index offsets = {0};
    for (size_t i = 0; i < REPEATS; i++) assert_true(buffer_add_text(&text, piece));
    assert_int_equal(text.size, REPEATS * 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(offset_index_init(&offsets, text.bytes, text.size, cases[i].unit));
        assert_int_equal(offsets.count, REPEATS * cases[i].count);
        for (uint64_t unit = 0; unit < offsets.count; unit++) {
            size_t expected;
            size_t byte;
            bool begins = find_place(&expected, i, unit % cases[i].count);
            assert_int_equal(offset_index_find(&byte, &offsets, unit), begins);
            if (begins) assert_int_equal(byte, unit / cases[i].count * 20 + expected);
        }
        size_t end;
        assert_true(offset_index_find(&end, &offsets, offsets.count));
        assert_int_equal(end, text.size);
    }
    offset_index_free(&offsets);
    buffer_free(&text);
}

static void an_empty_text_has_one_offset(void **state) {
    (void)state;
    for (gaz_offsets unit = GAZ_OFFSETS_BYTE; unit <= GAZ_OFFSETS_GRAPHEME; unit++) {
        struct offset_index offsets = {0};
        size_t byte = 1;
        assert_true(offset_index_init(&offsets, "", 0, unit));
        assert_int_equal(offsets.count, 0);
        assert_true(offset_index_find(&byte, &offsets, 0));
        assert_int_equal(byte, 0);
        offset_index_free(&offsets);
    }
}

static bool agree(const char *slice, const char *copy) {
    return offset_slices_agree(slice, strlen(slice), copy, strlen(copy));
}

static void copies_may_differ_in_blanks_only(void **state) {
    (void)state;
    assert_true(agree("European\r\nUnion", "European Union"));
    assert_true(agree("European\r\nUnion", "European\\nUnion"));
    assert_true(agree("European\r\nUnion", "European\\r\\nUnion"));
    assert_true(agree(" EU\t", "EU"));
    assert_true(agree("", " "));
    assert_false(agree("EU", "E"));
    assert_false(agree("E", "EU"));
    assert_false(agree("EU", "UE"));
    assert_false(agree("a\\b", "ab"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_become_bytes_in_every_unit),
        cmocka_unit_test(an_empty_text_has_one_offset),
        cmocka_unit_test(copies_may_differ_in_blanks_only),
    };
    return cmocka_run_group_tests_name("offsets", tests, NULL, NULL);
}
