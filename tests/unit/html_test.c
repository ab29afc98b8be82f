/* Escapes of pages, and the spans of a document as marks. */
#include "base/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/unicode.h"
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
    check_document(NULL, "a bc<d e", 2, spans,
                   BEGIN "a <mark class=t0 data-e=0.25,0.5>bc</mark><mark class=t12 data-e=1.0,1.0>&lt;d </mark>e" END);
    check_document(counts, "a bc<d ", 2, spans,
                   BEGIN "a <mark class=t0 data-e=0.25,0.5,3,4,1>bc</mark><mark class=t12 "
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
                   BEGIN
                   "<mark class=t0 data-e=1.0,0.5>a <mark class=t12 data-e=1.0,1.0>b</mark></mark><mark class=\"t12 "
                   "more\"> c</mark>" END);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(css_is_escaped),
        cmocka_unit_test(all_bytes_are_safe),
        cmocka_unit_test(spans_are_marks),
        cmocka_unit_test(overlapping_spans_are_nested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
