/* Spans at one place that become senses of one: by hand, at random against a plain walk, and as formats have them. */
#include "oracle.h"

#include "document/document.h"
#include "format/brat_lines.h"
#include "format/id_column.h"
#include "format/read.h"

static struct document_names names;
static gaz_document document = {.names = &names};

static int finish(void **state) {
    (void)state;
    document_free(&document);
    document_names_free(&names);
    document.names = &names;
    return 0;
}

static void annotate(size_t begin, size_t end, const char *type, const char *id) {
    struct document_span span = {
        .begin = document_number(begin), .end = document_number(end), .entry = DOCUMENT_NO_ENTRY, .score = -1};
    bool blank;
    assert_int_equal(document_add_type(&span.type, &document, type, strlen(type), NULL), GAZ_OK);
    assert_int_equal(document_add_id(&span.id, &document, id, strlen(id), NULL), GAZ_OK);
    assert_int_equal(document_annotate(&blank, &document, &span, NULL), GAZ_OK);
}

/* All spans as "0-2 A/1 B/2; ...": bytes, then types and ids of the senses. */
static void show(struct buffer *out, const gaz_document *from) {
    out->size = 0;
    assert_true(buffer_reserve(out, 1));
    for (size_t i = 0; i < from->span_count; i++) {
        const struct document_span *span = &from->spans[i];
        assert_true(buffer_add_number(out, span->begin) && buffer_add_byte(out, '-') &&
                    buffer_add_number(out, span->end));
        for (uint32_t n = 0; n <= span->sense_count; n++) {
            struct document_sense sense = document_get_sense(from, span, n);
            assert_true(buffer_add_byte(out, ' ') && buffer_add_text(out, from->names->types.items[sense.type].bytes));
            assert_true(!sense.id || (buffer_add_byte(out, '/') && buffer_add_text(out, sense.id)));
            assert_true(!sense.name || (buffer_add_byte(out, '=') && buffer_add_text(out, sense.name)));
        }
        assert_true(buffer_add_text(out, "; "));
    }
    assert_true(buffer_add_byte(out, 0));
}

static void check(const char *expected) {
    struct buffer found = {0};
    assert_int_equal(document_gather_senses(&document, NULL), GAZ_OK);
    show(&found, &document);
    assert_string_equal(found.bytes, expected);
    buffer_free(&found);
}

static void cut(const char *text) {
    assert_int_equal(document_tokenize(&document, text, strlen(text), NULL), GAZ_OK);
}

static void another_type_or_id_at_one_place_is_a_sense(void **state) {
    (void)state;
    cut("a b c d");
    annotate(2, 3, "X", "1");
    annotate(0, 1, "X", "");
    annotate(2, 3, "Y", "1");
    annotate(2, 5, "X", "2");
    annotate(2, 3, "X", "2");
    annotate(2, 3, "X", "");
    annotate(0, 1, "X", "3");
    check("2-3 X/1 Y/1 X/2 X; 0-1 X X/3; 2-5 X/2; ");
}

static void what_says_nothing_new_stays_a_span(void **state) {
    (void)state;
    cut("a b");
    annotate(0, 1, "X", "1");
    annotate(0, 1, "Y", "");
    annotate(0, 1, "X", "1");
    annotate(0, 1, "Y", "");
    check("0-1 X/1 Y; 0-1 X/1; 0-1 Y; ");
    assert_int_equal(document_drop_overlapping(&document), 2);
}

static void blanks_are_no_difference_and_parts_of_tokens_are(void **state) {
    (void)state;
    cut(" foobar  b");
    annotate(1, 7, "X", "");
    annotate(0, 8, "Y", "");
    annotate(1, 4, "Z", "");
    annotate(4, 7, "W", "");
    annotate(1, 4, "V", "");
    check("1-7 X Y; 1-4 Z V; 4-7 W; ");
}

static void ids_are_kept_once_and_hold_no_control_characters(void **state) {
    (void)state;
    const char *id;
    const char *other;
    gaz_error error;
    assert_int_equal(document_add_id(&id, &document, "Q1", 2, NULL), GAZ_OK);
    assert_int_equal(document_add_id(&other, &document, "Q1x", 2, NULL), GAZ_OK);
    assert_ptr_equal(id, other);
    assert_int_equal(document_add_id(&id, &document, "", 0, NULL), GAZ_OK);
    assert_null(id);
    assert_int_equal(document_add_id(&id, &document, NULL, 0, NULL), GAZ_OK);
    assert_null(id);
    assert_int_equal(document_add_id(&id, &document, "a\tb", 3, &error), GAZ_ERROR_INPUT);
    assert_non_null(strstr(error.message, "an id or name with a control character"));
    assert_int_equal(document_add_id(&id, &document, "a\0b", 3, NULL), GAZ_ERROR_INPUT);
    assert_int_equal(document_add_id(&id, &document, "\x7F", 1, NULL), GAZ_ERROR_INPUT);
}

/* ---- At random ---- */

enum { TOKENS = 4, MOST_SPANS = 40, ROUNDS = 3000 };

struct plain {
    size_t begin;
    size_t end;
    size_t type;
    size_t id;
};

static bool at_one_place(const struct plain *left, const struct plain *right) {
    return left->begin == right->begin && left->end == right->end;
}

/* Whether one of the spans before says the same. */
static bool is_repeated(const struct plain *spans, size_t number) {
    for (size_t i = 0; i < number; i++)
        if (memcmp(&spans[i], &spans[number], sizeof *spans) == 0) return true;
    return false;
}

static bool is_first(const struct plain *spans, size_t number) {
    for (size_t i = 0; i < number; i++)
        if (at_one_place(&spans[i], &spans[number])) return false;
    return true;
}

static void add_meaning(struct buffer *out, const struct plain *span) {
    const char text[] = {' ', (char)('A' + span->type), '/', (char)('0' + span->id)};
    assert_true(buffer_add(out, text, span->id ? 4 : 2));
}

/* What a plain walk makes of the spans. */
static void expect(struct buffer *out, const struct plain *spans, size_t count) {
    out->size = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_first(spans, i) && !is_repeated(spans, i)) continue;
        assert_true(buffer_add_number(out, spans[i].begin) && buffer_add_byte(out, '-') &&
                    buffer_add_number(out, spans[i].end));
        add_meaning(out, &spans[i]);
        for (size_t j = i + 1; j < count && is_first(spans, i); j++)
            if (at_one_place(&spans[i], &spans[j]) && !is_repeated(spans, j)) add_meaning(out, &spans[j]);
        assert_true(buffer_add_text(out, "; "));
    }
    assert_true(buffer_add_byte(out, 0));
}

static void random_spans_are_gathered_as_by_hand(void **state) {
    (void)state;
    struct buffer expected = {0};
    uint64_t random = seed;
    for (int round = 0; round < ROUNDS; round++) {
        struct plain spans[MOST_SPANS];
        size_t count = oracle_below(&random, MOST_SPANS + 1);
        document_clear(&document);
        cut("a b c d");
        for (size_t i = 0; i < count; i++) {
            size_t begin = oracle_below(&random, TOKENS);
            size_t size = 1 + oracle_below(&random, TOKENS - begin);
            spans[i] =
                (struct plain){2 * begin, 2 * (begin + size) - 1, oracle_below(&random, 3), oracle_below(&random, 3)};
            const char type[] = {(char)('A' + spans[i].type), 0};
            const char id[] = {(char)(spans[i].id ? '0' + spans[i].id : 0), 0};
            annotate(spans[i].begin, spans[i].end, type, id);
        }
        expect(&expected, spans, count);
        check(expected.bytes);
    }
    buffer_free(&expected);
}

static void ten_thousand_senses_take_no_longer_than_spans_do(void **state) {
    (void)state;
    enum { SENSES = 10000 };
    cut("a b");
    for (int i = 0; i < SENSES; i++) {
        char id[16];
        snprintf(id, sizeof id, "Q%d", i);
        annotate(0, 1, "X", id);
    }
    assert_int_equal(document_gather_senses(&document, NULL), GAZ_OK);
    assert_int_equal(document.span_count, 1);
    assert_int_equal(document.spans[0].sense_count, SENSES - 1);
    for (uint32_t i = 0; i < SENSES; i++) {
        char id[16];
        snprintf(id, sizeof id, "Q%u", i);
        assert_string_equal(document_get_sense(&document, &document.spans[0], i).id, id);
    }
}

/* ---- As formats have them ---- */

/* The spans of all documents of a file, or a message. */
static void check_options(const gaz_corpus_options *options, const char *text, const char *expected) {
    gaz_corpus_report report = {0};
    struct corpus_source source = {.path = "path",
                                   .name = "name",
                                   .format = format_of(options->format),
                                   .text = strdup(text),
                                   .size = strlen(text)};
    struct document_reader reader = {.source = &source, .options = options, .report = &report};
    struct buffer all = {0};
    struct buffer one = {0};
    gaz_error error = {.message = ""};
    bool found = true;
    while (found) {
        gaz_status status = document_reader_next(&found, &reader, &error);
        if (status != GAZ_OK) { /* a message is expected */
            assert_true(buffer_add_text(&all, error.message));
            break;
        }
        if (!found) break;
        show(&one, &reader.document);
        assert_true(buffer_add_text(&all, one.bytes));
    }
    assert_true(buffer_add_byte(&all, 0));
    assert_string_equal(all.bytes, expected);
    document_reader_free(&reader);
    corpus_close(&source);
    buffer_free(&all);
    buffer_free(&one);
}

static void check_read(gaz_format format, const char *text, const char *expected) {
    gaz_corpus_options options;
    gaz_corpus_options_init(&options);
    options.format = format;
    check_options(&options, text, expected);
}

static void jsonl_has_ids_names_and_senses(void **state) {
    (void)state;
    check_read(
        GAZ_FORMAT_JSONL,
        "{\"text\": \"EU x\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"ORG\", \"id\": \"Q458\", "
        "\"name\": \"European Union\", \"senses\": [{\"label\": \"ORG\", \"id\": \"Q458\"}, {\"label\": \"LOC\"},"
        "{\"label\": \"ORG\", \"id\": \"Q7\", \"name\": \"U\"}]}, {\"start\": 3, \"end\": 4, \"label\": \"B\"}]}",
        "0-2 ORG/Q458=European Union LOC ORG/Q7=U; 3-4 B; ");
    check_read(GAZ_FORMAT_JSONL,
               "{\"text\": \"EU\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"A\", \"id\": \"a\\tb\"}]}",
               "an id or name with a control character in it");
    check_read(GAZ_FORMAT_JSONL,
               "{\"text\": \"EU\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"A\", \"senses\": [1]}]}",
               "span 1 is no span with objects for senses");
}

static void prodigy_and_label_studio_have_ids_and_names(void **state) {
    (void)state;
    check_read(GAZ_FORMAT_PRODIGY,
               "{\"text\": \"EU x\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"ORG\", \"kb_id\": \"Q458\", "
               "\"name\": \"European Union\"}, {\"start\": 0, \"end\": 2, \"label\": \"LOC\", \"id\": \"no\"}]}",
               "0-2 ORG/Q458=European Union LOC; ");
    check_read(GAZ_FORMAT_LABEL_STUDIO,
               "[{\"data\": {\"text\": \"EU x\"}, \"annotations\": [{\"result\": [{\"id\": \"r\", \"meta\": {\"text\": "
               "[\"note\"], \"id\": \"Q458\", \"name\": \"N\"}, \"value\": {\"start\": 0, \"end\": 2, \"labels\": "
               "[\"A\", \"B\"]}}]}]}]",
               "0-2 A/Q458=N B/Q458=N; ");
}

static void spacy_has_ids_in_its_own_group_of_spans(void **state) {
    (void)state;
    check_read(
        GAZ_FORMAT_SPACY,
        "[\"EU x\", {\"entities\": [[0, 2, \"A\"]], \"spans\": {\"gaz\": [[0, 2, \"A\", \"Q1\"], [0, 2, \"B\", "
        "\"\"]], \"sc\": [[3, 4, \"C\"]]}}]\n[\"EU x\", {\"entities\": [[0, 2, \"A\"]], \"spans\": {\"sc\": []}}]",
        "0-2 A/Q1 B; 0-2 A; ");
}

static void webanno_has_a_column_of_ids(void **state) {
    (void)state;
    static const char header[] = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Other|a\n#T_SP=x.NamedEntity|identifier|value\n\n\n";
    static const struct {
        const char *rows;
        const char *expected;
    } cases[] = {
        {"1-1\t0-1\ta\t_\tQ1[1]\tP[1]\t\n1-2\t2-3\tb\t_\tQ1[1]|Q2[2]\tP[1]|R[2]\t\n", "0-3 P/Q1; 2-3 R/Q2; "},
        {"1-1\t0-1\ta\tX\tQ1[1]|*[2]|Q\\|\\_3[3]\tP[1]|P[2]|R[3]\t\n", "0-1 P/Q1 P R/Q|_3; "},
        {"1-1\t0-1\ta\tX\tQ1|Q2\tP|*\t\n", "0-1 P/Q1 ENTITY/Q2; "},
        {"1-1\t0-1\ta\tX\tQ1\tP|R\t\n", "0-1 P/Q1 R; "},
        {"1-1\t0-1\ta\tX\tQ1\t_\t\n1-2\t2-3\tb\tX\t_\tP\t\n", "2-3 P; "},
        {"1-1\t0-1\ta\tX\tQ\\\\[2]|R\\\\\\[1][3]\tP[2]|S[3]\t\n", "0-1 P/Q\\ S/R\\[1]; "},
        {"1-1\t0-1\ta\tX\tQ[1x]\tP[1x]\t\n", "0-1 P[1x]/Q[1x]; "},
        {"1-1\t0-1\ta\tX\tQ\\t1\tP\\n\t\n", "0-1 P/Q 1; "},
        {"1-1\t0-1\ta\tX\tQ1\tP\x01\t\n", "a value with a control character in it"},
        {"1-1\t0-1\ta\tX\tQ1\n", "the row has fewer columns than the header's layers"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer file = {0};
        assert_true(buffer_add_text(&file, header) && buffer_add_text(&file, cases[i].rows) &&
                    buffer_add_byte(&file, 0));
        check_read(GAZ_FORMAT_WEBANNO,
                   "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value\n\n\n1-1\t0-1\ta\tP\t\n1-1.1\t1-1\t\tX|*[2]\t\n",
                   "0-1 P; ");
        check_read(GAZ_FORMAT_WEBANNO, "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value\n\n\n1-1\t0-0\t\tP\t\n",
                   "no token: expected SENTENCE-TOKEN, TAB, BEGIN-END, TAB and the token");
        check_read(GAZ_FORMAT_WEBANNO, file.bytes, cases[i].expected);
        buffer_free(&file);
    }
    check_read(
        GAZ_FORMAT_WEBANNO,
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.NamedEntity|value|ROLE_a|b|identifier\n\n\n1-1\t0-1\ta\tP\t*\t*\tQ1\t\n",
        "0-1 P/Q1; ");
}

static void columns_may_have_ids(void **state) {
    (void)state;
    gaz_corpus_options options;
    gaz_corpus_options_init(&options);
    options.format = GAZ_FORMAT_CONLL;
    options.columns.id_column = 3;
    check_options(&options, "a\tB-X\tQ1|Q\\|2|_\nb\tI-X\tQ9\nc\tO\tQ3\nd\tB-Y\t\\_\n\ne\tB-Y\t_\nf\tB-Y\t\n",
                  "0-3 X/Q1 X/Q|2 X; 6-7 Y/_; 8-9 Y; 10-11 Y; ");
    check_options(&options, "a O O\nb B-X B-Q\n", "2-3 X/B-Q; ");
    check_options(&options, "a\tB-X\tQ\x01\n", "an id with a control character in it");
    check_options(&options, "a\tB-X\n", "2 columns, expected at least 3 (ids in column 3)");
    options.columns.id_column = 1;
    check_options(&options, "a\tB-X\tQ1\n", "column 1 cannot hold ids too");
}

/* Random ids come back from a column, one or many. */
static void every_id_comes_back_from_a_column(void **state) {
    (void)state;
    static const char letters[] = "_|\\ sQ\xC3\xA9";
    uint64_t random = seed;
    struct buffer column = {0};
    struct buffer found = {0};
    for (int round = 0; round < ROUNDS; round++) {
        char ids[4][5] = {""};
        size_t count = 1 + oracle_below(&random, 4);
        bool blanks = oracle_below(&random, 2);
        bool there;
        column.size = 0;
        for (size_t i = 0; i < count; i++) {
            size_t size = oracle_below(&random, sizeof ids[i]);
            for (size_t j = 0; j < size; j++) ids[i][j] = letters[oracle_below(&random, sizeof letters - 1)];
            assert_true(id_column_add(&column, ids[i], i, blanks));
        }
        if (blanks) assert_null(memchr(column.bytes, ' ', column.size));
        struct field field = {column.bytes, column.size};
        for (size_t i = 0; i < count; i++) {
            assert_true(id_column_next(&there, &found, &field) && there && buffer_add_byte(&found, 0));
            assert_string_equal(found.bytes, ids[i]);
        }
        assert_true(id_column_next(&there, &found, &field));
        assert_false(there);
    }
    buffer_free(&column);
    buffer_free(&found);
}

/* Reads a brat document "EU x y". */
static gaz_status read_brat(const char *bytes, size_t size, gaz_error *error) {
    struct buffer text = {0};
    struct buffer lines = {0};
    gaz_corpus_report report = {0};
    struct brat_lines brat = {.document = &document, .report = &report, .name = "name", .text = &text};
    document_clear(&document);
    assert_true(buffer_add_text(&text, "EU x y") && buffer_reserve(&lines, 1) && buffer_add(&lines, bytes, size));
    assert_int_equal(document_tokenize(&document, text.bytes, text.size, NULL), GAZ_OK);
    gaz_status status = brat_lines_read(&brat, &lines, error);
    brat_lines_free(&brat);
    buffer_free(&text);
    buffer_free(&lines);
    return status;
}

static void check_brat(const char *lines, const char *expected) {
    gaz_error error;
    if (read_brat(lines, strlen(lines), &error) == GAZ_OK)
        check(expected);
    else
        assert_string_equal(error.message, expected);
}

static void brat_has_concepts_in_lines_of_their_own(void **state) {
    (void)state;
    check_brat("N9\tReference T1 Wikidata:Q458\tEuropean Union\nT1\tORG 0 2\tEU\nT2\tORG 0 2\tEU\n"
               "T3\tLOC 0 2\tEU\nN1\tReference T1 gaz:Q7\t\nN2\tReference T3 gaz:a%20b%25c%2\nT4\tX 3 4\tx\n",
               "0-2 ORG/Wikidata:Q458=European Union ORG LOC/a b%c%2 ORG/Q7; 3-4 X; ");
    check_brat("T1\tORG 0 2;5 6\tEU y\nT2\tX 2 3\t \nN1\tReference T1 a:b\tc\nN2\tReference T2 a:b\tc\n"
               "N3\tReference E1 a:b\tc\nN4\tReference T7 a:b\tc\n",
               "");
    check_brat("T1\tORG 0 2\tEU\nN1\tReference T1\n",
               "no concept: expected N1, TAB, Reference T1 SOURCE:ID, TAB and its name");
    check_brat("T1\tORG 0 2\tEU\nN1\tReference T1 a:b\t\x01\n", "an id or name with a control character in it");
}

static void cut_and_changed_lines_of_brat_do_no_harm(void **state) {
    (void)state;
    static const char lines[] = "T1\tORG 0 2;3 4\tEU x\nT2\tLOC 0 2\tEU\nN1\tReference T1 gaz:a%20b\tc\n"
                                "N2\tReference T2 a:b\tc\nN3\tReference T2 a:d\n";
    for (size_t i = 0; i < 9 * (sizeof lines - 1); i++) {
        size_t size = i < sizeof lines - 1 ? i : sizeof lines - 1;
        char *bytes = memcpy(malloc(size + 1), lines, size); /* so that a byte too many is noticed */
        if (i >= size && size) bytes[i % size] = (char)(bytes[i % size] ^ (1 << i / size % 8));
        gaz_status status = read_brat(bytes, size, NULL);
        assert_true(status == GAZ_OK || status == GAZ_ERROR_INPUT);
        assert_int_equal(document_gather_senses(&document, NULL), GAZ_OK);
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(another_type_or_id_at_one_place_is_a_sense, finish),
        cmocka_unit_test_teardown(what_says_nothing_new_stays_a_span, finish),
        cmocka_unit_test_teardown(blanks_are_no_difference_and_parts_of_tokens_are, finish),
        cmocka_unit_test_teardown(ids_are_kept_once_and_hold_no_control_characters, finish),
        cmocka_unit_test_teardown(random_spans_are_gathered_as_by_hand, finish),
        cmocka_unit_test_teardown(ten_thousand_senses_take_no_longer_than_spans_do, finish),
        cmocka_unit_test_teardown(jsonl_has_ids_names_and_senses, finish),
        cmocka_unit_test_teardown(prodigy_and_label_studio_have_ids_and_names, finish),
        cmocka_unit_test_teardown(spacy_has_ids_in_its_own_group_of_spans, finish),
        cmocka_unit_test_teardown(webanno_has_a_column_of_ids, finish),
        cmocka_unit_test_teardown(columns_may_have_ids, finish),
        cmocka_unit_test_teardown(every_id_comes_back_from_a_column, finish),
        cmocka_unit_test_teardown(brat_has_concepts_in_lines_of_their_own, finish),
        cmocka_unit_test_teardown(cut_and_changed_lines_of_brat_do_no_harm, finish),
    };
    oracle_seed();
    return cmocka_run_group_tests_name("document senses", tests, NULL, NULL);
}
