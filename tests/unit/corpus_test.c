#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buffer.h"
#include "format/read.h"

/* What a reading gave. One at a time; freed by the teardown of each test. */
static struct corpus corpus;
static gaz_corpus_report report;
static gaz_error failure;
static gaz_columns columns;

static int begin(void **state) {
    (void)state;
    gaz_columns_init(&columns);
    return 0;
}

static int finish(void **state) {
    (void)state;
    corpus_free(&corpus);
    report = (gaz_corpus_report){0};
    failure = (gaz_error){0};
    return 0;
}

static gaz_status read_file(const char *path) {
    gaz_corpus_options options = {.format = GAZ_FORMAT_CONLL, .columns = columns};
    return corpus_read(&corpus, &report, path, &options, NULL, NULL, &failure);
}

static gaz_status read_bytes(const void *bytes, size_t size) {
    char path[256];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/gaz-corpus-XXXXXX", folder ? folder : "/tmp");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, bytes, size), (ssize_t)size);
    close(descriptor);
    gaz_status status = read_file(path);
    if (status != GAZ_OK && status != GAZ_ERROR_ARGUMENT) assert_string_equal(failure.file, path);
    unlink(path);
    return status;
}

static void read_good(const char *text) {
    gaz_status status = read_bytes(text, strlen(text));
    if (status != GAZ_OK) fail_msg("line %d: %s", (int)failure.line, failure.message);
}

/* The spans as text: "0-2 PER, 5-6 LOC". */
static void check_spans(const char *expected) {
    char found[512] = "";
    for (uint64_t i = 0; i < corpus.span_count; i++) {
        const struct corpus_span *span = &corpus.spans[i];
        size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s%d-%d %s", used ? ", " : "", (int)span->begin,
                 (int)(span->begin + span->size), corpus.types.items[span->type].bytes);
    }
    assert_string_equal(found, expected);
    assert_int_equal(report.entities, corpus.span_count);
}

/* The tokens as text, with | for a sentence end and || for a document's. */
static void check_tokens(const char *expected) {
    struct buffer found = {0};
    uint64_t token = 0;
    uint64_t document = 0;
    for (uint64_t i = 0; i < corpus.sentence_count; i++) {
        for (; token < corpus.sentence_ends[i]; token++) {
            const struct string *name = &corpus.vocabulary.items[corpus.tokens[token]];
            assert_true(buffer_add(&found, name->bytes, name->size) && buffer_add_byte(&found, ' '));
        }
        bool last = corpus.document_ends[document] == i + 1;
        document += last;
        assert_true(buffer_add_text(&found, last ? "||" : "|"));
    }
    assert_true(buffer_add_byte(&found, 0));
    assert_string_equal(found.bytes, expected);
    assert_int_equal(token, corpus.token_count);
    assert_int_equal(document, corpus.document_count);
    buffer_free(&found);
}

static void check_failure(const char *text, uint64_t line, const char *part) {
    assert_int_equal(read_bytes(text, strlen(text)), GAZ_ERROR_INPUT);
    assert_int_equal(failure.status, GAZ_ERROR_INPUT);
    if (!strstr(failure.message, part)) fail_msg("\"%s\" lacks \"%s\"", failure.message, part);
    assert_int_equal(failure.line, line);
    corpus_free(&corpus);
}

static void names_are_numbered(void **state) {
    (void)state;
    struct strings names = {0};
    char text[16];
    uint32_t number;
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 5000; i++) {
            int size = snprintf(text, sizeof text, "n%u", i);
            assert_int_equal(strings_add(&number, &names, text, (size_t)size, NULL), GAZ_OK);
            assert_int_equal(number, i);
        }
    assert_int_equal(strings_add(&number, &names, "n1\0x", 4, NULL), GAZ_OK);
    assert_int_equal(number, 5000);
    assert_int_equal(strings_add(&number, &names, "", 0, NULL), GAZ_OK);
    assert_int_equal(names.items[number].size, 0);
    assert_string_equal(names.items[4999].bytes, "n4999");
    strings_free(&names);
}

static void the_empty_name_is_no_other(void **state) {
    (void)state;
    for (uint32_t count = 0; count < 100; count++) { /* its slot is taken in many of these tables */
        struct strings names = {0};
        uint32_t number;
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(strings_add(&number, &names, (const char *)&i, sizeof i, NULL), GAZ_OK);
        assert_int_equal(strings_add(&number, &names, "", 0, NULL), GAZ_OK);
        assert_int_equal(number, count);
        strings_free(&names);
    }
}

static void spans_must_lie_in_the_corpus(void **state) {
    (void)state;
    assert_int_equal(corpus_end_document(&corpus, NULL), GAZ_OK);
    assert_int_equal(corpus.document_count, 0);
    assert_int_equal(corpus_add_token(&corpus, "a", 1, NULL), GAZ_OK);
    assert_int_equal(corpus_add_span(&corpus, 0, 2, "X", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(corpus_add_span(&corpus, 0, 0, "X", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(corpus_add_span(&corpus, 0, 1, "X", 1, NULL), GAZ_OK);
    assert_int_equal(corpus_end_document(&corpus, NULL), GAZ_OK);
    check_tokens("a ||");
}

static void reads_iob2(void **state) {
    (void)state;
    read_good("a\tB-X\nb\tI-X\nc\tB-X\nd\tO\n\ne\tB-Y\n");
    check_spans("0-2 X, 2-3 X, 4-5 Y");
    check_tokens("a b c d |e ||");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB2);
    assert_int_equal(report.detected.separator, GAZ_SEPARATOR_TAB);
    assert_int_equal(report.detected.token_column, 1);
    assert_int_equal(report.detected.tag_column, 2);
    assert_int_equal(report.files, 1);
    assert_int_equal(report.documents, 1);
    assert_int_equal(report.sentences, 2);
    assert_int_equal(report.tokens, 5);
    assert_int_equal(report.stray_inside, 0);
}

static void reads_iob1(void **state) {
    (void)state;
    read_good("a\tI-X\nb\tI-X\nc\tB-X\nd\tI-Y\ne\tO\n\nf\tI-Y\n\ng\tI-Y\n");
    check_spans("0-2 X, 2-3 X, 3-4 Y, 5-6 Y, 6-7 Y");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB1);
    assert_int_equal(report.stray_inside, 0);
}

static void most_opening_tags_decide(void **state) {
    (void)state;
    read_good("a\tO\nb\tB-X\nc\tI-Y\nd\tI-Y\ne\tO\nf\tB-X\n\ng\tI-X\n");
    check_spans("1-2 X, 2-4 Y, 5-6 X, 6-7 X");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB2);
    assert_int_equal(report.stray_inside, 2);
    assert_int_equal(report.unclosed, 0);
    corpus_free(&corpus);
    read_good("a\tO\nb\tB-X\nc\tI-Y\nd\tI-Y\ne\tO\nf\tI-X\n\ng\tI-X\n");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB1);
    assert_int_equal(corpus.span_count, 4);
    assert_int_equal(report.stray_inside, 2); /* as before: nothing is stray in IOB1 */
}

static void b_that_parts_nothing_is_no_iob1(void **state) {
    (void)state;
    read_good("a\tI-X\n\nb\tB-X\n");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB2);
    corpus_free(&corpus);
    read_good("a\tI-X\nb\tB-Y\n");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB2);
}

static void reads_bioes(void **state) {
    (void)state;
    read_good("a\tB-X\nb\tI-X\nc\tE-X\nd\tS-X\ne\tS-Y\nf\tO\n\ng\tB-Y\nh\tE-Y\n");
    check_spans("0-3 X, 3-4 X, 4-5 Y, 6-8 Y");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_BIOES);
    assert_int_equal(report.stray_inside + report.unclosed, 0);
}

static void reads_bilou_and_bmes(void **state) {
    (void)state;
    read_good("a\tB-X\nb\tI-X\nc\tL-X\nd\tU-X\n\ne\tB-X\nf\tM-X\ng\tE-X\nh\tO\n");
    check_spans("0-3 X, 3-4 X, 4-7 X");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_BIOES);
    assert_int_equal(report.stray_inside + report.unclosed, 0);
}

static void mends_bioes(void **state) {
    (void)state;
    /* B without E; I after E; E alone; I after another type, closed; B at the sentence's end; E after S */
    read_good("a\tB-X\nb\tO\nc\tB-X\nd\tE-X\ne\tI-X\nf\tO\ng\tE-X\nh\tE-X\ni\tB-X\nj\tI-Y\nk\tE-Y\nl\tB-X\n\nm\tS-X\n"
              "n\tE-X\n");
    check_spans("0-1 X, 2-4 X, 4-5 X, 6-7 X, 7-8 X, 8-9 X, 9-11 Y, 11-12 X, 12-13 X, 13-14 X");
    assert_int_equal(report.stray_inside, 5);
    assert_int_equal(report.unclosed, 4);
}

static void reads_bare_types(void **state) {
    (void)state;
    read_good("a\tPER\nb\tPER\nc\tLOC\nd\tO\ne\tLOC\n\nf\tLOC\n");
    check_spans("0-2 PER, 2-3 LOC, 4-5 LOC, 5-6 LOC");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_BARE);
    assert_int_equal(report.stray_inside, 0);
}

static void reads_tags_without_type(void **state) {
    (void)state;
    read_good("a\tB\nb\tI\nc\tB\nd\tO\n");
    check_spans("0-2 ENTITY, 2-3 ENTITY");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB2);
    corpus_free(&corpus);
    report = (gaz_corpus_report){0};
    read_good("a\tB\nb\tE\nc\tS\nd\tO\n");
    check_spans("0-2 ENTITY, 2-3 ENTITY");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_BIOES);
}

static void scheme_can_be_forced(void **state) {
    (void)state;
    columns.scheme = GAZ_SCHEME_BARE;
    read_good("a\tB-X\nb\tB-X\nc\tI-X\nd\tO\n");
    check_spans("0-2 B-X, 2-3 I-X");
    corpus_free(&corpus);
    report = (gaz_corpus_report){0};
    columns.scheme = GAZ_SCHEME_IOB1;
    read_good("a\tO\nb\tB-X\nc\tO\nd\tI-X\n");
    check_spans("1-2 X, 3-4 X");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB1);
    assert_int_equal(report.stray_inside, 0);
    corpus_free(&corpus);
    report = (gaz_corpus_report){0};
    columns.scheme = GAZ_SCHEME_IOB2;
    read_good("a\tI-X\nb\tO\n");
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB2);
    assert_int_equal(report.stray_inside, 1);
}

static void marks_end_sentences(void **state) {
    (void)state;
    read_good("<s>\na\tB-X\n</s>\n<s>\nb\tI-X\n</s> \n<s>\tO\n");
    check_tokens("a |b |<s> ||");
    check_spans("0-1 X, 1-2 X");
}

static void docstart_ends_documents(void **state) {
    (void)state;
    read_good("-DOCSTART- -X- -X- O\n\na NNP I-NP I-LOC\n-DOCSTART- -X- -X- O\nb NN I-NP O\n\nc NN I-NP I-PER\n");
    check_tokens("a ||b |c ||");
    assert_int_equal(report.documents, 2);
    assert_int_equal(report.sentences, 3);
}

static void comments_are_counted(void **state) {
    (void)state;
    read_good("# id = 1\n#\tO\na\tB-X\n# between\nb\tI-X\n");
    check_tokens("# a b ||");
    check_spans("1-3 X");
    assert_int_equal(report.comments, 2);
}

static void reads_crlf_bom_and_blank_rows(void **state) {
    (void)state;
    read_good("\xef\xbb\xbf"
              "a\tO\r\nb c\tB-X\r\n\t\r\nd\tB-X \r\n   \r\ne\tI-X");
    check_tokens("a b c |d |e ||");
    check_spans("1-2 X, 2-3 X, 3-4 X");
    assert_int_equal(report.crlf_lines, 5);
    assert_int_equal(report.byte_order_mark, 1);
    assert_int_equal(corpus.vocabulary.items[0].size, 1);
}

static void zero_bytes_are_bytes(void **state) {
    (void)state;
    static const char text[] = "a\0b\tB-X\na\tO\n";
    assert_int_equal(read_bytes(text, sizeof text - 1), GAZ_OK);
    assert_int_equal(corpus.vocabulary.items[corpus.tokens[0]].size, 3);
    assert_int_equal(corpus.token_count, 2);
    check_spans("0-1 X");
}

static void finds_the_column_of_conll_2003(void **state) {
    (void)state;
    read_good("EU NNP I-NP I-ORG\nrejects VBZ I-VP O\nGerman JJ I-NP I-MISC\ncall NN I-NP O\n");
    check_spans("0-1 ORG, 2-3 MISC");
    assert_int_equal(report.detected.separator, GAZ_SEPARATOR_BLANK);
    assert_int_equal(report.detected.tag_column, 4);
    assert_int_equal(report.detected.scheme, GAZ_SCHEME_IOB1);
}

static void finds_the_column_of_german_conll_2003(void **state) {
    (void)state;
    read_good("Nach nach APPR I-PC O\nBonn Bonn NE I-NC I-LOC\ngeht gehen VVFIN I-VC O\n");
    check_spans("1-2 LOC");
}

static void finds_the_column_beside_a_second_layer(void **state) {
    (void)state;
    read_good("a\tB-X\ta\tO\nb\tI-X\tb\tO\nc\tB-Y\tc\tB-Z\n\t\nd\tO\td\tO\n");
    check_spans("0-2 X, 2-3 Y");
    check_tokens("a b c |d ||");
    assert_int_equal(report.detected.tag_column, 2);
}

static void clean_columns_go_before_annotated_ones(void **state) {
    (void)state;
    read_good("a\tB-X\tO\nb\tB-X\tO\nc\tfoo\tB-Y\n");
    assert_int_equal(report.detected.tag_column, 3);
}

static void equals_go_to_more_types_then_to_the_last(void **state) {
    (void)state;
    read_good("a\tB-X\tB-X\tB-X\nb\tB-Y\tB-Z\tB-X\n");
    assert_int_equal(report.detected.tag_column, 3);
}

static void skips_a_running_number(void **state) {
    (void)state;
    read_good("#\tsource\t[2009]\n1\tAufgrund\tO\tO\n2\tParis\tB-LOC\tO\n\n1\tBonn\tB-LOC\tB-LOCderiv\n");
    check_tokens("Aufgrund Paris |Bonn ||");
    check_spans("1-2 LOC, 2-3 LOC");
    assert_int_equal(report.detected.token_column, 2);
    assert_int_equal(report.detected.tag_column, 3);
    assert_int_equal(report.comments, 1);
}

static void two_columns_have_no_running_number(void **state) {
    (void)state;
    read_good("1\tO\n2\tB-X\n3\tO\n");
    check_tokens("1 2 3 ||");
}

static void columns_can_be_forced(void **state) {
    (void)state;
    columns.token_column = 3;
    columns.tag_column = 1;
    read_good("B-X\tB-Y\ta\nO\tB-Y\tb\n");
    check_tokens("a b ||");
    check_spans("0-1 X");
    corpus_free(&corpus);
    columns.token_column = 0;
    report = (gaz_corpus_report){0};
    read_good("B-X\ta\nO\tb\n"); /* the tag in the first column: the token is in the second */
    check_tokens("a b ||");
    columns.token_column = 1;
    assert_int_equal(read_bytes("a\tO\n", 4), GAZ_ERROR_ARGUMENT);
}

static void bare_columns_lose_to_prefixes(void **state) {
    (void)state;
    read_good("a\tX\tB-X\nb\tX\tO\nc\tO\tO\n");
    assert_int_equal(report.detected.tag_column, 3);
    check_spans("0-1 X");
}

static void all_outside_is_fine(void **state) {
    (void)state;
    read_good("a NN I-NP O\nb NN I-NP O\n");
    assert_int_equal(report.detected.tag_column, 4);
    check_spans("");
}

static void no_tag_column_is_an_error(void **state) {
    (void)state;
    check_failure("# note\na\tNN\nb\tVB\n", 2, "no other column holds tags");
    assert_int_equal(failure.hint, GAZ_HINT_TAG_COLUMN);
    check_failure("a\nb\n", 1, "one column");
    assert_int_equal(failure.hint, GAZ_HINT_FORMAT);
    check_failure("a NN I-NP\nb VB I-VP\n", 1, "chunks");
    check_failure("a\tO\nb\tB-X\nc\tB-\nd\tO\n", 3, "\"B-\" is no tag");
}

/* Eleven good rows, then whatever spoils the twelfth line. */
#define GOOD_ROWS "a\tB-X\nb\tI-X\n\na\tO\nb\tO\nc\tO\nd\tO\ne\tO\nf\tO\ng\tO\nh\tO\n"

static void bad_rows_have_a_line(void **state) {
    (void)state;
    check_failure(GOOD_ROWS "foo\tX\nbar\tO\n", 12, "\"X\" is no tag of column 2");
    check_failure(GOOD_ROWS "foo\nbar\tO\n", 12, "1 column, expected at least 2");
    check_failure(GOOD_ROWS "foo\t\nbar\tO\n", 12, "\"\" is no tag");
    check_failure(
        "a\tPER\nb\tPER\nc\tLOC\nd\tO\ne\tO\nf\tO\ng\tO\nh\tO\ni\tPER\nj\tPER\nk\tPER\nl\tPER\nm\tLOC\nn\tLOC\n"
        "o\tB-X\n",
        15, "\"B-X\" is no tag");
    columns.tag_column = 5;
    check_failure("a\tO\n", 1, "2 columns, expected at least 5");
}

static void a_small_file_may_have_a_bad_row(void **state) {
    (void)state;
    check_failure("a\tB-X\nb\tX\nc\tO\n", 2, "\"X\" is no tag of column 2");
    columns.lenient = 1;
    read_good("a\tB-X\nb\tX\nc\tO\n");
    check_tokens("a c ||");
    assert_int_equal(report.skipped_rows, 1);
}

static void lenient_skips_and_counts(void **state) {
    (void)state;
    columns.lenient = 1;
    read_good(GOOD_ROWS "foo\tX\nbar\tO\n\tO\nalone\n");
    assert_int_equal(report.skipped_rows, 2);
    assert_int_equal(report.empty_tokens, 1);
    assert_int_equal(report.tokens, 11);
    assert_int_equal(report.sentences, 2);
    check_spans("0-2 X");
}

static void long_values_are_shortened_in_messages(void **state) {
    (void)state;
    char text[4096] = GOOD_ROWS "foo\t";
    size_t used = strlen(text);
    for (int i = 0; i < 500; i++, used += 3) memcpy(text + used, "\xe2\x82\xac", 3);
    memcpy(text + used, "-\n", 3);
    check_failure(text, 12, "\xe2\x82\xac...\" is no tag");
    assert_true(strlen(failure.message) < 200);
}

static void empty_files_are_fine(void **state) {
    (void)state;
    read_good("");
    read_good("\n \t\n\n");
    read_good("\xef\xbb\xbf");
    read_good("# nothing here\n");
    assert_int_equal(report.files, 4);
    assert_int_equal(report.tokens + report.sentences + report.documents, 0);
    assert_int_equal(report.comments, 1);
    assert_int_equal(corpus.document_count, 0);
}

static void counts_add_up_over_files(void **state) {
    (void)state;
    read_good("a\tB-X\n");
    read_good("b\tO\na\tB-X\n\nc\tB-Y\n");
    check_tokens("a ||b a |c ||");
    check_spans("0-1 X, 2-3 X, 3-4 Y");
    assert_int_equal(report.files, 2);
    assert_int_equal(report.documents, 2);
    assert_int_equal(report.sentences, 3);
    assert_int_equal(report.tokens, 4);
    assert_int_equal(corpus.vocabulary.count, 3);
}

static void reads_packed_files(void **state) {
    (void)state;
    static const char text[] = "a\tB-X\nb\tI-X\n";
    unsigned char packed[256];
    z_stream gzip = {.next_in = (unsigned char *)(uintptr_t)text,
                     .avail_in = sizeof text - 1,
                     .next_out = packed,
                     .avail_out = sizeof packed};
    assert_int_equal(deflateInit2(&gzip, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&gzip, Z_FINISH), Z_STREAM_END);
    assert_int_equal(read_bytes(packed, gzip.total_out), GAZ_OK);
    deflateEnd(&gzip);
    size_t size = ZSTD_compress(packed, sizeof packed, text, sizeof text - 1, 3);
    assert_false(ZSTD_isError(size));
    assert_int_equal(read_bytes(packed, size), GAZ_OK);
    check_tokens("a b ||a b ||");
    check_spans("0-2 X, 2-4 X");
}

static void reads_a_sentence_of_200000_tokens(void **state) {
    (void)state;
    struct buffer text = {0};
    for (uint64_t i = 0; i < 200000; i++) {
        assert_true(buffer_add_text(&text, "t") && buffer_add_number(&text, i % 1000));
        assert_true(buffer_add_text(&text, i % 4 == 0 ? "\tB-X\n" : i % 4 == 1 ? "\tI-X\n" : "\tO\n"));
    }
    assert_int_equal(read_bytes(text.bytes, text.size), GAZ_OK);
    buffer_free(&text);
    assert_int_equal(report.sentences, 1);
    assert_int_equal(report.tokens, 200000);
    assert_int_equal(report.entities, 50000);
    assert_int_equal(corpus.spans[49999].begin, 199996);
    assert_int_equal(corpus.spans[49999].size, 2);
    assert_int_equal(corpus.vocabulary.count, 1000);
}

static void missing_files_are_an_error(void **state) {
    (void)state;
    gaz_status status = read_file("/nowhere/at/all");
    assert_int_equal(status, GAZ_ERROR_IO);
    assert_string_equal(failure.file, "/nowhere/at/all");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, finish)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(names_are_numbered),
        TEST(the_empty_name_is_no_other),
        TEST(spans_must_lie_in_the_corpus),
        TEST(reads_iob2),
        TEST(reads_iob1),
        TEST(most_opening_tags_decide),
        TEST(b_that_parts_nothing_is_no_iob1),
        TEST(reads_bioes),
        TEST(reads_bilou_and_bmes),
        TEST(mends_bioes),
        TEST(reads_bare_types),
        TEST(reads_tags_without_type),
        TEST(scheme_can_be_forced),
        TEST(marks_end_sentences),
        TEST(docstart_ends_documents),
        TEST(comments_are_counted),
        TEST(reads_crlf_bom_and_blank_rows),
        TEST(zero_bytes_are_bytes),
        TEST(finds_the_column_of_conll_2003),
        TEST(finds_the_column_of_german_conll_2003),
        TEST(finds_the_column_beside_a_second_layer),
        TEST(clean_columns_go_before_annotated_ones),
        TEST(equals_go_to_more_types_then_to_the_last),
        TEST(skips_a_running_number),
        TEST(two_columns_have_no_running_number),
        TEST(columns_can_be_forced),
        TEST(bare_columns_lose_to_prefixes),
        TEST(all_outside_is_fine),
        TEST(no_tag_column_is_an_error),
        TEST(bad_rows_have_a_line),
        TEST(a_small_file_may_have_a_bad_row),
        TEST(lenient_skips_and_counts),
        TEST(long_values_are_shortened_in_messages),
        TEST(empty_files_are_fine),
        TEST(counts_add_up_over_files),
        TEST(reads_packed_files),
        TEST(reads_a_sentence_of_200000_tokens),
        TEST(missing_files_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
