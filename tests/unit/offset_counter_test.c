/* Offset counters against a slow count of the text as it is written: mended, with LF for CR LF, and cut into clusters
 * by utf8proc. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/grapheme.h"
#include "base/unicode.h"
#include "document/offsets.h"
#include "oracle.h"

enum { TEXT_MAX = 400, ROUNDS = 4000 };

static const char *const pieces[] = {"a",
                                     " ",
                                     "longer words",
                                     "\r\n",
                                     "\r",
                                     "\n",
                                     "\u00E9",
                                     "e\u0301",
                                     "\u0301",
                                     "\u20AC",
                                     "\uD55C",
                                     "\u1112\u1161\u11AB",
                                     "\u1112",
                                     "\u1161",
                                     "\U0001F600",
                                     "\U0001F1E9\U0001F1EA",
                                     "\U0001F1EB",
                                     "\U0001F468\u200D\U0001F469\u200D\U0001F467",
                                     "\u200D",
                                     "\U0001F44D\U0001F3FD",
                                     "\u0915\u094D\u0937",
                                     "\uFFFD",
                                     "\xFF",
                                     "\xE2\x82",
                                     "\xAC",
                                     "\xF0\x9F",
                                     "\t"};

/* ---- The slow count ---- */

/* A text and, for each of its bytes, where that is in the text as it is written. */
struct written {
    struct buffer text;
    size_t at[TEXT_MAX + 1];
    bool begins[TEXT_MAX + 1]; /* a code point of the text does */
};

/* Writes the text with each code point for itself. */
static void write_out(struct written *written, const char *text, size_t size, struct offset_unit units) {
    written->text.size = 0;
    memset(written->begins, 0, sizeof written->begins);
    for (size_t i = 0; i < size;) {
        uint32_t code;
        unsigned length = unicode_decode(&code, text + i, size - i);
        size_t bytes = length ? length : 1;
        for (size_t j = 0; j < bytes; j++) written->at[i + j] = written->text.size;
        written->begins[i] = true;
        if (length == 0 && units.replaced)
            assert_true(buffer_add_text(&written->text, "\uFFFD"));
        else if (!(units.newlines && text[i] == '\r' && i + 1 < size && text[i + 1] == '\n'))
            assert_true(buffer_add(&written->text, text + i, bytes));
        i += bytes;
    }
    written->at[size] = written->text.size;
    written->begins[size] = true;
}

/* Units of valid UTF-8 before a byte. */
static uint64_t count_before(const struct written *written, gaz_offsets unit, size_t end) {
    uint64_t count = 0;
    for (size_t i = 0; i < end; i++) {
        unsigned char byte = (unsigned char)written->text.bytes[i];
        bool begins = (byte & 0xC0) != 0x80;
        if (unit == GAZ_OFFSETS_BYTE || begins) count++;
        if (unit == GAZ_OFFSETS_UTF16 && byte >= 0xF0) count++;
    }
    return count;
}

/* Clusters that end at or before `begin`, and those that begin before `end`. */
static struct offset_range count_clusters(const struct written *written, size_t begin, size_t end) {
    struct offset_range extent = {0, 0};
    for (size_t at = 0; at < written->text.size;
         at += grapheme_size(written->text.bytes + at, written->text.size - at)) {
        if (at > 0 && at <= begin) extent.begin++;
        if (at < end) extent.end++;
    }
    if (written->text.size && written->text.size <= begin) extent.begin++;
    return extent;
}

static struct offset_range measure_slowly(const struct written *written, struct offset_unit units, size_t begin,
                                          size_t end) {
    if (units.unit == GAZ_OFFSETS_GRAPHEME) return count_clusters(written, written->at[begin], written->at[end]);
    return (struct offset_range){count_before(written, units.unit, written->at[begin]),
                                 count_before(written, units.unit, written->at[end])};
}

/* ---- Random texts ---- */

static size_t random_text(char *text, uint64_t *random) {
    size_t size = 0;
    for (size_t count = oracle_below(random, 30); count; count--) {
        const char *piece = pieces[oracle_below(random, sizeof pieces / sizeof *pieces)];
        memcpy(text + size, piece, strlen(piece));
        size += strlen(piece);
    }
    return size;
}

/* A place from `from` on where a code point begins, or the end. */
static size_t random_place(const struct written *written, size_t from, size_t size, uint64_t *random) {
    size_t place = from + oracle_below(random, oracle_below(random, 3) ? 8 : size - from + 1);
    if (place > size) place = size;
    while (!written->begins[place]) place++;
    return place;
}

static void check_text(const char *text, size_t size, struct offset_unit units, uint64_t *random) {
    static struct written written;
    write_out(&written, text, size, units);
    struct offset_counter counter = {.unit = units, .text = text, .size = size};
    for (size_t begin = 0; begin < size; begin = random_place(&written, begin, size, random)) {
        size_t end = random_place(&written, begin, size, random);
        struct offset_range expected = measure_slowly(&written, units, begin, end);
        struct offset_range found = offset_counter_measure(&counter, begin, end);
        if (begin == end) expected.end = found.end; /* an empty span in a cluster has its begin */
        if (found.begin != expected.begin || found.end != expected.end)
            fail_msg("unit %d, bytes %zu to %zu: %llu to %llu instead of %llu to %llu", (int)units.unit, begin, end,
                     (unsigned long long)found.begin, (unsigned long long)found.end, (unsigned long long)expected.begin,
                     (unsigned long long)expected.end);
        if (units.unit != GAZ_OFFSETS_GRAPHEME && !units.newlines)
            assert_int_equal(offset_unit_count(units, text + begin, end - begin), expected.end - expected.begin);
    }
}

static void rulers_count_what_is_written(void **state) {
    (void)state;
    static char text[TEXT_MAX + 1];
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t random = seed + round;
        size_t size = random_text(text, &random);
        for (int unit = GAZ_OFFSETS_BYTE; unit <= GAZ_OFFSETS_GRAPHEME; unit++) {
            struct offset_unit units = {.unit = (gaz_offsets)unit, .replaced = true};
            check_text(text, size, units, &random);
            units.newlines = unit != GAZ_OFFSETS_GRAPHEME;
            check_text(text, size, units, &random);
        }
        check_text(text, size, (struct offset_unit){.unit = GAZ_OFFSETS_BYTE}, &random);
    }
}

/* ---- By hand ---- */

static void check_extent(gaz_offsets unit, const char *text, size_t begin, size_t end, uint64_t first, uint64_t last) {
    struct offset_counter counter = {.unit = {.unit = unit, .replaced = true}, .text = text, .size = strlen(text)};
    struct offset_range extent = offset_counter_measure(&counter, begin, end);
    assert_int_equal(extent.begin, first);
    assert_int_equal(extent.end, last);
}

static void units_are_as_they_are_named(void **state) {
    (void)state;
    static const char text[] = "\u00E9\r\n\U0001F600e\u0301\xFF."; /* bytes 2, 2, 4, 3, 1, 1 */
    check_extent(GAZ_OFFSETS_BYTE, text, 4, 8, 4, 8);
    check_extent(GAZ_OFFSETS_CODEPOINT, text, 4, 8, 3, 4);
    check_extent(GAZ_OFFSETS_UTF16, text, 4, 8, 3, 5);
    check_extent(GAZ_OFFSETS_GRAPHEME, text, 4, 8, 2, 3);
    check_extent(GAZ_OFFSETS_BYTE, text, 12, 13, 14, 15); /* U+FFFD has three bytes */
    check_extent(GAZ_OFFSETS_CODEPOINT, text, 12, 13, 7, 8);
    check_extent(GAZ_OFFSETS_UTF16, text, 12, 13, 8, 9);
    check_extent(GAZ_OFFSETS_GRAPHEME, text, 12, 13, 5, 6);
}

static void clusters_that_are_cut_belong_to_the_span(void **state) {
    (void)state;
    check_extent(GAZ_OFFSETS_GRAPHEME, "xe\u0301y", 1, 2, 1, 2);
    check_extent(GAZ_OFFSETS_GRAPHEME, "xe\u0301y", 2, 4, 1, 2);
    check_extent(GAZ_OFFSETS_GRAPHEME, "x\r\ny", 2, 4, 1, 3);
    check_extent(GAZ_OFFSETS_GRAPHEME, "x\r\ny", 0, 2, 0, 2);
}

static void lines_are_counted_by_their_ends(void **state) {
    (void)state;
    assert_int_equal(bytes_count_lines("", 0), 0);
    assert_int_equal(bytes_count_lines("a\r\n\n\0b\nc", 8), 3);
    assert_int_equal(bytes_count_lines("a\nb\n", 3), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_as_they_are_named),
        cmocka_unit_test(clusters_that_are_cut_belong_to_the_span),
        cmocka_unit_test(lines_are_counted_by_their_ends),
        cmocka_unit_test(rulers_count_what_is_written),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
