/* Logistic regression compared with plain gradient descent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "learn/logistic.h"

enum { ROWS_MAX = 64, FEATURES = 6, ROW_FEATURES = 4 };

/* Rows of at most four features; the bias is the first of each. */
struct problem {
    uint32_t features[ROWS_MAX * ROW_FEATURES];
    uint64_t begins[ROWS_MAX];
    uint8_t counts[ROWS_MAX];
    uint8_t right[ROWS_MAX];
    uint8_t groups[ROWS_MAX];
    bool skipped[ROWS_MAX];
    uint64_t row_count;
};

static struct logistic_rows rows_of(const struct problem *problem) {
    return (struct logistic_rows){.features = problem->features,
                                  .begins = problem->begins,
                                  .counts = problem->counts,
                                  .right = problem->right,
                                  .groups = problem->groups,
                                  .skipped = problem->skipped,
                                  .row_count = problem->row_count,
                                  .feature_count = FEATURES};
}

/* `set`: bits of the features beside the bias; one that does not count stands behind them. */
static void add_row(struct problem *problem, unsigned set, bool right, uint8_t group, bool skipped) {
    uint64_t row = problem->row_count++;
    uint32_t *features = problem->features + row * ROW_FEATURES;
    uint8_t count = 1;
    features[0] = 0;
    for (uint32_t i = 1; i < FEATURES && count < ROW_FEATURES - 1; i++)
        if (set >> i & 1) features[count++] = i;
    features[count] = (uint32_t)(row % FEATURES);
    problem->begins[row] = row * ROW_FEATURES;
    problem->counts[row] = count;
    problem->right[row] = right;
    problem->groups[row] = group;
    problem->skipped[row] = skipped;
}

/* The gradient with steps that are short enough for any such problem, many times over. */
static void descend(double weights[FEATURES], const struct problem *problem, double penalty) {
    enum { STEPS = 60000 };
    double step = 1 / (ROWS_MAX * ROW_FEATURES / 4.0 + penalty);
    for (int i = 0; i < FEATURES; i++) weights[i] = 0;
    for (int round = 0; round < STEPS; round++) {
        double gradient[FEATURES];
        for (int i = 0; i < FEATURES; i++) gradient[i] = i ? penalty * weights[i] : 0;
        for (uint64_t row = 0; row < problem->row_count; row++) {
            const uint32_t *features = problem->features + problem->begins[row];
            double log_odds = 0;
            for (int i = 0; i < problem->counts[row]; i++) log_odds += weights[features[i]];
            double error = 1 / (1 + exp(-log_odds)) - problem->right[row];
            for (int i = 0; i < problem->counts[row]; i++) gradient[features[i]] += error;
        }
        for (int i = 0; i < FEATURES; i++) weights[i] -= step * gradient[i];
    }
}

static void check_fit(const struct problem *problem, double penalty) {
    const struct logistic_rows rows = rows_of(problem);
    float weights[FEATURES];
    double expected[FEATURES];
    assert_true(logistic_fit(weights, &rows, LOGISTIC_ALL, penalty));
    descend(expected, problem, penalty);
    for (int i = 0; i < FEATURES; i++) {
        double difference = fabs((double)weights[i] - expected[i]);
        if (!(difference < 5e-3))
            print_error("weight %d: %f instead of %f, penalty %g\n", i, (double)weights[i], expected[i], penalty);
        assert_true(difference < 5e-3);
    }
}

static uint32_t next_random(uint32_t below) {
    static uint32_t state = 3;
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static void rows_that_can_be_told_apart(void **state) {
    (void)state;
    struct problem problem = {.row_count = 0};
    for (unsigned i = 0; i < 40; i++) add_row(&problem, i % 2 ? 1u << 1 | 1u << 3 : 1u << 2 | 1u << 4, i % 2, 0, false);
    check_fit(&problem, 1);
    check_fit(&problem, 0.1);
}

static void rows_that_cannot(void **state) {
    (void)state;
    struct problem problem = {.row_count = 0};
    for (unsigned i = 0; i < ROWS_MAX; i++) add_row(&problem, i % 4 << 1 | (i % 3) << 3, i % 5 < 2, 0, false);
    check_fit(&problem, 0.5);
    for (int round = 0; round < 10; round++) {
        problem.row_count = 0;
        for (unsigned i = 0; i < 20 + 4u * (unsigned)round; i++) {
            unsigned set = next_random(1 << FEATURES);
            add_row(&problem, set, next_random(4) < (set & 2 ? 3 : 1), 0, false);
        }
        check_fit(&problem, 0.25 * (1 + round));
    }
}

/* With nothing else a penalty would draw the odds towards even. */
static void the_bias_is_not_penalised(void **state) {
    (void)state;
    struct problem problem = {.row_count = 0};
    float weights[FEATURES];
    for (unsigned i = 0; i < 40; i++) add_row(&problem, 0, i % 4 == 0, 0, false);
    const struct logistic_rows rows = rows_of(&problem);
    assert_true(logistic_fit(weights, &rows, LOGISTIC_ALL, 100));
    assert_true(fabs((double)weights[0] - log(1.0 / 3)) < 1e-3);
    for (int i = 1; i < FEATURES; i++) assert_true(fabsf(weights[i]) < 1e-6f);
    for (unsigned i = 0; i < 20; i++) add_row(&problem, 1u << 1, true, 0, false);
    const struct logistic_rows more = rows_of(&problem);
    assert_true(logistic_fit(weights, &more, LOGISTIC_ALL, 1e6));
    assert_true(fabs((double)weights[0]) < 1e-3); /* 30 of 60 are right */
    assert_true(fabsf(weights[1]) < 1e-3f);
}

/* What does not count is as if it were not there, to the last bit. */
static void groups_and_rows_can_be_left_out(void **state) {
    (void)state;
    for (int round = 0; round < 50; round++) {
        struct problem whole = {.row_count = 0};
        struct problem parts[3] = {{.row_count = 0}};
        float got[FEATURES];
        float expected[FEATURES];
        for (int i = 0; i < 60; i++) {
            unsigned set = next_random(1 << FEATURES);
            uint8_t group = (uint8_t)next_random(3);
            bool skipped = next_random(4) == 0;
            bool right = next_random(3) < group;
            add_row(&whole, set, right, group, skipped);
            for (uint8_t other = 0; other < 3; other++)
                if (group != other && !skipped) add_row(&parts[other], set, right, group, false);
        }
        for (uint8_t out = 0; out < 3; out++) {
            const struct logistic_rows rows = rows_of(&whole);
            struct logistic_rows few = rows_of(&parts[out]);
            few.skipped = NULL;
            assert_true(logistic_fit(got, &rows, out, 0.5));
            assert_true(logistic_fit(expected, &few, LOGISTIC_ALL, 0.5));
            assert_memory_equal(got, expected, sizeof got);
        }
    }
}

static void nothing_to_learn_from(void **state) {
    (void)state;
    struct problem problem = {.row_count = 0};
    const struct logistic_rows none = rows_of(&problem);
    float weights[FEATURES] = {1, 1, 1, 1, 1, 1};
    assert_true(logistic_fit(weights, &none, LOGISTIC_ALL, 1));
    for (int i = 0; i < FEATURES; i++) assert_true(weights[i] >= 0 && weights[i] <= 0);
    for (int i = 0; i < 10; i++) add_row(&problem, 1u << i % FEATURES, true, 4, i > 6);
    const struct logistic_rows out = rows_of(&problem);
    weights[2] = 1;
    assert_true(logistic_fit(weights, &out, 4, 1)); /* the only group */
    for (int i = 0; i < FEATURES; i++) assert_true(weights[i] >= 0 && weights[i] <= 0);
    assert_true(logistic_fit(weights, &out, LOGISTIC_ALL, 1)); /* all right: the bias has no bound */
    for (int i = 0; i < FEATURES; i++) assert_true(isfinite(weights[i]));
    assert_true(logistic_log_odds(weights, problem.features, 1) > 5);
}

/* A row that counts several times is as so many rows, and a value of 2 as a feature that is there twice. */
static void rows_count_several_times_and_features_have_values(void **state) {
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct problem few = {.row_count = 0};
        struct problem many = {.row_count = 0};
        uint8_t times[ROWS_MAX];
        float values[ROWS_MAX * ROW_FEATURES];
        float got[FEATURES];
        float expected[FEATURES];
        for (uint64_t i = 0; i < 20; i++) {
            unsigned set = next_random(1 << FEATURES);
            bool right = next_random(3) == 0;
            times[i] = (uint8_t)(1 + next_random(3));
            add_row(&few, set, right, 0, false);
            for (int k = 0; k < times[i]; k++) add_row(&many, set, right, 0, false);
        }
        struct logistic_rows rows = rows_of(&few);
        const struct logistic_rows more = rows_of(&many);
        rows.times = times;
        assert_true(logistic_fit(got, &rows, LOGISTIC_ALL, 0.5));
        assert_true(logistic_fit(expected, &more, LOGISTIC_ALL, 0.5));
        for (int i = 0; i < FEATURES; i++) assert_true(fabsf(got[i] - expected[i]) < 1e-3f);
        rows.times = NULL;
        for (uint64_t i = 0; i < few.row_count; i++) {
            uint32_t *features = few.features + few.begins[i];
            for (int k = 0; k < ROW_FEATURES; k++) values[few.begins[i] + (uint64_t)k] = 1;
            few.counts[i] = 2;
            features[1] = features[2] = 3;
            values[few.begins[i] + 1] = 2;
        }
        rows.values = values;
        assert_true(logistic_fit(got, &rows, LOGISTIC_ALL, 0.5));
        for (uint64_t i = 0; i < few.row_count; i++) few.counts[i] = 3;
        rows.values = NULL;
        assert_true(logistic_fit(expected, &rows, LOGISTIC_ALL, 0.5));
        for (int i = 0; i < FEATURES; i++) assert_true(fabsf(got[i] - expected[i]) < 1e-3f);
    }
}

static void log_odds_are_a_sum(void **state) {
    (void)state;
    static const float weights[] = {0.5f, -2, 8, 1024};
    static const uint32_t features[] = {0, 2, 1, 3};
    static const float sums[] = {0, 0.5f, 8.5f, 6.5f, 1030.5f};
    for (size_t count = 0; count <= 4; count++)
        assert_true(fabsf(logistic_log_odds(weights, features, count) - sums[count]) < 1e-6f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_that_can_be_told_apart),
        cmocka_unit_test(rows_that_cannot),
        cmocka_unit_test(the_bias_is_not_penalised),
        cmocka_unit_test(groups_and_rows_can_be_left_out),
        cmocka_unit_test(nothing_to_learn_from),
        cmocka_unit_test(log_odds_are_a_sum),
        cmocka_unit_test(rows_count_several_times_and_features_have_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
