/* The library's own exponential and logarithms: compared with libm, and pinned to the last bit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "base/hash.h"
#include "base/math.h"
#include "match/score.h"

enum { ROUNDS = 200000 };

static uint64_t random_state;

static double next_random(double low, double high) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(random_state >> 11) / 9007199254740992.0;
}

/* `tolerance`: of the expected number. */
static void check_close(const char *name, double x, double got, double expected, double tolerance) {
    if (!(fabs(got - expected) <= tolerance * fabs(expected))) {
        print_error("%s of %.17g is %.17g instead of %.17g\n", name, x, got, expected);
        fail();
    }
}

/* Within a few units in the last place. */
static void check_near(const char *name, double x, double got, double expected) {
    check_close(name, x, got, expected, 8e-16);
}

static void as_libm_has_it(void **state) {
    (void)state;
    random_state = 1;
    for (int i = 0; i < ROUNDS; i++) {
        double x = i % 2 ? next_random(-40, 0) : next_random(-700, 0);
        check_near("exp", x, math_exp(x), exp(x));
        double share = i % 2 ? next_random(0, 1) : next_random(0, 1e-9);
        check_near("log1p", share, math_log1p(share), log1p(share));
        double number = i % 2 ? next_random(1e-6, 2) : exp(next_random(-700, 700));
        check_near("log", number, math_log(number), log(number));
        float log_odds = (float)next_random(-30, 30);
        check_close("probabilityf", (double)log_odds, (double)math_probabilityf(log_odds),
                    math_probability((double)log_odds), 1e-7);
        double decimal = next_random(-30, 30);
        if (i % 4 == 0) decimal = (double)(int)decimal + 0.5;
        assert_true(math_round(decimal) <= round(decimal) && math_round(decimal) >= round(decimal));
    }
}

static void at_the_ends(void **state) {
    (void)state;
    assert_true(math_exp(0) >= 1 && math_exp(0) <= 1);
    assert_true(math_exp(-INFINITY) <= 0 && math_exp(-1e300) <= 0);
    assert_true(fabs(math_log(1)) <= 0 && fabs(math_log1p(0)) <= 0);
    assert_true(math_probability(INFINITY) >= 1 && math_probability(-INFINITY) <= 0);
    assert_true(fabs(math_probability(0) - 0.5) <= 0);
    assert_false(signbit(math_round(-0.2)));
    assert_true(isinf(math_round(INFINITY)) && fabs(math_round(1e300) - 1e300) <= 0);
    assert_true(fabs(math_round(0.49999999999999994)) <= 0);
}

/* All bits of many results, whatever the machine. */
static void the_same_everywhere(void **state) {
    (void)state;
    static double results[5][ROUNDS];
    random_state = 2;
    for (int i = 0; i < ROUNDS; i++) {
        results[0][i] = math_exp(next_random(-50, 0));
        results[1][i] = math_log1p(next_random(0, 1));
        results[2][i] = math_log(next_random(0, 1e6));
        results[3][i] = math_probability(next_random(-20, 20));
        results[4][i] = (double)math_probabilityf((float)next_random(-20, 20));
    }
    static const uint64_t expected[5] = {0xf5492ebdd4c897f3, 0x845065ec72034eac, 0xc4f459a2579629eb, 0x7a99b8f0fec8ecb9,
                                         0xfc54c88c66512b2e};
    bool good = true;
    for (int i = 0; i < 5; i++) {
        uint64_t got = hash_bytes(results[i], sizeof results[i], 0);
        if (got != expected[i]) print_error("results %d: 0x%016llx\n", i, (unsigned long long)got);
        good = good && got == expected[i];
    }
    assert_true(good);
}

/* Choosing by log odds is choosing by scores. */
static void least_log_odds_of_a_score(void **state) {
    (void)state;
    static const float special[] = {0, 1, 0.5f, 0.25f, 0.9999f, 0.99999994f, 1e-6f, 1e-30f, 0.50000006f};
    random_state = 3;
    for (int i = 0; i < 2000; i++) {
        float min_score = i < 9 ? special[i] : (float)next_random(0, 1);
        float least = score_min_log_odds(min_score);
        for (int k = 0; k < 60; k++) {
            float log_odds = k % 3 ? least : (float)next_random(-20, 20);
            for (int step = 0; step < k / 3; step++) log_odds = nextafterf(log_odds, k % 2 ? INFINITY : -INFINITY);
            if (k == 58) log_odds = INFINITY;
            if (k == 59) log_odds = -INFINITY;
            bool passes = math_probabilityf(log_odds) >= min_score;
            if (passes != (log_odds >= least))
                print_error("score %.9g: log odds %.9g\n", (double)min_score, (double)log_odds);
            assert_int_equal(passes, log_odds >= least);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_libm_has_it),
        cmocka_unit_test(at_the_ends),
        cmocka_unit_test(the_same_everywhere),
        cmocka_unit_test(least_log_odds_of_a_score),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
