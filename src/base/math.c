#include "base/math.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* log(2) in two parts, the first of which has zeros at its end (Cody and Waite 1980). */
static const double log2_high = 6.93147180369123816490e-01;
static const double log2_low = 1.90821492927058770002e-10;

/* The polynomial with these coefficients, the highest power's first. */
static inline double polynomial(const double *coefficients, int count, double x) {
    double sum = 0;
#pragma GCC unroll 18
    for (int i = 0; i < count; i++) sum = sum * x + coefficients[i];
    return sum;
}

enum { EXP_TERMS = 14, EXP_TERMS_FLOAT = 8 };

/* exp(x) for x <= 0 by the first terms of its series. */
static inline double exp_by(int terms, double x) {
    static const double inverse_factorials[EXP_TERMS] = {
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
        1.0 / 720,        1.0 / 120,       1.0 / 24,       1.0 / 6,       1.0 / 2,      1,           1};
    if (x < -700) return 0;
    double nearest = x / (log2_high + log2_low) - 0.5;
    int64_t power = (int64_t)nearest;
    double rest = (x - (double)power * log2_high) - (double)power * log2_low;
    uint64_t bits = (uint64_t)(power + 1023) << 52;
    double scale;
    memcpy(&scale, &bits, sizeof scale);
    return polynomial(inverse_factorials + EXP_TERMS - terms, terms, rest) * scale;
}

double math_exp(double x) {
    return exp_by(EXP_TERMS, x);
}

/* 2 * artanh(x), which is log((1 + x) / (1 - x)), for |x| <= 1 / 3. */
static double log_ratio(double x) {
    static const double inverse_odds[] = {1.0 / 35, 1.0 / 33, 1.0 / 31, 1.0 / 29, 1.0 / 27, 1.0 / 25,
                                          1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13,
                                          1.0 / 11, 1.0 / 9,  1.0 / 7,  1.0 / 5,  1.0 / 3,  1};
    enum { COUNT = sizeof inverse_odds / sizeof *inverse_odds };
    return 2 * x * polynomial(inverse_odds, COUNT, x * x);
}

double math_log(double x) {
    static const uint64_t mantissa = ((uint64_t)1 << 52) - 1;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int power = (int)(bits >> 52) - 1023;
    bits = (bits & mantissa) | (uint64_t)1023 << 52;
    memcpy(&x, &bits, sizeof x);
    bool large = x > 1.5; /* then 0.75 to 1 instead of 1.5 to 2: nothing cancels out around 1 */
    if (large) x /= 2;
    power += large;
    return power * log2_high + (power * log2_low + log_ratio((x - 1) / (x + 1)));
}

double math_log1p(double x) {
    return log_ratio(x / (2 + x));
}

double math_round(double x) {
    static const double all_whole = 4503599627370496; /* 2^52: larger numbers have no fraction */
    if (!(fabs(x) < all_whole)) return x;
    int64_t whole = (int64_t)x;
    double rest = x - (double)whole;
    return (double)(whole + (rest >= 0.5) - (rest <= -0.5));
}

double math_probability(double log_odds) {
    double odds_against = math_exp(-fabs(log_odds)); /* of the likelier side */
    return log_odds >= 0 ? 1 / (1 + odds_against) : odds_against / (1 + odds_against);
}

float math_probabilityf(float log_odds) {
    double odds_against = exp_by(EXP_TERMS_FLOAT, -fabs((double)log_odds));
    return (float)((log_odds >= 0 ? 1 : odds_against) / (1 + odds_against));
}
