/* Numbers as texts: whole, or with at most four decimals, the same on every machine and in every locale. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/buffer.h"

/* Any number with at most four decimals and no closing zeros: "-1.5", "0.25", "1"; of a size over 10^11 that. */
bool decimal_add(struct buffer *buffer, double number);

/* The same with one decimal at least, "1.0": readers that guess the type of a column by its first rows take it for a
 * fraction. */
bool decimal_add_fraction(struct buffer *buffer, double number);

/* The number as decimal_add writes it, never -0. What files hold is rounded in memory too, so that both say the
 * same. */
double decimal_round(double number);

/* Reads such a number, with any count of decimals and at most 20 bytes, whatever the locale. False: it is none. */
bool decimal_read(double *number, const char *bytes, size_t size);

/* Reads the digits at `*at` and moves after them. A number above UINT64_MAX is read as UINT64_MAX. False: there are no
 * digits. */
bool decimal_read_whole(uint64_t *number, const char **at, const char *end);

#endif
