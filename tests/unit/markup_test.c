/* The text that markup shows, where it is in the source, and marks that are put there and taken out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "format/format.h"
#include "format/markup_encoding.h"
#include "format/markup_marks.h"
#include "format/markup_show.h"

/* Whether every piece of the text is in the source where its run says, and the runs ascend. */
static void check_runs(const struct markup *markup) {
    size_t text = 0;
    size_t source = 0;
    for (size_t i = 0; i < markup->run_count; i++) {
        const struct markup_run *run = &markup->runs[i];
        assert_true(run->size > 0 && run->text >= text && run->source >= source);
        assert_true(run->reference || run->size == run->source_size);
        text = run->text + run->size;
        source = run->source + run->source_size;
        assert_true(text <= markup->text.size && source <= markup->size);
        if (run->reference) assert_int_equal(markup->source[run->source], '&');
        for (size_t j = 0; !run->reference && j < run->size; j++) {
            char shown = markup->text.bytes[run->text + j];
            char written = markup->source[run->source + j];
            assert_true(shown == written || (shown == ' ' && strchr("\n\r\t\f", written)));
        }
        struct markup_range range = markup_find_source(markup, (struct markup_range){run->text, text});
        assert_true(range.begin == run->source && range.end == source);
        range = markup_find_text(markup, range);
        assert_true(range.begin == run->text && range.end == text);
        if (run->reference || run->size < 3) continue;
        range = markup_find_source(markup, (struct markup_range){run->text + 1, text - 1});
        assert_true(range.begin == run->source + 1 && range.end == source - 1);
        range = markup_find_text(markup, range);
        assert_true(range.begin == run->text + 1 && range.end == text - 1);
    }
}

static void shows(const char *source, const char *text, bool xml) {
    struct markup markup = {.source = NULL};
    gaz_error error;
    gaz_status status = markup_show(&markup, source, strlen(source), xml, "x", &error);
    if (status != GAZ_OK) print_error("%s: %s\n", source, error.message);
    assert_int_equal(status, GAZ_OK);
    check_runs(&markup);
    assert_true(buffer_add_byte(&markup.text, 0));
    assert_string_equal(markup.text.bytes, text);
    markup_free(&markup);
}

static void html_shows_its_text(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"a<b>c</b>d", "acd"},
        {"a\r\n b\tc", "a   b c"},
        {"<p>a<p> b</p>c<br>d<hr/>e", "a\nb\nc\nd\ne"},
        {"<table><tr><td>a<td>b</table>", "a\nb"},
        {"<ul><li>a<li>b</ul>", "a\nb"},
        {"<p title='a>b' x = \"c>\" y=d>e</p>", "e"},
        {"<a \"b>c", "c"},
        {"<!-- a > b -->x<!-- ", "x"},
        {"<!-->a<!--->b<!-- -- --!>c<!-- --->d", "abcd"},
        {"<!doctype html><?x?>y</>z</ a>", "yz"},
        {"<![CDATA[a]]>b<!x>c", "bc"},
        {"1 < 2 <3 < &<</", "1 < 2 <3 < &<</"},
        {"x<unclosed", "x"},
        {"<script>a<!--<script></script>b--></script>c", "c"},
        {"<script>a</scripty></SCRIPT >b<style>c</style>d<script>e", "bd"},
        {"<noscript>a</noscript><iframe>b</iframe><template>c<p>d</template>e", "e"},
        {"<title>a&amp;<b></title><textarea>\n c\nd</textarea>", "a&<b>\n c\nd"},
        {"<xmp>&amp;<b></xmp><plaintext>a</plaintext>", "&amp;<b>\na</plaintext>"},
        {"<pre>\na\n b</pre>\n c", "a\n b\nc"},
        {"a<img>b<select><option>c<option>d</select>", "a b \nc\nd"},
        {"a<svg><text>b</text><![CDATA[c]]><style>d</style><g/></svg>e<svg/>f", "a b c e f"},
        {"a<svg><path>b<p>c<b>d</b>e<![CDATA[f]]>", "a b\ncde"},
        {"<svg><desc/><g>a<div>b<script>c</script></svg>d<i>e</i>", "a\nb de"},
        {"<svg><foreignObject><p>a<b>b</b>c</foreignObject></svg>d", "a b c d"},
        {"<svg><text>a<tspan>b<span>c<i>d</i></p>", "a bcd"},
        {"<svg><text>a</p>b<i>c</i>", "a\nbc"},
        {"<math><mi>a<p>b</mi><mn/>c</math><math>d<p>e<i>f</i>", "a b c d\nef"},
        {"&lt;b&gt; &amp;amp; &quot;&apos;&nbsp;", "<b> &amp; \"'\xC2\xA0"},
        {"&eacute;&eacute &ampx &copy2 &Alpha;", "\xC3\xA9\xC3\xA9 &x \xC2\xA9"
                                                 "2 \xCE\x91"},
        {"&#233;&#xE9;&#x1F600;&#233x", "\xC3\xA9\xC3\xA9\xF0\x9F\x98\x80\xC3\xA9x"},
        {"&#xD800;&#0;&#x110000;&#99999999999;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"&#150; &; &#; &#x; &odd; & &", "\xE2\x80\x93 &; &#; &#x; &odd; & &"},
        {"<P>a<SCRIPT>b</script>c<DIV>d", "ac\nd"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) shows(cases[i][0], cases[i][1], false);
}

static void xml_shows_its_text(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"<?xml version='1.0'?><a><b>c</b><b>d</b></a>", "c\nd"},
        {"<a>c <b>d</b>e<x/>f</a>", "c de f"},
        {"<a><p>c</p> d <p>e</p></a>", "c\nd \ne"},
        {"<a>b<![CDATA[&amp;<c>]]>&lt;&#65;&auml;&x;</a>", "b&amp;<c><A\xC3\xA4&x;"},
        {"<!DOCTYPE a [<!ELEMENT a '>'> <!-- ]> --> ]><a>b</a><!-- c -->", "b"},
        {"<x:a><x:script>b</x:script><x:pre>c\nd</x:pre></x:a>", "c\nd"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) shows(cases[i][0], cases[i][1], true);
}

static void xml_that_is_none_is_refused(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"<a>\n<b></a>", "the end of a, where b is open"},
        {"<a></a>\n</a>", "the end of a, which is not open"},
        {"\n<a>", "an element is not closed"},
        {"<a>\n1 < 2</a>", "a less-than sign that begins no tag; as text it is written &lt;"},
        {"<a\n", "a tag has no end"},
        {"\n<!-- ", "a comment has no end"},
        {"<a>\n<![CDATA[</a>", "a section of CDATA has no end"},
        {"<!DOCTYPE a [\n<!ENTITY b 'c'>]><a/>", "XML that declares entities"},
        {"\n<!DOCTYPE a [", "the declaration of the document's type has no end"},
        {"\n<?a", "an instruction has no end"},
        {"\n</>", "an end tag without a name"},
    };
    struct markup markup = {.source = NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gaz_error error;
        assert_int_equal(markup_show(&markup, cases[i][0], strlen(cases[i][0]), true, "x", &error), GAZ_ERROR_INPUT);
        assert_string_equal(error.message, cases[i][1]);
        assert_int_equal(error.line, cases[i][0][2] == '\n' ? 1 : 2); /* a tag begins before the line that it lacks */
    }
    markup_free(&markup);
}

static void nodes_are_counted_as_they_are(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a\n <p> b</p>\n<br>c<script>d</script>&amp;", "a\n  b\n\ncd&"},
        {"<!-- a > b -->x<!-- ", "x"},
        {"x<unclosed", "x"},
        {"", ""},
    };
    struct markup markup = {.source = NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(markup_show_nodes(&markup, cases[i][0], strlen(cases[i][0])));
        assert_true(buffer_add_byte(&markup.text, 0));
        assert_string_equal(markup.text.bytes, cases[i][1]);
    }
    markup_free(&markup);
}

static void encodings_are_declared(void **state) {
    (void)state;
    static const struct {
        const char *source;
        const char *name;
        bool xml;
    } cases[] = {
        {"<meta charset=ISO-8859-1>", "windows-1252", false},
        {"<head><META http-equiv=x content='text/html; charset=koi8-r; x'>", "koi8-r", false},
        {"<meta name=x content=y><meta charset=\"koi8-u\">", "koi8-u", false},
        {"<meta charset=Shift_JIS>", "CP932", false},
        {"<meta charset=ks_c_5601-1987>", "CP949", false},
        {"<meta charset=unicode>", "", false}, /* it was read as ASCII */
        {"<meta charset=utf-32>", "", false},
        {"<meta charset=cp037>", "", false},
        {"<meta charset=utf-7>", "", false},
        {"<?xml version='1.0' encoding='utf-16'?>", "", true},
        {"<!-- <meta charset=koi8-r> --><meta charset=utf-8>", "", false},
        {"<meta charset=nonsense-9>", "", false},
        {"\xEF\xBB\xBF<meta charset=koi8-r>", "", false},
        {"<?xml version='1.0' encoding='ISO-8859-2'?>", "ISO-8859-2", true},
        {"<?xml version='1.0' encoding = 'ISO-8859-2' ?>", "ISO-8859-2", true},
        {"<meta http-equiv=x content='text/html; charset = \"koi8-r\"'>", "koi8-r", false},
        {"<meta content='charset charset=koi8-r'>", "koi8-r", false},
        {"<meta content='charset= '>", "", false},
        {"<?xml encoding?>", "", true},
        {"<a encoding='ISO-8859-2'/>", "", true},
        {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "", true},
        {"", "", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[MARKUP_ENCODING_SIZE];
        gaz_status status = markup_find_encoding(name, cases[i].source, strlen(cases[i].source), cases[i].xml, NULL);
        assert_int_equal(status, GAZ_OK);
        assert_string_equal(name, cases[i].name);
    }
    struct buffer decoded = {0};
    assert_int_equal(markup_decode(&decoded, "a\xE9", 2, "windows-1252", "x", NULL), GAZ_OK);
    assert_true(decoded.size == 3 && memcmp(decoded.bytes, "a\xC3\xA9", 3) == 0);
    assert_int_equal(markup_decode(&decoded, "\x81", 1, "windows-1252", "x", NULL), GAZ_ERROR_INPUT);
    buffer_free(&decoded);
}

/* ---- Marks ---- */

static void marks_are_taken_out(void **state) {
    (void)state;
    static const struct {
        const char *page;
        const char *left;
        size_t count;
        uint64_t open;
    } cases[] = {
        {"a<mark data-type=A>b</mark>c", "abc", 1, 0},
        {"<mark>a<mark data-type=\"A\">b</mark></mark>", "<mark>ab</mark>", 1, 0},
        {"</mark><MARK x DATA-TYPE='A'><i>b</i></MARK>", "</mark><i>b</i>", 1, 0},
        {"<mark data-type=A><mark data-type=B>b</mark>", "b", 1, 1},
        {"<script><mark data-type=A></script><!--<mark data-type=A>-->",
         "<script><mark data-type=A></script><!--<mark data-type=A>-->", 0, 0},
        {"", "", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct markup_marks marks = {.count = 0};
        size_t size = strlen(cases[i].page);
        assert_true(markup_marks_take(&marks, cases[i].page, size, false));
        assert_true(marks.source.size == strlen(cases[i].left));
        if (marks.source.size) assert_memory_equal(marks.source.bytes, cases[i].left, marks.source.size);
        assert_int_equal(marks.count, cases[i].count);
        assert_int_equal(marks.open, cases[i].open);
        assert_true((markup_marks_find(cases[i].page, size, false) < size) == (marks.count + marks.open > 0));
        markup_marks_free(&marks);
    }
}

/* Marks bytes [begin, end) of the text that a page shows. */
static void marks(const char *page, size_t begin, size_t end, const char *marked, uint64_t left_out) {
    struct markup markup = {.source = NULL};
    struct document_names names = {.types = {.count = 0}};
    struct buffer out = {0};
    gaz_document document = {.names = &names};
    struct write_style style = {.number = 0};
    struct document_span span = {.begin = document_number(begin),
                                 .end = document_number(end),
                                 .entry = DOCUMENT_NO_ENTRY,
                                 .score = 0.5F,
                                 .id = "\"1"};
    assert_int_equal(markup_show(&markup, page, strlen(page), false, "x", NULL), GAZ_OK);
    document.text = markup.text.bytes;
    document.size = markup.text.size;
    document.markup = &markup;
    assert_int_equal(document_add_type(&span.type, &document, "<", 1, NULL), GAZ_OK);
    assert_int_equal(document_add_span(&document, &span, NULL), GAZ_OK);
    assert_true(html_inline_writer.write(&out, &document, &style) && buffer_add_byte(&out, 0));
    assert_string_equal(out.bytes, marked);
    assert_int_equal(html_inline_writer.left_out(&document), left_out);
    buffer_free(&out);
    document_free(&document);
    document_names_free(&names);
    markup_free(&markup);
}

#define MARK "<mark data-type=\"&lt;\" data-id=\"&#34;1\" data-score=\"0.5\""

static void spans_become_marks(void **state) {
    (void)state;
    marks("a b c", 2, 3, "a " MARK ">b</mark> c", 0);
    marks("<p>a&amp;b", 1, 2, "<p>a" MARK ">&amp;</mark>b", 0);
    marks("<b>a</b> <i>b</i>", 0, 3,
          "<b>" MARK " data-span=\"1\" data-part=\"1\">a</mark></b> <i>" MARK
          " data-span=\"1\" data-part=\"2\">b</mark></i>",
          0);
    marks("<b>a</b> b", 0, 3,
          "<b>" MARK " data-span=\"1\" data-part=\"1\">a</mark></b> " MARK " data-span=\"1\" data-part=\"2\">b</mark>",
          0);
    marks("<title>a b</title>", 2, 3, "<title>a b</title>", 1);
    marks("<select><option>a</select>", 1, 2, "<select><option>a</select>", 1);
    marks("<table>a b<tr><td>c</table>", 2, 3, "<table>a b<tr><td>c</table>", 1); /* the blank would stay behind */
    marks("<table><tr><td>a</td><br>b", 2, 3, "<table><tr><td>a</td><br>b", 1);
    marks("<table><td><table></table>a", 0, 1, "<table><td><table></table>" MARK ">a</mark>", 0);
    marks("<table></td><p>a", 0, 1, "<table></td><p>" MARK ">a</mark>", 0);
    marks("</tr></td>a", 0, 1, "</tr></td>" MARK ">a</mark>", 0);
    marks("a &odd; b", 3, 6, "a &odd; b", 1); /* to others that may be a character */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_shows_its_text),         cmocka_unit_test(xml_shows_its_text),
        cmocka_unit_test(xml_that_is_none_is_refused), cmocka_unit_test(nodes_are_counted_as_they_are),
        cmocka_unit_test(encodings_are_declared),      cmocka_unit_test(marks_are_taken_out),
        cmocka_unit_test(spans_become_marks),
    };
    return cmocka_run_group_tests_name("markup", tests, NULL, NULL);
}
