/* Agreement of two annotators: examples of the literature, and figures that can be worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "eval/agreement.h"
#include "folder.h"
#include "gaz.h"

static void check_near(double found, double expected) {
    if (fabs(found - expected) > 1e-9) fail_msg("%.12g, expected %.12g", found, expected);
}

/* J. Cohen 1960, two psychiatrists and 200 patients: Po = 0.70, Pe = 0.41. */
static void kappa_is_cohens(void **state) {
    (void)state;
    static const uint64_t patients[3][3] = {{88, 14, 18}, {10, 40, 10}, {2, 6, 12}};
    struct cross_table table = {0};
    gaz_eval_agreement found;
    for (uint32_t i = 0; i < 3; i++)
        for (uint32_t k = 0; k < 3; k++) assert_true(cross_table_add(&table, i, k, patients[i][k]));
    agreement_measure(&found, &table);
    assert_int_equal(found.units, 200);
    assert_int_equal(found.agreed, 140);
    check_near(found.observed, 0.70);
    check_near(found.kappa, (0.70 - 0.41) / (1 - 0.41));
    agreement_measure_one(&found, &table, 0); /* 88, 32, 12, 68 */
    check_near(found.observed, 156 / 200.0);
    check_near(found.kappa, (0.78 - 0.5) / (1 - 0.5));
    agreement_measure_one(&found, &table, 7); /* which nobody gave */
    assert_int_equal(found.agreed, 200);
    assert_true(isnan(found.kappa) && isnan(found.alpha));
    cross_table_free(&table);
}

/* K. Krippendorff 2011: binary data, Meg and Owen, alpha = 0.095. */
static void alpha_of_two_values(void **state) {
    (void)state;
    static const char meg[] = "0100000010";
    static const char owen[] = "1110010000";
    struct cross_table table = {0};
    gaz_eval_agreement found;
    for (int i = 0; i < 10; i++)
        assert_true(cross_table_add(&table, (uint32_t)(meg[i] - '0'), (uint32_t)(owen[i] - '0'), 1));
    agreement_measure(&found, &table);
    check_near(found.alpha, 1 - 0.4 / (2.0 * 6 * 14 / (20 * 19)));
    assert_true(fabs(found.alpha - 0.095) < 0.0005);
    cross_table_free(&table);
}

/* The same: nominal data, Ben and Gerry, alpha = 0.692; each letter is the type of a token. */
static void alpha_of_files(void **state) {
    (void)state;
    const char *both =
        write_file("both", "w1 B-a B-b\nw2 B-a B-a\nw3 B-b B-b\nw4 B-b B-b\nw5 B-d B-b\nw6 B-c B-c\nw7 B-c B-c\n"
                           "w8 B-c B-c\nw9 B-e B-e\nw10 B-d B-d\nw11 B-d B-d\nw12 B-a B-d\n");
    gaz_eval_options options;
    gaz_eval *eval;
    gaz_eval_agreement found;
    gaz_eval_options_init(&options);
    options.agreement = 1;
    assert_int_equal(gaz_eval_new(&eval, &options, NULL), GAZ_OK);
    for (int times = 1; times <= 2; times++) {
        assert_int_equal(gaz_eval_add_file(eval, both, NULL, NULL), GAZ_OK);
        for (int units = GAZ_EVAL_SPANS; units <= GAZ_EVAL_TOKENS; units++) {
            gaz_eval_get_agreement(&found, eval, units);
            assert_int_equal(found.units, 12 * times);
            assert_int_equal(found.agreed, 9 * times);
            double values = 24.0 * times;
            double same = times == 1 ? 104 : 8 * 7 + 3 * 12 * 11 + 4 * 3;
            check_near(found.alpha, 1 - 0.25 / (1 - same / (values * (values - 1))));
            if (times == 1) assert_true(fabs(found.alpha - 0.692) < 0.0005);
        }
    }
    assert_int_equal(gaz_eval_get_confusion(eval, GAZ_EVAL_SPANS, 3, 0), 2); /* d, which is a for the other */
    assert_int_equal(gaz_eval_get_confusion(eval, GAZ_EVAL_SPANS, 0, 3), 0);
    assert_int_equal(gaz_eval_get_confusion(eval, GAZ_EVAL_SPANS, 5, 0), 0); /* none */
    gaz_eval_free(eval);
}

/* Rows need what the option keeps. */
static void nothing_is_kept_unasked(void **state) {
    (void)state;
    gaz_eval *eval;
    gaz_eval_agreement found;
    gaz_eval_result result;
    gaz_error error;
    gaz_memory memory = {0};
    gaz_sink sink;
    assert_int_equal(gaz_eval_new(&eval, NULL, NULL), GAZ_OK);
    assert_int_equal(gaz_eval_add_file(eval, write_file("both", "x B-a B-b\n"), NULL, NULL), GAZ_OK);
    gaz_sink_memory(&sink, &memory);
    assert_int_equal(gaz_eval_write_differences(eval, &sink, &error), GAZ_ERROR_ARGUMENT);
    assert_string_equal(error.message, "the evaluation was made without differences");
    gaz_eval_get_agreement(&found, eval, GAZ_EVAL_TOKENS);
    assert_int_equal(found.units, 0);
    gaz_eval_get_result(&result, eval);
    assert_int_equal(result.documents, 0);
    gaz_eval_free(eval);
}

/* Many types, in any order, are found again. */
static void tables_grow(void **state) {
    (void)state;
    enum { VALUES = 1000 };
    struct cross_table table = {0};
    for (uint32_t i = VALUES; i-- > 0;) assert_true(cross_table_add(&table, i, i * 7 % VALUES, i + 1));
    for (uint32_t i = 0; i < VALUES; i++) {
        assert_int_equal(cross_table_get(&table, i, i * 7 % VALUES), i + 1);
        assert_int_equal(cross_table_get(&table, i, (i * 7 + 1) % VALUES), 0);
        assert_int_equal(table.margins[i].left, i + 1);
    }
    assert_int_equal(table.total, VALUES * (VALUES + 1) / 2);
    assert_true(cross_table_add(&table, 1, 2, 0));
    assert_int_equal(table.used, VALUES);
    cross_table_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kappa_is_cohens), cmocka_unit_test(alpha_of_two_values),
        cmocka_unit_test(alpha_of_files),  cmocka_unit_test(nothing_is_kept_unasked),
        cmocka_unit_test(tables_grow),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
