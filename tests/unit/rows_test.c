#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "text/rows.h"

static struct rows detect(const char *text, gaz_separator forced) {
    struct rows rows;
    rows_detect(&rows, text, strlen(text), forced);
    return rows;
}

static void check_layout(const char *text, gaz_separator separator, unsigned column_count) {
    struct rows rows = detect(text, GAZ_SEPARATOR_AUTO);
    assert_int_equal(rows.separator, separator);
    assert_int_equal(rows.column_count, column_count);
}

static void finds_separator_and_count(void **state) {
    (void)state;
    check_layout("a\tO\nb\tO\n", GAZ_SEPARATOR_TAB, 2);
    check_layout("a b\tO\nc d e\tO\n", GAZ_SEPARATOR_TAB, 2);
    check_layout("EU NNP I-NP I-ORG\nrejects VBZ I-VP O\n", GAZ_SEPARATOR_BLANK, 4);
    check_layout("a   O\nb  O", GAZ_SEPARATOR_BLANK, 2);
    check_layout("a\nb\nc\n", GAZ_SEPARATOR_TAB, 1);
    check_layout("one\ntwo words\nand three words\nfour\n", GAZ_SEPARATOR_TAB, 1);
    check_layout("a\tO\r\nb\tO\r\n", GAZ_SEPARATOR_TAB, 2);
    check_layout("", GAZ_SEPARATOR_TAB, 0);
    check_layout("\n \t\n<s>\n-DOCSTART- -X- O\n", GAZ_SEPARATOR_TAB, 0);
}

static void detection_passes_over_what_is_no_row(void **state) {
    (void)state;
    check_layout("# id\tx\ty\n-DOCSTART-\tO\tO\tO\n<s>\na O\nb O\n \t \nc O\n", GAZ_SEPARATOR_BLANK, 2);
    check_layout("# text = a b c\n# more\n", GAZ_SEPARATOR_TAB, 0);
    check_layout("#\tO\n#\tO\n", GAZ_SEPARATOR_TAB, 2);
    check_layout("a O\nb O\nc\tO\nd O\n", GAZ_SEPARATOR_BLANK, 2); /* one TAB does not make a TAB file */
    check_layout("a\tO\nb\tO\tx\nc\tO\n", GAZ_SEPARATOR_TAB, 2);
}

static void separator_can_be_forced(void **state) {
    (void)state;
    struct rows rows = detect("a b\tO\n", GAZ_SEPARATOR_BLANK);
    assert_int_equal(rows.separator, GAZ_SEPARATOR_BLANK);
    assert_int_equal(rows.column_count, 3);
    rows = detect("a O\nb O\n", GAZ_SEPARATOR_TAB);
    assert_int_equal(rows.separator, GAZ_SEPARATOR_TAB);
    assert_int_equal(rows.column_count, 1);
}

static enum row_kind classify(gaz_separator separator, unsigned column_count, const char *line) {
    struct rows rows = {.separator = separator, .column_count = column_count};
    return rows_classify(&rows, line, strlen(line));
}

static void classifies_the_same_under_both_separators(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        gaz_separator separator = i ? GAZ_SEPARATOR_BLANK : GAZ_SEPARATOR_TAB;
        assert_int_equal(classify(separator, 2, ""), ROW_BLANK);
        assert_int_equal(classify(separator, 2, "\t"), ROW_BLANK);
        assert_int_equal(classify(separator, 2, "  \t "), ROW_BLANK);
        assert_int_equal(classify(separator, 2, "<s>"), ROW_MARK);
        assert_int_equal(classify(separator, 2, "</s> \t"), ROW_MARK);
        assert_int_equal(classify(separator, 2, "<s>\tO"), ROW_TOKEN);
        assert_int_equal(classify(separator, 2, "<s>x"), ROW_TOKEN);
        assert_int_equal(classify(separator, 2, "-DOCSTART-"), ROW_DOCUMENT);
        assert_int_equal(classify(separator, 2, "-DOCSTART- -X- -X- O"), ROW_DOCUMENT);
        assert_int_equal(classify(separator, 2, "-DOCSTART-\tO"), ROW_DOCUMENT);
        assert_int_equal(classify(separator, 2, "-DOCSTART-x\tO"), ROW_TOKEN);
        assert_int_equal(classify(separator, 2, "word\tO"), ROW_TOKEN);
    }
}

static void hash_is_a_comment_only_if_it_is_no_row(void **state) {
    (void)state;
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 2, "#\tO"), ROW_TOKEN);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 2, "#NFL\tO"), ROW_TOKEN);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 2, "# a comment"), ROW_COMMENT);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 2, "#"), ROW_COMMENT);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 4, "#\tsource\tdate"), ROW_COMMENT);
    assert_int_equal(classify(GAZ_SEPARATOR_BLANK, 2, "# O"), ROW_TOKEN);
    assert_int_equal(classify(GAZ_SEPARATOR_BLANK, 2, "# a comment"), ROW_COMMENT);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 1, "#"), ROW_TOKEN);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 1, "#tag"), ROW_TOKEN);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 1, "# text"), ROW_COMMENT);
    assert_int_equal(classify(GAZ_SEPARATOR_TAB, 0, "# text"), ROW_COMMENT);
}

static void check_column(gaz_separator separator, const char *line, unsigned column, const char *expected) {
    struct rows rows = {.separator = separator};
    size_t begin;
    size_t end;
    bool found = rows_column(&begin, &end, &rows, line, strlen(line), column);
    assert_int_equal(found, expected != NULL);
    if (!expected) return;
    assert_int_equal(end - begin, strlen(expected));
    assert_memory_equal(line + begin, expected, end - begin);
}

static void finds_columns(void **state) {
    (void)state;
    check_column(GAZ_SEPARATOR_TAB, "a b\tO", 1, "a b");
    check_column(GAZ_SEPARATOR_TAB, "a b\tO", 2, "O");
    check_column(GAZ_SEPARATOR_TAB, "a b\tO", 3, NULL);
    check_column(GAZ_SEPARATOR_TAB, "\tO", 1, "");
    check_column(GAZ_SEPARATOR_TAB, "a\t\tx", 2, "");
    check_column(GAZ_SEPARATOR_TAB, "a\t", 2, "");
    check_column(GAZ_SEPARATOR_TAB, "a\t", 3, NULL);
    check_column(GAZ_SEPARATOR_BLANK, "  a \t b  ", 1, "a");
    check_column(GAZ_SEPARATOR_BLANK, "  a \t b  ", 2, "b");
    check_column(GAZ_SEPARATOR_BLANK, "  a \t b  ", 3, NULL);
    check_column(GAZ_SEPARATOR_BLANK, "a", 0, NULL);
}

static void marks_are_whole_values(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool marks;
    } cases[] = {{"EndOfSentence", true},
                 {"NoSpaceAfter|EndOfSentence", true},
                 {"EndOfSentence|EndOfLine", true},
                 {"", false},
                 {"|", false},
                 {"EndOfSentence2", false},
                 {"xEndOfSentence", false},
                 {"EndOfLine|_", false},
                 {"EndOfSentenceEndOfSentence", false},
                 {"a|b|EndOfSentence|", true},
                 {"EndOfSentenc|e", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(rows_marks_end(cases[i].text, strlen(cases[i].text)), cases[i].marks);
    struct rows rows = detect("a\tO\t_\nEndOfSentence\tO\tEndOfSentence\n", GAZ_SEPARATOR_AUTO);
    assert_int_equal(rows.mark_column, 3);
    assert_false(rows_ends_sentence(&rows, "EndOfSentence\tO\t_", 17));
    assert_true(rows_ends_sentence(&rows, "a\tO\tEndOfSentence", 17));
    assert_false(rows_ends_sentence(&rows, "a\tO", 3));
    rows = detect("EndOfSentence\tO\nb\tO\n", GAZ_SEPARATOR_AUTO); /* a token */
    assert_int_equal(rows.mark_column, 0);
}

static void check_token_column(const char *text, unsigned expected) {
    struct rows rows = detect(text, GAZ_SEPARATOR_AUTO);
    assert_int_equal(rows_token_column(&rows), expected);
}

static void finds_the_tokens(void **state) {
    (void)state;
    check_token_column("", 1);
    check_token_column("a\tO\nb\tO\n", 1);
    check_token_column("1\ta\tO\n2\tb\tO\n", 2);
    check_token_column("\ta\tO\n\tb\tO\n", 2);
    check_token_column("\tO\nb\tO\n", 1);
    check_token_column("x\tword\ttag\n7\ta\tO\n7\tb\tO\n", 2);
    check_token_column("# global.columns = ID UPOS FORM\n1\tN\ta\n2\tN\tb\n", 3);
    check_token_column("# global.columns = ID UPOS LEMMA\n1\tN\ta\n2\tN\tb\n", 2);
}

static void counts_columns(void **state) {
    (void)state;
    struct rows tab = {.separator = GAZ_SEPARATOR_TAB};
    struct rows blank = {.separator = GAZ_SEPARATOR_BLANK};
    assert_int_equal(rows_count_columns(&tab, "a b\tO\t", 6), 3);
    assert_int_equal(rows_count_columns(&tab, "ab", 2), 1);
    assert_int_equal(rows_count_columns(&blank, " a b\tO\t", 7), 3);
    assert_int_equal(rows_count_columns(&blank, "  ", 2), 0);
}

static void gives_lines(void **state) {
    (void)state;
    static const char text[] = "a\r\n\nb\rc\0d\nlast\r";
    struct rows_line line;
    size_t position = 0;
    assert_true(rows_next_line(&line, &position, text, sizeof text - 1));
    assert_int_equal(line.size, 1);
    assert_true(line.crlf);
    assert_true(rows_next_line(&line, &position, text, sizeof text - 1));
    assert_int_equal(line.size, 0);
    assert_false(line.crlf);
    assert_true(rows_next_line(&line, &position, text, sizeof text - 1));
    assert_int_equal(line.size, 5);
    assert_memory_equal(line.bytes, "b\rc\0d", 5);
    assert_true(rows_next_line(&line, &position, text, sizeof text - 1));
    assert_int_equal(line.size, 4);
    assert_false(line.crlf);
    assert_false(rows_next_line(&line, &position, text, sizeof text - 1));
}

/* The sentences of a text as "offset:line " each. */
static void check_walk(const struct rows *rows, const char *text, const char *expected) {
    struct rows_walk walk = {.text = text, .size = strlen(text), .line = 1};
    char found[200] = "";
    char place[32];
    while (rows_walk_next(&walk, rows, 1)) {
        (void)snprintf(place, sizeof place, "%zu:%llu ", walk.begin, (unsigned long long)walk.begin_line);
        strcat(found, place);
    }
    assert_string_equal(found, expected);
    assert_int_equal(walk.at, walk.size);
}

static void walks_along_sentences(void **state) {
    (void)state;
    const struct rows tab = {.separator = GAZ_SEPARATOR_TAB, .column_count = 2};
    struct rows marked = {.separator = GAZ_SEPARATOR_TAB, .column_count = 2, .mark_column = 2};
    check_walk(&tab, "", "");
    check_walk(&tab, "\n# c\n\n", "");
    check_walk(&tab, "a\tO\nb\tO\n\n\nc\tO", "0:1 10:5 ");
    check_walk(&tab, "# c\r\n\r\na\tO\r\n# c\r\nb\tO\r\n\r\nc\tO\r\n", "7:3 24:7 ");
    check_walk(&tab, "-DOCSTART-\tO\na\tO\n-DOCSTART-\tO\nb\tO\n", "13:2 30:4 ");
    check_walk(&tab, "\tO\na\tO\n\tO\nb\tO\n", "3:2 "); /* a row without a token begins and ends nothing */
    check_walk(&marked, "a\t_\nb\tEndOfSentence\nc\t_\n", "0:1 20:3 ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_separator_and_count),
        cmocka_unit_test(detection_passes_over_what_is_no_row),
        cmocka_unit_test(separator_can_be_forced),
        cmocka_unit_test(classifies_the_same_under_both_separators),
        cmocka_unit_test(hash_is_a_comment_only_if_it_is_no_row),
        cmocka_unit_test(finds_columns),
        cmocka_unit_test(marks_are_whole_values),
        cmocka_unit_test(finds_the_tokens),
        cmocka_unit_test(counts_columns),
        cmocka_unit_test(gives_lines),
        cmocka_unit_test(walks_along_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
