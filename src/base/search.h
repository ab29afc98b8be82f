/* Bisection. */
#ifndef BASE_SEARCH_H
#define BASE_SEARCH_H

#include <stddef.h>

/* Sets `i`, a variable, to the first index below `count` for which `found`, an expression of `i`, is true, and to
 * `count` if there is none. The expression is false up to some index, and true from there on. */
#define SEARCH_FIRST(i, count, found)                                                                                  \
    for (size_t low_ = 0, high_ = (count); (i) = low_ + (high_ - low_) / 2, low_ < high_;)                             \
        if (found)                                                                                                     \
            high_ = (i);                                                                                               \
        else                                                                                                           \
            low_ = (i) + 1

#endif
