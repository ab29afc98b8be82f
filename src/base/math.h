/* The functions of libm that what is learnt and decided would depend on. libm's own differ in the last bit from one
 * platform to the next; these need only the basic operations, which IEEE 754 defines to the last bit. */
#ifndef BASE_MATH_H
#define BASE_MATH_H

/* exp(x) for x <= 0. */
double math_exp(double x);

/* log(x) for a normal number x > 0. */
double math_log(double x);

/* log(1 + x) for 0 <= x <= 1. */
double math_log1p(double x);

/* The nearest whole number, halves away from zero; never -0. */
double math_round(double x);

/* The probability, 0 to 1, with these log odds, which may be infinite. It never falls where they rise. */
double math_probability(double log_odds);

/* math_probability, as precise as a float can be, in half the time. */
float math_probabilityf(float log_odds);

#endif
