#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "document/document.h"
#include "format/read.h"
#include "format/scheme_tags.h"

static struct corpus corpus;
static gaz_corpus_report report;
static struct document_names names;
static gaz_document document = {.names = &names};

static int finish(void **state) {
    (void)state;
    corpus_free(&corpus);
    document_free(&document);
    document_names_free(&names);
    document.names = &names;
    report = (gaz_corpus_report){0};
    return 0;
}

static void annotate(size_t begin, size_t end, const char *type) {
    struct document_span span = {
        .begin = document_number(begin), .end = document_number(end), .entry = DOCUMENT_NO_ENTRY, .score = -1};
    bool blank;
    assert_int_equal(document_add_type(&span.type, &document, type, strlen(type), NULL), GAZ_OK);
    assert_int_equal(document_annotate(&blank, &document, &span, NULL), GAZ_OK);
    report.blank += blank;
}

static void end_document(void) {
    assert_int_equal(corpus_add_document(&corpus, &report, &document, NULL), GAZ_OK);
    document_clear(&document);
}

/* The whole corpus as "A (b c)X | D || ": spans in brackets with their types, sentence and document ends. */
static void check_corpus(const char *expected) {
    char found[1024] = "";
    uint64_t span = 0;
    uint64_t sentence = 0;
    uint64_t ended = 0;
    for (uint64_t i = 0; i < corpus.token_count; i++) {
        const struct corpus_span *open = span < corpus.span_count ? &corpus.spans[span] : NULL;
        bool last = open && open->begin + open->size == i + 1;
        size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s%s%s%s ", open && open->begin == i ? "(" : "",
                 corpus.vocabulary.items[corpus.tokens[i]].bytes, last ? ")" : "",
                 last ? corpus.types.items[open->type].bytes : "");
        span += last;
        if (corpus.sentence_ends[sentence] != i + 1) continue;
        sentence++;
        bool document_end = corpus.document_ends[ended] == sentence;
        ended += document_end;
        strcat(found, document_end ? "|| " : "| ");
    }
    assert_string_equal(found, expected);
    assert_int_equal(span, corpus.span_count);
}

static void cut(const char *text) {
    assert_int_equal(document_tokenize(&document, text, strlen(text), NULL), GAZ_OK);
}

static void spans_are_widened_to_whole_tokens(void **state) {
    (void)state;
    cut("foobar's baz, qux");
    annotate(0, 3, "A");
    annotate(8, 14, "B"); /* blanks around it are no part of it */
    annotate(15, 16, "C");
    end_document();
    check_corpus("(foobar)A ' s (baz ,)B (qux)C || ");
    assert_int_equal(report.widened, 2);
}

static void of_overlapping_spans_the_first_and_longest_is_taken(void **state) {
    (void)state;
    cut("a b c d e f");
    annotate(6, 11, "LATE"); /* d e f */
    annotate(2, 5, "SHORT"); /* b c */
    annotate(2, 7, "LONG");  /* b c d */
    annotate(2, 7, "SAME");
    annotate(2, 7, "LONG");
    annotate(8, 9, "E");
    end_document();
    check_corpus("a (b c d)LONG (e)E f || ");
    assert_int_equal(report.overlapping, 4);
    assert_int_equal(report.widened, 0);
}

static void tokens_that_two_spans_share_are_the_first_ones(void **state) {
    (void)state;
    cut("foobar");
    annotate(3, 6, "B");
    annotate(0, 3, "A");
    end_document();
    check_corpus("(foobar)B || "); /* equal when widened: the one that was added first */
    assert_int_equal(report.widened, 1);
    assert_int_equal(report.overlapping, 1);
}

static void spans_without_a_token_are_counted(void **state) {
    (void)state;
    cut(" a  b ");
    annotate(0, 1, "X");
    annotate(2, 4, "X");
    annotate(1, 1, "X");
    annotate(6, 6, "X");
    annotate(2, 2, "X");
    end_document();
    check_corpus("a b || ");
    assert_int_equal(report.blank, 5);
}

static void line_ends_end_sentences_but_not_within_spans(void **state) {
    (void)state;
    cut("a b\r\nc\n\n d e\nf\ng");
    annotate(2, 6, "X");   /* b c */
    annotate(11, 14, "Y"); /* e f */
    end_document();
    check_corpus("a (b c)X | d (e f)Y | g || ");
    cut("\n \n");
    end_document(); /* no document without tokens */
    cut("h");
    annotate(0, 1, "");
    end_document();
    check_corpus("a (b c)X | d (e f)Y | g || (h)ENTITY || ");
}

static void long_texts_are_cut_in_windows(void **state) {
    (void)state;
    enum { WORDS = 5000 };
    struct buffer text = {0};
    for (int i = 0; i < WORDS; i++) assert_true(buffer_add_text(&text, i % 7 ? "word \n\n" : "w\xC3\xA9rd, "));
    assert_int_equal(document_tokenize(&document, text.bytes, text.size, NULL), GAZ_OK);
    annotate(text.size - 7, text.size, "X");
    end_document();
    assert_int_equal(corpus.token_count, WORDS + (WORDS + 6) / 7);
    assert_int_equal(corpus.sentence_count, WORDS - (WORDS + 6) / 7);
    assert_int_equal(corpus.spans[0].begin, corpus.token_count - 1);
    buffer_free(&text);
}

static void types_hold_no_control_characters(void **state) {
    (void)state;
    uint32_t type;
    gaz_error error;
    assert_int_equal(document_add_type(&type, &document, "a\tb", 3, &error), GAZ_ERROR_INPUT);
    assert_int_equal(document_add_type(&type, &document, "a\0b", 3, &error), GAZ_ERROR_INPUT);
    assert_int_equal(document_add_type(&type, &document, "a\x7F", 2, &error), GAZ_ERROR_INPUT);
    assert_int_equal(document_add_type(&type, &document, "a b \xC3\xA9", 6, &error), GAZ_OK);
}

/* The tags from a token on. */
static void check_tags(uint64_t first, const char *expected) {
    char found[256] = "";
    for (uint64_t i = first; i < corpus.token_count; i++) {
        strcat(found, corpus.tag_names.items[corpus.tags[i]].bytes);
        strcat(found, " ");
    }
    assert_string_equal(found, expected);
}

static void spans_are_kept_as_tags(void **state) {
    (void)state;
    cut("a b c d e");
    annotate(0, 1, "X");
    annotate(2, 7, "X");
    end_document();
    assert_int_equal(spelling_keep(&corpus, 0, 0, NULL), GAZ_OK);
    check_tags(0, "B-X B-X I-X I-X O ");
    uint64_t tokens = corpus.token_count;
    uint64_t spans = corpus.span_count;
    cut("f g");
    annotate(2, 3, "Y");
    end_document();
    assert_int_equal(spelling_keep(&corpus, tokens, spans, NULL), GAZ_OK);
    check_tags(0, "B-X B-X I-X I-X O O B-Y ");
}

/* Each prefix of a file, and the file with each byte changed, is read or refused, and nothing else. */
static void check_hostile(const char *text, gaz_format format) {
    gaz_corpus_options options;
    gaz_corpus_options_init(&options);
    options.format = format;
    size_t size = strlen(text);
    for (size_t i = 0; i < 2 * size + 1; i++) {
        char *bytes = malloc(size + 1);
        memcpy(bytes, text, size + 1);
        struct corpus_source source = {
            .path = "path", .name = "name", .format = format_of(format), .text = bytes, .size = i <= size ? i : size};
        if (i > size) bytes[i - size - 1] = (char)(bytes[i - size - 1] ^ (1 << i % 8));
        source.text = memcpy(malloc(source.size + 1), bytes, source.size); /* so that a byte too many is noticed */
        source.text[source.size] = 0;
        free(bytes);
        struct corpus made = {.keep_tags = true};
        gaz_error error = {.status = GAZ_OK};
        gaz_status status = corpus_read_source(&made, &report, &source, &options, NULL, NULL, &error);
        assert_true(status == GAZ_OK || status == GAZ_ERROR_INPUT);
        if (status != GAZ_OK) assert_string_equal(error.file, "name");
        corpus_free(&made);
        corpus_close(&source);
    }
}

static void cut_and_changed_files_do_no_harm(void **state) {
    (void)state;
    check_hostile("{\"text\": \"\xC3\xA9 EU\\n\", \"label\": [[2, 4, \"ORG\"], [0, 1, \"X\"]]}\n"
                  "{\"text\": \"EU x\", \"entities\": [{\"start_offset\": 0, \"end_offset\": 2, \"label\": \"ORG\"}]}\n"
                  "{\"text\": \"EU x\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"O\", \"text\": \"EU\"}]}\n"
                  "[\"EU\", {\"entities\": [[0, 2, \"ORG\"]]}]\n",
                  GAZ_FORMAT_JSONL);
    check_hostile(
        "[{\"data\": {\"text\": \"EU x\"}, \"annotations\": [{\"was_cancelled\": false, \"result\": [{\"value\": "
        "{\"start\": 0, \"end\": 2, \"text\": \"EU\", \"labels\": [\"ORG\"]}}]}]}]",
        GAZ_FORMAT_JSONL);
    check_hostile("#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value\n\n#Text=a\n1-1\t0-1\ta\tP[1]|Q\\_[2]\t\n"
                  "1-2\t2-4\tbc\tP[1]\t\n1-2.1\t3-4\tc\t*\t\n\n2-1\t5-6\td\t_\t\n",
                  GAZ_FORMAT_WEBANNO);
    check_hostile(
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|identifier|value\n\n1-1\t0-1\ta\tQ1[1]|*[2]\tP[1]|P[2]\t\n"
        "1-2\t2-4\tbc\tQ1[1]|Q\\|2[3]\tP[1]|R[3]\t\n",
        GAZ_FORMAT_WEBANNO);
    check_hostile(
        "{\"text\": \"EU\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"O\", \"id\": \"Q\", \"senses\": "
        "[{\"label\": \"P\", \"name\": \"n\"}]}]}\n"
        "[\"EU\", {\"spans\": {\"gaz\": [[0, 2, \"ORG\", \"Q1\"], [0, 2, \"ORG\", \"\"]]}}]\n",
        GAZ_FORMAT_JSONL);
    check_hostile(
        "\n1|t|a \xC3\xA9\n1|a|b\n1\t2\t3\t\xC3\xA9\tP\tA+B|C\n1\tCID\tA\tB\n\n2|t|c\n2\t0\t1\tc\tP\tp|SUB|V|6|E\n",
        GAZ_FORMAT_PUBTATOR);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(spans_are_widened_to_whole_tokens, finish),
        cmocka_unit_test_teardown(of_overlapping_spans_the_first_and_longest_is_taken, finish),
        cmocka_unit_test_teardown(tokens_that_two_spans_share_are_the_first_ones, finish),
        cmocka_unit_test_teardown(spans_without_a_token_are_counted, finish),
        cmocka_unit_test_teardown(line_ends_end_sentences_but_not_within_spans, finish),
        cmocka_unit_test_teardown(long_texts_are_cut_in_windows, finish),
        cmocka_unit_test_teardown(types_hold_no_control_characters, finish),
        cmocka_unit_test_teardown(spans_are_kept_as_tags, finish),
        cmocka_unit_test_teardown(cut_and_changed_files_do_no_harm, finish),
    };
    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
