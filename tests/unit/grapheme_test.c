/* Grapheme clusters: what grapheme-splitter 1.0.4 of npm gives for the same texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/grapheme.h"

static const struct {
    const char *text;
    const char *sizes; /* of its clusters, in bytes */
} cases[] = {
    {"ab", "1 1"},
    {"\r\n\n\r", "2 1 1"},
    {"e\u0301x", "3 1"},
    {"\xFF\xFE\u0301", "1 3"}, /* what is not valid takes marks as U+FFFD does */
    {"\u0600a\u0301\u0301", "7"},
    {"\u0915\u094D\u0937", "6 3"},
    {"\u1112\u1161\u11AB", "9"},
    {"\uAC00\u11A8\uAC01\u1161", "6 3 3"},
    /* Emoji that Unicode 10 knows, */
    {"\U0001F469\u200D\U0001F469\u200D\U0001F467!", "18 1"},
    {"\U0001F469\u200D\u2764\uFE0F\u200D\U0001F48B\u200D\U0001F468", "27"},
    {"\U0001F44D\U0001F3FD", "8"},
    {"\u26F9\U0001F3FD\u200D\u2642\uFE0F", "16"},
    {"\U0001F9D1\u200D\U0001F4BB", "11"},
    {"\U0001F3F3\uFE0F\u200D\U0001F308", "14"},
    {"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "28"},
    {"\u200D\U0001F466", "7"},
    {"\U0001F1F0\U0001F1F7\U0001F1F0\U0001F1F7\U0001F1F0", "8 8 4"},
    /* and sequences that are later ones. */
    {"\u2764\uFE0F\u200D\U0001F525 k", "9 4 1 1"},
    {"\U0001F469\u200D\U0001F9B0", "7 4"},
    {"\U0001F43B\u200D\u2744\uFE0F", "7 6"},
    {"\U0001F3F3\uFE0F\u200D\u26A7\uFE0F", "10 6"},
    {"\U0001F9D1\u200D\U0001F9D1\u200D\U0001F9D2", "7 7 4"},
    {"\U0001FAF1\U0001F3FB\u200D\U0001FAF2\U0001F3FF", "4 7 4 4"},
    {"\U0001F642\u200D\u2194\uFE0F", "7 6"},
    /* Where the package is not UAX #29. */
    {"\U0001F469\u200D\u2764\uFE0F\u200D\U0001F469\U0001F3FD", "20 4"},
    {"\U0001F1E9\U0001F1EA\u0301\u0301", "10 2"},
    {"\U0001F466\u0301\u0301\U0001F3FB", "8 4"},
    {"\u0600\U0001F1E9\U0001F1EA", "6 4"},
};

static void clusters_are_those_of_the_package(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text;
        size_t size = strlen(text);
        char found[64] = "";
        for (size_t at = 0, length; at < size; at += length) {
            length = grapheme_size(text + at, size - at);
            assert_in_range(length, 1, size - at);
            size_t used = strlen(found);
            snprintf(found + used, sizeof found - used, "%s%d", used ? " " : "", (int)length);
        }
        if (strcmp(found, cases[i].sizes) != 0)
            fail_msg("case %zu, %s: %s instead of %s", i, text, found, cases[i].sizes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(clusters_are_those_of_the_package)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
