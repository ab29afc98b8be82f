/* Escapes of pages, and the spans of a document as marks. */
#include "base/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/unicode.h"
#include "format/html_lines.h"
#include "format/write.h"
#include "model/model.h"

static void check(bool (*add)(struct buffer *, const char *, size_t), const char *bytes, size_t size,
                  const char *expected) {
    struct buffer out = {0};
    char *copy = malloc(size + 1); /* of just the size, so that reading on is noticed */
    assert_non_null(copy);
    char *exact = realloc(copy, size ? size : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    assert_true(add(&out, exact, size));
    assert_true(buffer_add_byte(&out, 0));
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
    free(exact);
}

#define CHECK_TEXT(bytes, expected) check(html_add_text, bytes, sizeof(bytes) - 1, expected)
#define CHECK_CSS(bytes, expected)  check(html_add_css, bytes, sizeof(bytes) - 1, expected)

static void text_is_escaped(void **state) {
    (void)state;
    CHECK_TEXT("", "");
    CHECK_TEXT("plain text\twith\r\nlines", "plain text\twith\r\nlines");
    CHECK_TEXT("</script>&lt;\"'", "&lt;/script&gt;&amp;lt;&#34;&#39;");
    CHECK_TEXT("\0\1\x1f\x7f", "\u2400\u2401\u241f\u2421");
    CHECK_TEXT("\u00e9\u2028\U0001F600", "\u00e9\u2028\U0001F600");
    CHECK_TEXT("\xc2\x85\xc2\x9f\xc2\xa0", "\ufffd\ufffd\xc2\xa0");
    CHECK_TEXT("\xff\xed\xa0\x80x\xc3", "\ufffd\ufffd\ufffd\ufffdx\ufffd");
}

static void css_is_escaped(void **state) {
    (void)state;
    CHECK_CSS("Operating_System-2", "Operating_System-2");
    CHECK_CSS("\"}</style>", "\\22 \\7d \\3c \\2f style\\3e ");
    CHECK_CSS("a\\b\n'", "a\\5c b\\0a \\27 ");
    CHECK_CSS("\u00e9\0\xff\x7f\xc2\x85", "\u00e9\ufffd\ufffd\ufffd\ufffd");
}

static void all_bytes_are_safe(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        char bytes[3] = {'a', (char)byte, 'b'};
        struct buffer out = {0};
        assert_true(html_add_text(&out, bytes, sizeof bytes));
        assert_true(unicode_is_valid(out.bytes, out.size));
        assert_null(memchr(out.bytes, '<', out.size));
        assert_null(memchr(out.bytes, '"', out.size));
        assert_null(memchr(out.bytes, 0, out.size));
        out.size = 0;
        assert_true(html_add_css(&out, bytes, sizeof bytes));
        assert_true(unicode_is_valid(out.bytes, out.size));
        for (const char *bad = "<\"\n'"; *bad; bad++) assert_null(memchr(out.bytes, *bad, out.size));
        buffer_free(&out);
    }
}

/* ---- Documents ---- */

static const struct image_entry entries[] = {{.score = 0.5F, .kind = 0}, {.score = 1, .kind = 12}};

static const struct image_evidence counts[] = {{3, 4, 1}, {0, 0, 0}};

static void check_document(const struct image_evidence *evidence, const char *text, size_t span_count,
                           const struct document_span *spans, const char *expected) {
    gaz_model model = {.entries = entries, .evidence = evidence};
    struct document_span room[40];
    for (size_t i = 0; i < span_count; i++) {
        room[i] = spans[i];
        room[i].type = entry_type(entries[spans[i].entry]);
    }
    gaz_document document = {.name = "<n>", .text = text, .size = strlen(text)};
    document.spans = room;
    document.span_count = span_count;
    struct buffer out = {0};
    struct write_style style = {.model = &model};
    assert_true(html_writer.write(&out, &document, &style));
    assert_true(buffer_add_byte(&out, 0));
    assert_string_equal(out.bytes, expected);
    buffer_free(&out);
}

#define BEGIN "<article>\n<h2>&lt;n&gt;</h2>\n<p>"
#define END   "</p>\n</article>\n"

static void spans_are_marks(void **state) {
    (void)state;
    static const struct document_span spans[] = {{.begin = 2, .end = 4, .entry = 0, .score = 0.25F},
                                                 {.begin = 4, .end = 7, .entry = 1, .score = 1}};
    check_document(NULL, "", 0, spans, BEGIN END);
    check_document(
        NULL, "a bc<d e", 2, spans,
        BEGIN "a <mark class=\"t0 s5\" data-e=0.25,0.5>bc</mark><mark class=t12 data-e=1.0,1.0>&lt;d </mark>e" END);
    check_document(counts, "a bc<d ", 2, spans,
                   BEGIN "a <mark class=\"t0 s5\" data-e=0.25,0.5,3,4,1>bc</mark><mark class=t12 "
                         "data-e=1.0,1.0,0,0,0>&lt;d </mark>" END);
}

static void overlapping_spans_are_nested(void **state) {
    (void)state;
    static const struct document_span nested[] = {{.begin = 0, .end = 5, .entry = 0, .score = 1},
                                                  {.begin = 0, .end = 1, .entry = 1, .score = 1},
                                                  {.begin = 2, .end = 5, .entry = 1, .score = 1}};
    check_document(NULL, "a b c", 3, nested,
                   BEGIN "<mark class=t0 data-e=1.0,0.5><mark class=t12 data-e=1.0,1.0>a</mark> <mark class=t12 "
                         "data-e=1.0,1.0>b c</mark></mark>" END);
    static const struct document_span crossing[] = {{.begin = 0, .end = 3, .entry = 0, .score = 1},
                                                    {.begin = 2, .end = 5, .entry = 1, .score = 1}};
    check_document(NULL, "a b c", 2, crossing,
                   BEGIN "<mark class=t0 data-e=1.0,0.5>a <mark class=t12 data-e=1.0,1.0 data-s=\"b "
                         "c\">b</mark></mark><mark class=\"t12 more\"> "
                         "c</mark>" END);
    static const struct document_span unsure[] = {{.begin = 0, .end = 3, .entry = 0, .score = 1},
                                                  {.begin = 2, .end = 5, .entry = 1, .score = 0.0F}};
    check_document(NULL, "a b \"", 2, unsure,
                   BEGIN
                   "<mark class=t0 data-e=1.0,0.5>a <mark class=\"t12 s0\" data-e=0.0,1.0 data-s=\"b &#34;\">b</mark>"
                   "</mark><mark class=\"t12 s0 more\"> &#34;</mark>" END);
}

/* How certain a span is: in twentieths, below which it lies never. */
static void certainty_is_a_class(void **state) {
    (void)state;
    static const struct {
        float score;
        const char *expected;
    } cases[] = {{0.0499F, " s0\""}, {0.05F, " s1\""}, {0.65F, " s13\""}, {0.9499F, " s18\""}, {0.95F, " s19\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document_span span = {.end = 1, .score = cases[i].score, .entry = DOCUMENT_NO_ENTRY};
        gaz_document document = {.text = "a", .size = 1, .spans = &span, .span_count = 1};
        struct buffer out = {0};
        struct write_style style = {.model = NULL};
        assert_true(html_writer.write(&out, &document, &style));
        assert_true(buffer_add_byte(&out, 0));
        assert_non_null(strstr(out.bytes, cases[i].expected));
        buffer_free(&out);
    }
}

/* ---- Logs ---- */

static void logs_are_known(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool log;
    } cases[] = {{"", false},
                 {"\n\n", false},
                 {"prose that began at 10:15 and ended\nlater\n", false},
                 {"[Sun Dec 04 04:47:44 2005] [notice] ok\n", true},
                 {"081109 203615 148 INFO dfs.DataNode\n\n081109 203807 222 INFO\nat java.lang\n", true},
                 {"081109\n20381 INFO\n", false},
                 {"2015-07-29 17:41:44,747 - INFO\nprose\n", false},
                 {"a very long line of prose before the clock strikes at 10:15:00 sharp\n", false},
                 {"00:00:0", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(html_is_log(cases[i].text, strlen(cases[i].text)), cases[i].log);
}

static void lines_of_logs_have_numbers(void **state) {
    (void)state;
    gaz_document document = {.name = "n", .text = "10:15:00 a\n10:15:01 <\n", .size = 22};
    struct buffer out = {0};
    struct write_style style = {.model = NULL};
    assert_true(html_writer.write(&out, &document, &style));
    assert_true(buffer_add_byte(&out, 0));
    assert_string_equal(out.bytes,
                        "<article class=\"log\">\n<h2>n</h2>\n<p style=\"counter-reset:line 0\"><i></i>10:15:00 "
                        "a\n<i></i>10:15:01 &lt;\n</p>\n</article>\n");
    out.size = 0;
    document.number = 7; /* a record is one line */
    document.size = 10;
    assert_true(html_writer.write(&out, &document, &style));
    assert_true(buffer_add_byte(&out, 0));
    assert_string_equal(out.bytes, "<article class=\"record log\">\n<h2><span>n</span> 7</h2>\n<p>10:15:00 a</p>\n"
                                   "</article>\n");
    buffer_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(css_is_escaped),
        cmocka_unit_test(all_bytes_are_safe),
        cmocka_unit_test(spans_are_marks),
        cmocka_unit_test(overlapping_spans_are_nested),
        cmocka_unit_test(certainty_is_a_class),
        cmocka_unit_test(logs_are_known),
        cmocka_unit_test(lines_of_logs_have_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
