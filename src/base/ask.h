/* Functions that ask for memory ahead. GCC drops calls of functions that do nothing else, for it sees no effect of
 * them, unless they are inlined. */
#ifndef BASE_ASK_H
#define BASE_ASK_H

#define ASKS_AHEAD static inline __attribute__((always_inline)) void

#endif
