/* The evaluation as the library has it: counts, shares, types, bins, entries, and what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "folder.h"
#include "format/read.h"
#include "gaz.h"

/* A model of "kernel" and "kernel space" with type A and "memory" with type B, all of score 1. */
static gaz_model *make_model(gaz_tokens tokens) {
    static const gaz_token kernel_space[] = {{"kernel", 6}, {"space", 5}};
    static const gaz_token memory[] = {{"memory", 6}};
    gaz_lexicon *lexicon;
    gaz_model *model;
    gaz_build_options options;
    gaz_build_options_init(&options);
    options.tokens = tokens;
    assert_int_equal(gaz_lexicon_new(&lexicon, NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, kernel_space, 1, "A", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, kernel_space, 2, "A", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_add(lexicon, memory, 1, "B", NULL), GAZ_OK);
    assert_int_equal(gaz_lexicon_build(lexicon, path_of("model.gaz"), &options, NULL, NULL), GAZ_OK);
    gaz_lexicon_free(lexicon);
    assert_int_equal(gaz_model_open(&model, path_of("model.gaz"), 0, NULL), GAZ_OK);
    return model;
}

static gaz_eval *make_eval(const gaz_eval_options *options) {
    gaz_eval *eval;
    assert_int_equal(gaz_eval_new(&eval, options, NULL), GAZ_OK);
    assert_non_null(eval);
    return eval;
}

static void check_near(double found, double expected) {
    if (fabs(found - expected) > 1e-9) fail_msg("%.12g, expected %.12g", found, expected);
}

static void check_scores(const gaz_eval_scores *scores, uint64_t gold, uint64_t found, uint64_t correct) {
    assert_int_equal(scores->gold, gold);
    assert_int_equal(scores->found, found);
    assert_int_equal(scores->correct, correct);
    check_near(scores->precision, found ? (double)correct / (double)found : 0);
    check_near(scores->recall, gold ? (double)correct / (double)gold : 0);
    check_near(scores->f1, gold + found ? 2 * (double)correct / (double)(gold + found) : 0);
}

static void check_type(const gaz_eval *eval, size_t index, const char *expected, uint64_t gold, uint64_t found,
                       uint64_t correct) {
    const char *name;
    gaz_eval_scores scores;
    gaz_eval_get_type(&name, &scores, eval, index);
    assert_string_equal(name, expected);
    check_scores(&scores, gold, found, correct);
}

/* ---- Files ---- */

/* Tags of every kind, in one file and in two; repairs; types in bytewise order, without those that have no span. */
static void files_are_compared(void **state) {
    (void)state;
    const char *both = write_file("both", "a\tB-b\tB-b\nb\tI-b\tI-b\nc\tO\tI-B\n\nd\tI-a\tB-a\ne\tO\tO\nf\tB-b\tO\n");
    const char *gold = write_file("gold", "a\tB-b\nb\tI-b\nc\tO\n\nd\tI-a\ne\tO\nf\tB-b\n");
    gaz_eval_result result;
    for (int apart = 0; apart < 2; apart++) {
        gaz_eval *eval = make_eval(NULL);
        for (unsigned times = 1; times <= 2; times++) {
            assert_int_equal(gaz_eval_add_file(eval, both, apart ? gold : NULL, NULL), GAZ_OK);
            gaz_eval_get_result(&result, eval);
            assert_int_equal(result.files, times);
            assert_int_equal(result.sentences, 2 * times);
            assert_int_equal(result.tokens, 6 * times);
            assert_int_equal(result.correct_tags, 3 * times);
            check_near(result.accuracy, 0.5);
            check_scores(&result.all, 3 * times, 3 * times, 2 * times);
            assert_int_equal(result.types, 3);
            check_type(eval, 0, "B", 0, times, 0);
            check_type(eval, 1, "a", times, times, times);
            check_type(eval, 2, "b", 2 * times, times, times);
            assert_int_equal(result.gold_repairs.stray_inside, times);
            assert_int_equal(result.predicted_repairs.stray_inside, times);
            assert_int_equal(result.gold_repairs.unclosed + result.predicted_repairs.unclosed, 0);
            assert_int_equal(result.scheme, GAZ_SCHEME_IOB2);
            assert_int_equal(result.model_files + result.model_gold + result.scored, 0);
        }
        gaz_eval_free(eval);
    }
}

/* A tag without a type is one of ENTITY, for the spans and for the accuracy. */
static void lone_tags_are_entities(void **state) {
    (void)state;
    const char *both = write_file("both", "a\tB\tB-ENTITY\nb\tI\tI\nc\tO\tO\nd\tB\tB-X\n");
    gaz_eval *eval = make_eval(NULL);
    gaz_eval_result result;
    assert_int_equal(gaz_eval_add_file(eval, both, NULL, NULL), GAZ_OK);
    gaz_eval_get_result(&result, eval);
    assert_int_equal(result.correct_tags, 3);
    check_type(eval, 0, "ENTITY", 2, 1, 1);
    check_type(eval, 1, "X", 0, 1, 0);
    gaz_eval_free(eval);
}

/* Reading keeps the tags only for who asks. */
static void tags_are_kept_on_demand(void **state) {
    (void)state;
    static const char *const expected[] = {"B-ENTITY", "O", "I-X", "O-Y", "O"};
    const char *path = write_file("tags", "a\tB\nb\tO\nc\tI-X\n\nd\tO-Y\ne\tO\n");
    const gaz_corpus_options options = {.format = GAZ_FORMAT_CONLL};
    for (int keep = 0; keep < 2; keep++) {
        struct corpus corpus = {.keep_tags = keep != 0};
        gaz_corpus_report report = {0};
        for (size_t times = 1; times <= 2; times++) {
            assert_int_equal(corpus_read(&corpus, &report, path, &options, NULL, NULL, NULL), GAZ_OK);
            assert_int_equal(corpus.token_count, 5 * times);
            for (size_t i = 0; keep && i < corpus.token_count; i++)
                assert_string_equal(corpus.tag_names.items[corpus.tags[i]].bytes, expected[i % 5]);
        }
        assert_int_equal(corpus.tag_names.count, keep ? 4 : 0);
        assert_int_equal(corpus.tags != NULL, keep);
        corpus_free(&corpus);
        assert_null(corpus.tags);
    }
}

/* ---- The strict reading ---- */

/* The two columns differ, so that both are read; each tag is a token. Gives the spans of the first column. */
static void check_strict(gaz_scheme scheme, const char *tags, uint64_t gold) {
    char text[512];
    size_t size = 0;
    int token = 0;
    for (const char *tag = tags; *tag; tag += strcspn(tag, " "), tag += *tag == ' ')
        size += (size_t)sprintf(text + size, "t%d\t%.*s\tO\n", token++, (int)strcspn(tag, " "), tag);
    gaz_eval_options options;
    gaz_eval_result result;
    gaz_eval_options_init(&options);
    options.strict = 1;
    options.corpus.columns.scheme = scheme;
    gaz_eval *eval = make_eval(&options);
    assert_int_equal(gaz_eval_add_file(eval, write_file("strict", text), NULL, NULL), GAZ_OK);
    gaz_eval_get_result(&result, eval);
    if (result.all.gold != gold) fail_msg("%s: %d entities, not %d", tags, (int)result.all.gold, (int)gold);
    gaz_eval_free(eval);
}

/* What seqeval 1.2.2 gives. */
static void strict_reading(void **state) {
    (void)state;
    check_strict(GAZ_SCHEME_IOB2, "B-x I-x O B-x", 2);
    check_strict(GAZ_SCHEME_IOB2, "I-x I-x O I-y", 0);
    check_strict(GAZ_SCHEME_IOB2, "B-x I-y I-x B-x", 2);
    check_strict(GAZ_SCHEME_IOB1, "I-x I-x O I-y", 2);
    check_strict(GAZ_SCHEME_IOB1, "I-x B-x B-x I-x", 3);
    check_strict(GAZ_SCHEME_IOB1, "B-x O I-y I-x", 2);
    check_strict(GAZ_SCHEME_IOB1, "B-x I-x O", 1);
    check_strict(GAZ_SCHEME_IOB1, "I-x B-x B-y O", 1);
    check_strict(GAZ_SCHEME_BIOES, "S-x B-x E-x B-x I-x E-x", 3);
    check_strict(GAZ_SCHEME_BIOES, "B-x B-x E-x I-x E-x O", 1);
    check_strict(GAZ_SCHEME_BIOES, "B-x E-y O B-x I-x O E-x I-x", 0);
    check_strict(GAZ_SCHEME_BIOES, "U-x B-x L-x B-x M-x E-x", 3);
}

static void strict_reading_refuses(void **state) {
    (void)state;
    static const struct {
        gaz_scheme scheme;
        const char *text;
        const char *message;
    } cases[] = {
        {GAZ_SCHEME_IOB2, "a\tO\tO\nb\tS-x\tO\n", "\"S-x\" of token 2 (sentence 1) is none of IOB2"},
        {GAZ_SCHEME_IOB1, "a\tO\tO\n\nb\tB-x\tM-x\n", "\"M-x\" of token 2 (sentence 2) is none of IOB1"},
        {GAZ_SCHEME_BARE, "a\tO\tO\nb\tx\tO\n", "no strict reading"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gaz_eval_options options = {.strict = 1, .corpus.columns.scheme = cases[i].scheme};
        gaz_error error;
        gaz_eval *eval = make_eval(&options);
        const char *path = write_file("refused", cases[i].text);
        assert_int_equal(gaz_eval_add_file(eval, path, NULL, &error), GAZ_ERROR_INPUT);
        assert_string_equal(error.file, path);
        assert_non_null(strstr(error.message, cases[i].message));
        gaz_eval_free(eval);
    }
}

/* ---- Models ---- */

static void count_call(void *context, const char *stage, uint64_t done, uint64_t total) {
    assert_non_null(stage);
    assert_true(done <= total);
    ++*(int *)context;
}

/* Many windows; every sentence is the same. */
static void models_are_compared(void **state) {
    (void)state;
    enum { SENTENCES = 5000 };
    static char text[SENTENCES * 80];
    size_t size = 0;
    for (int i = 0; i < SENTENCES; i++)
        size += (size_t)sprintf(text + size, "kernel\tB-A\nspace\tO\nmemory\tB-A\nkernel\tB-A\nuser\tB-B\n\n");
    int calls = 0;
    gaz_eval_options options = {.entries = 1, .progress = count_call, .user = &calls};
    gaz_eval_result result;
    gaz_model *model = make_model(GAZ_TOKENS_BOTH);
    gaz_eval *eval = make_eval(&options);
    assert_int_equal(gaz_eval_add_model(eval, model, write_file("gold", text), NULL), GAZ_OK);
    gaz_eval_get_result(&result, eval);
    assert_true(calls > 2);
    assert_int_equal(result.sentences, SENTENCES);
    assert_int_equal(result.correct_tags, 2 * SENTENCES);
    check_scores(&result.all, 4 * SENTENCES, 3 * SENTENCES, SENTENCES);
    check_type(eval, 0, "A", 3 * SENTENCES, 2 * SENTENCES, SENTENCES);
    check_type(eval, 1, "B", SENTENCES, SENTENCES, 0);
    assert_int_equal(result.model_files, 1);
    assert_int_equal(result.model_gold, 4 * SENTENCES);
    assert_int_equal(result.reachable, 3 * SENTENCES);
    check_near(result.recall_bound, 0.75);
    assert_int_equal(result.scored, 3 * SENTENCES);
    for (int i = 0; i < GAZ_EVAL_BINS - 1; i++) assert_int_equal(result.bins[i].spans, 0);
    assert_int_equal(result.bins[GAZ_EVAL_BINS - 1].spans, 3 * SENTENCES);
    check_near(result.bins[GAZ_EVAL_BINS - 1].score, 1);
    check_near(result.bins[GAZ_EVAL_BINS - 1].precision, 1.0 / 3);
    check_near(result.calibration_error, 2.0 / 3);
    gaz_sink sink;
    assert_int_equal(gaz_sink_path(&sink, path_of("entries.tsv"), NULL), GAZ_OK);
    assert_int_equal(gaz_sink_finish(&sink, gaz_eval_write_entries(eval, &sink, NULL), NULL), GAZ_OK);
    gaz_eval_free(eval);
    gaz_model_close(model);
}

static void models_without_corpus_tokens(void **state) {
    (void)state;
    gaz_error error;
    gaz_model *model = make_model(GAZ_TOKENS_WORDS);
    gaz_eval *eval = make_eval(NULL);
    const char *gold = write_file("gold", "a\tB-A\nb\tO\n");
    assert_int_equal(gaz_eval_add_model(eval, model, gold, &error), GAZ_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "no corpus tokens"));
    gaz_eval_free(eval);
    gaz_model_close(model);
}

/* ---- What is refused ---- */

static void wrong_arguments(void **state) {
    (void)state;
    gaz_error error;
    gaz_eval *eval = NULL;
    static const char *const types[] = {"A"};
    const gaz_match_options refused[] = {{.min_score = 1.1},
                                         {.min_score = (double)NAN},
                                         {.all = 1},
                                         {.types = types, .type_count = 1},
                                         {.kernel = "none"}};
    gaz_eval_free(NULL);
    assert_int_equal(gaz_eval_new(NULL, NULL, &error), GAZ_ERROR_ARGUMENT);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        gaz_eval_options options;
        gaz_eval_options_init(&options);
        options.match = refused[i];
        assert_int_equal(gaz_eval_new(&eval, &options, &error), GAZ_ERROR_ARGUMENT);
        assert_null(eval);
    }
    eval = make_eval(NULL);
    assert_int_equal(gaz_eval_add_file(NULL, "both", NULL, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_eval_add_file(eval, NULL, "gold", &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_eval_add_model(eval, NULL, "gold", &error), GAZ_ERROR_ARGUMENT);
    gaz_sink sink;
    gaz_sink_descriptor(&sink, -1, NULL);
    assert_int_equal(gaz_eval_write_entries(NULL, &sink, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_eval_write_entries(eval, NULL, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_eval_write_entries(eval, &sink, &error), GAZ_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "without entries"));
    assert_int_equal(gaz_eval_add_file(eval, path_of("absent"), NULL, NULL), GAZ_ERROR_IO);
    gaz_model *model = make_model(GAZ_TOKENS_BOTH);
    assert_int_equal(gaz_eval_add_model(NULL, model, "gold", &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_eval_add_model(eval, model, NULL, &error), GAZ_ERROR_ARGUMENT);
    assert_int_equal(gaz_eval_add_model(eval, model, path_of("absent"), &error), GAZ_ERROR_IO);
    assert_string_equal(error.file, path_of("absent"));
    gaz_model_close(model);
    gaz_eval_result result;
    gaz_eval_get_result(&result, eval);
    assert_int_equal(result.files + result.tokens + result.types, 0);
    check_scores(&result.all, 0, 0, 0);
    gaz_eval_free(eval);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_compared),           cmocka_unit_test(lone_tags_are_entities),
        cmocka_unit_test(tags_are_kept_on_demand),      cmocka_unit_test(strict_reading),
        cmocka_unit_test(strict_reading_refuses),       cmocka_unit_test(models_are_compared),
        cmocka_unit_test(models_without_corpus_tokens), cmocka_unit_test(wrong_arguments),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
