/* Documents of a text, and of its lines: against the tagger's spans and a plain walk along the lines. */
#include "sample.h"

#include "oracle.h"
#include "scan/document_tagger.h"

enum { ROUNDS = 3000, TEXT_MAX = 1000 };

static gaz_model *model;
static struct scanner *scanner;

static int make_scanner(void **state) {
    if (make_image(state) != 0) return -1;
    const struct scanner_options options = {.input = SCANNER_WORDS};
    model = open_model();
    return scanner_new(&scanner, model, &options, NULL) == GAZ_OK ? 0 : -1;
}

static int drop_scanner(void **state) {
    scanner_free(scanner);
    gaz_model_close(model);
    return drop_image(state);
}

/* ---- What is expected ---- */

static bool is_word(char byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z') || byte == '_' || byte < 0;
}

/* The token at or behind a byte of the line, up to `end`: a word, or another visible byte. False: there is none. */
static bool next_token(size_t *begin, size_t *stop, const char *text, size_t at, size_t end) {
    while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) at++;
    if (at == end) return false;
    *begin = at++;
    while (at < end && is_word(text[*begin]) && is_word(text[at])) at++;
    *stop = at;
    return true;
}

/* Checks the document against the stretch [begin, end) of the text, which has no line end: its tokens, and the spans
 * that the tagger gives there. */
static void check_line(const gaz_document *document, const char *text, size_t begin, size_t end) {
    gaz_tagger *tagger;
    gaz_span span;
    size_t first = 0;
    size_t stop = begin;
    size_t spans = 0;
    assert_ptr_equal(document->text, text + begin);
    assert_int_equal(document->size, end - begin);
    for (size_t i = 0; i < document->token_count; i++) {
        assert_true(next_token(&first, &stop, text, stop, end));
        assert_int_equal(document->tokens[i].begin, first - begin);
        assert_int_equal(document->tokens[i].end, stop - begin);
    }
    assert_false(next_token(&first, &stop, text, stop, end));
    assert_int_equal(document->sentence_count, 1);
    assert_int_equal(document->sentence_ends[0], document->token_count);
    assert_int_equal(gaz_tagger_new(&tagger, model, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_tagger_text(tagger, text + begin, end - begin, NULL), GAZ_OK);
    for (; gaz_tagger_next(&span, tagger); spans++) {
        assert_in_range(spans, 0, document->span_count - 1);
        const struct document_span *found = &document->spans[spans];
        assert_int_equal(found->begin, span.begin);
        assert_int_equal(found->end, span.end);
        assert_int_equal(found->entry, span.entry);
        assert_int_equal(document->tokens[found->token_begin].begin, span.begin);
        assert_int_equal(document->tokens[found->token_end - 1].end, span.end);
    }
    assert_int_equal(spans, document->span_count);
    gaz_tagger_free(tagger);
}

/* Whether there is a next line. */
static bool next_line(gaz_document *line, struct document_lines *lines, const gaz_document *whole) {
    bool found;
    assert_int_equal(document_next_line(&found, line, lines, whole, NULL), GAZ_OK);
    return found;
}

/* The same spans are found without tokens, and as much is counted. */
static void check_spans_alone(const gaz_document *document) {
    static struct document_tagger tagger; /* used again and again */
    assert_true(document_tagger_tag_spans(&tagger, scanner, document->text, document->size));
    assert_int_equal(tagger.document.token_count + tagger.document.sentence_count, 0);
    assert_int_equal(tagger.token_count, document->token_count);
    assert_int_equal(tagger.sentence_count, document->sentence_count);
    assert_int_equal(tagger.document.span_count, document->span_count);
    for (size_t i = 0; i < document->span_count; i++) {
        assert_int_equal(tagger.document.spans[i].begin, document->spans[i].begin);
        assert_int_equal(tagger.document.spans[i].end, document->spans[i].end);
        assert_int_equal(tagger.document.spans[i].entry, document->spans[i].entry);
    }
}

/* Checks the walk along the lines. Returns how many have a token. */
static size_t check_lines(const char *text, size_t size) {
    struct document_tagger tagger = {0};
    gaz_document line = {0};
    struct document_lines lines = {0};
    size_t count = 0;
    size_t spans = 0;
    uint64_t number = 0;
    assert_true(document_tagger_tag(&tagger, scanner, text, size));
    check_spans_alone(&tagger.document);
    for (size_t begin = 0; begin <= size; number++) {
        const char *newline = memchr(text + begin, '\n', size - begin);
        size_t next = newline ? (size_t)(newline - text) : size;
        size_t end = next > begin && text[next - 1] == '\r' ? next - 1 : next;
        size_t first;
        size_t stop;
        if (next_token(&first, &stop, text, begin, end)) {
            assert_true(next_line(&line, &lines, &tagger.document));
            assert_int_equal(lines.number, number);
            check_line(&line, text, begin, end);
            spans += line.span_count;
            count++;
        }
        begin = next + 1;
    }
    assert_false(next_line(&line, &lines, &tagger.document));
    assert_int_equal(tagger.document.sentence_count, count);
    assert_int_equal(tagger.document.span_count, spans);
    document_tagger_free(&tagger);
    document_free(&line);
    return count;
}

/* ---- Tests ---- */

static void lines_without_a_token_are_passed_over(void **state) {
    (void)state;
    assert_int_equal(check_lines("", 0), 0);
    assert_int_equal(check_lines("\n\r\n \t\n", 6), 0);
    assert_int_equal(check_lines("a", 1), 1);
    assert_int_equal(check_lines("\n\na b\n\n", 7), 1);
    assert_int_equal(check_lines("kernel space\r\n\r\nuser space", 26), 2);
    assert_int_equal(check_lines("kernel\nspace\n", 13), 2); /* no span goes over a line end */
    assert_int_equal(check_lines("a\rb\r\r\nd\r", 8), 2);    /* a return alone is a blank */
}

static void lines_are_those_of_the_text(void **state) {
    (void)state;
    static const char *const pieces[] = {"kernel space", "user",   "space", " ", "\n", "\r\n",    "\r",        "\n\n",
                                         " a ",          "b",      "c d",   "d", "\t", "a a a b", "caf\u00E9", " noir",
                                         "input/output", "x86_64", ".",     ",", "the"};
    static char text[TEXT_MAX];
    for (int round = 0; round < oracle_rounds(ROUNDS); round++) {
        uint64_t random = seed + (uint64_t)round;
        size_t size = 0;
        for (size_t count = oracle_below(&random, 60); count; count--) {
            const char *piece = pieces[oracle_below(&random, sizeof pieces / sizeof *pieces)];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        check_lines(text, size);
    }
}

/* The text of rows: tokens with spaces between them, each sentence a line. */
static void rows_become_lines(void **state) {
    (void)state;
    static const char rows[] = "kernel\tO\nspace\tO\n\nthe\tO\n\n\na\tO\nb\tO\nc\tO\nd\tO\n";
    static const char expected[] = "kernel space\nthe\na b c d\n";
    const struct scanner_options options = {.input = SCANNER_ROWS, .token_column = 1};
    struct rows layout = {0};
    struct scanner *of_rows;
    struct document_tagger tagger = {.rows = true};
    gaz_document line = {0};
    struct document_lines lines = {0};
    assert_int_equal(scanner_new(&of_rows, model, &options, NULL), GAZ_OK);
    rows_detect(&layout, rows, sizeof rows - 1, GAZ_SEPARATOR_TAB);
    scanner_lay_out(of_rows, &layout);
    for (int again = 0; again < 2; again++) {
        assert_true(document_tagger_tag(&tagger, of_rows, rows, sizeof rows - 1));
        assert_int_equal(tagger.document.size, sizeof expected - 1);
        assert_memory_equal(tagger.document.text, expected, sizeof expected - 1);
        assert_int_equal(tagger.document.sentence_count, 3);
        assert_int_equal(tagger.document.token_count, 7);
        assert_int_equal(tagger.document.span_count, 3); /* kernel space, the, a b c d */
    }
    for (uint64_t number = 0; number < 3; number++) {
        assert_true(next_line(&line, &lines, &tagger.document));
        assert_int_equal(lines.number, number);
        assert_int_equal(line.span_count, 1);
        assert_int_equal(line.spans[0].begin, 0);
        assert_int_equal(line.spans[0].end, line.size);
    }
    assert_false(next_line(&line, &lines, &tagger.document));
    document_tagger_free(&tagger);
    document_free(&line);
    scanner_free(of_rows);
}

/* Windows end inside of sentences and of tokens. */
static void spans_alone_of_a_long_text(void **state) {
    static char text[6000000];
    struct document_tagger tagger = {0};
    uint64_t random = seed;
    (void)state;
    for (size_t i = 0; i < sizeof text; i++) text[i] = "ab   "[oracle_below(&random, 5)];
    for (size_t i = 0; i < 5; i++) text[oracle_below(&random, sizeof text)] = '\n';
    memset(text + sizeof text / 3, 'x', sizeof text / 2);
    assert_true(document_tagger_tag(&tagger, scanner, text, sizeof text));
    assert_in_range(tagger.document.sentence_count, 1, 6);
    check_spans_alone(&tagger.document);
    document_tagger_free(&tagger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_without_a_token_are_passed_over),
        cmocka_unit_test(lines_are_those_of_the_text),
        cmocka_unit_test(rows_become_lines),
        cmocka_unit_test(spans_alone_of_a_long_text),
    };
    oracle_seed();
    return cmocka_run_group_tests(tests, make_scanner, drop_scanner);
}
