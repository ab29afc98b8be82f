/* Explanations and lists to review while memory is short, for texts of many lengths, so that each part of what is
 * written comes to be the one that finds no room: they are whole, or the lack is told. What is not given is refused. */
#include "folder.h"

#include "failing.h"
#include "gaz.h"

enum { LENGTHS = 60 };

static gaz_model *model;
static gaz_lexicon *lexicon;

/* Entries with evidence, dropped ones, senses, verdicts, ids, variants, and some that overlap. */
static const char list[] = "surface\ttype\tannotated\toccurrences\tnested\tprecision\tlog_odds\tstatus\tverdict\tid\n"
                           "kernel\tOS\t8\t10\t1\t0.8\t1.2\tkept\t\tQ1\n"
                           "kernel\tFood\t1\t10\t0\t0.1\t-2\tkept\t\tQ2\n"
                           "linux kernel\tOS\t4\t4\t0\t0.9\t2\tkept\t\t\n"
                           "kernel space\tPlace\t3\t3\t0\t0.7\t0.8\tkept\tkeep\t\n"
                           "page table\tOS\t1\t9\t0\t0.1\t-2\tprecision\t\t\n"
                           "Page Tables\tOS\t2\t3\t0\t0.6\t0.4\tpurity\tdrop\t\n"
                           "\xC3\xA9tat\tPlace\t2\t2\t0\t0.5\t0.1\tkept\t\t\n";

static gaz_status write_explanations(gaz_explainer *explainer, const gaz_sink *sink, gaz_error *error) {
    const gaz_explanation *explanation;
    gaz_status status;
    while ((status = gaz_explainer_next(&explanation, explainer, error)) == GAZ_OK && explanation) {
        status = gaz_explainer_write(explainer, sink, GAZ_EXPLAIN_TEXT, error);
        if (status == GAZ_OK) status = gaz_explainer_write(explainer, sink, GAZ_EXPLAIN_JSON, error);
        if (status != GAZ_OK) break;
    }
    return status;
}

/* All that there is to be said of a text. */
static gaz_status explain(const gaz_sink *sink, const char *text, gaz_error *error) {
    static const char *const queries[] = {"page table", "kernel space", "KERNEL", "nothing"};
    const gaz_explanation *explanation;
    gaz_explainer *explainer;
    gaz_status status = gaz_explainer_new(&explainer, model, lexicon, NULL, error);
    if (status != GAZ_OK) return status;
    status = gaz_explainer_text(explainer, text, strlen(text), error);
    if (status == GAZ_OK) status = write_explanations(explainer, sink, error);
    for (size_t i = 0; i < sizeof queries / sizeof *queries && status == GAZ_OK; i++) {
        status = gaz_explainer_text(explainer, text, strlen(text), error);
        if (status == GAZ_OK) status = gaz_explainer_why(explainer, queries[i], strlen(queries[i]), error);
        if (status == GAZ_OK) status = write_explanations(explainer, sink, error);
    }
    if (status == GAZ_OK) status = gaz_explainer_span(&explanation, explainer, 0, strlen(text), error);
    if (status == GAZ_OK) status = gaz_explainer_write(explainer, sink, GAZ_EXPLAIN_TEXT, error);
    gaz_explainer_free(explainer);
    return status;
}

static gaz_status review(const gaz_sink *sink, const char *text, gaz_error *error) {
    gaz_review *reviewed;
    gaz_status status = gaz_review_new(&reviewed, model, lexicon, NULL, error);
    if (status != GAZ_OK) return status;
    status = gaz_review_text(reviewed, text, strlen(text), error);
    if (status == GAZ_OK) status = gaz_review_write(reviewed, sink, 100, error);
    gaz_review_free(reviewed);
    return status;
}

typedef gaz_status write_all(const gaz_sink *sink, const char *text, gaz_error *error);

/* Whether an allocation was the n-th, and failed. */
static bool write_failing(write_all *write, const char *text, long n, const gaz_memory *expected) {
    gaz_memory made = {0};
    gaz_sink sink;
    gaz_error error;
    gaz_sink_memory(&sink, &made);
    long before = live;
    failed = false;
    countdown = n;
    armed = CALL_MEMORY;
    gaz_status status = write(&sink, text, &error);
    armed = CALL_NONE;
    if (status == GAZ_OK) {
        assert_int_equal(made.size, expected->size);
        assert_memory_equal(made.bytes, expected->bytes, made.size);
    } else {
        assert_true(failed);
        assert_int_equal(status, GAZ_ERROR_MEMORY);
        assert_int_equal(error.status, GAZ_ERROR_MEMORY);
    }
    gaz_memory_free(&made);
    assert_int_equal(live, before);
    return failed;
}

static void check(write_all *write) {
    for (size_t longer = 0; longer < LENGTHS; longer += getenv("GAZ_TEST_LONG") ? 1 : 17) {
        char text[256];
        gaz_memory expected = {0};
        gaz_sink sink;
        (void)snprintf(text, sizeof text, "the %.*s linux kernel space, a kernel, page table; PAGE TABLE \xC3\x89tat",
                       (int)longer, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        gaz_sink_memory(&sink, &expected);
        assert_int_equal(write(&sink, text, NULL), GAZ_OK);
        assert_true(expected.size > 100);
        long n = 1;
        while (write_failing(write, text, n, &expected)) n++;
        assert_true(n > 10);
        gaz_memory_free(&expected);
    }
}

static void explanations_are_whole(void **state) {
    (void)state;
    check(explain);
}

static void lists_to_review_are_whole(void **state) {
    (void)state;
    check(review);
}

static void what_is_not_given_is_refused(void **state) {
    const gaz_explanation *explanation;
    gaz_explainer *explainer;
    gaz_review *reviewed;
    gaz_memory memory = {0};
    gaz_sink sink;
    (void)state;
    gaz_sink_memory(&sink, &memory);
    assert_int_equal(gaz_explainer_new(NULL, model, NULL, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_new(&explainer, NULL, NULL, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_new(&explainer, model, NULL, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_explainer_text(NULL, "x", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_text(explainer, NULL, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_text(explainer, NULL, 0, NULL), GAZ_OK); /* an empty text need not be anywhere */
    assert_int_equal(gaz_explainer_next(&explanation, explainer, NULL), GAZ_OK);
    assert_null(explanation);
    assert_int_equal(gaz_explainer_file(NULL, "x", NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_file(explainer, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_why(NULL, "x", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_why(explainer, NULL, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_next(NULL, explainer, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_next(&explanation, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_place(NULL, explainer, 1, 0, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_place(&explanation, NULL, 1, 0, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_write(NULL, &sink, GAZ_EXPLAIN_TEXT, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_explainer_write(explainer, NULL, GAZ_EXPLAIN_TEXT, NULL), GAZ_ERROR_ARGUMENT);
    gaz_explainer_free(explainer);
    assert_int_equal(gaz_review_new(NULL, model, NULL, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_review_new(&reviewed, NULL, NULL, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_review_new(&reviewed, model, NULL, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_review_text(NULL, "x", 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_review_text(reviewed, NULL, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_review_text(reviewed, NULL, 0, NULL), GAZ_OK);
    assert_int_equal(gaz_review_file(NULL, "x", NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_review_file(reviewed, NULL, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_review_write(NULL, &sink, 1, NULL), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_review_write(reviewed, NULL, 1, NULL), GAZ_ERROR_ARGUMENT);
    gaz_review_free(reviewed);
    gaz_memory_free(&memory);
}

static int make_world(void **state) {
    if (make_folder(state) != 0) return -1;
    write_file("list.tsv", list);
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_read(lexicon, path_of("list.tsv"), NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("m.gaz"), NULL, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_model_open(&model, path_of("m.gaz"), 0, NULL), GAZ_OK);
    begin_failing();
    return 0;
}

static int end_world(void **state) {
    gaz_model_close(model);
    gaz_lexicon_free(lexicon);
    return remove_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(explanations_are_whole),
                                       cmocka_unit_test(lists_to_review_are_whole),
                                       cmocka_unit_test(what_is_not_given_is_refused)};
    return cmocka_run_group_tests(tests, make_world, end_world);
}
