/* Eight bytes with blanks put between them, for kernels that do it with a table. */
#ifndef TEXT_SPREAD_FROM_H
#define TEXT_SPREAD_FROM_H

#include <stdint.h>

/* Where byte `bit` is put, behind the blanks before it and before those lower. */
#define BIT(m, bit)         ((m) >> (bit)&1u)
#define RANK2(m)            (BIT(m, 0) + BIT(m, 1))
#define RANK4(m)            (RANK2(m) + BIT(m, 2) + BIT(m, 3))
#define RANK6(m)            (RANK4(m) + BIT(m, 4) + BIT(m, 5))
#define RANK8(m)            (RANK6(m) + BIT(m, 6) + BIT(m, 7))
#define FROM(bit, at, half) ((at) / 8 == (half) ? (uint64_t)(8 ^ (bit)) << (at) % 8 * 8 : 0)
#define HALF(m, half)                                                                                                  \
    (UINT64_C(0x0808080808080808) ^                                                                                    \
     (FROM(0u, BIT(m, 0), half) | FROM(1u, 1 + RANK2(m), half) | FROM(2u, 2 + RANK2(m) + BIT(m, 2), half) |            \
      FROM(3u, 3 + RANK4(m), half) | FROM(4u, 4 + RANK4(m) + BIT(m, 4), half) | FROM(5u, 5 + RANK6(m), half) |         \
      FROM(6u, 6 + RANK6(m) + BIT(m, 6), half) | FROM(7u, 7 + RANK8(m), half)))
#define FROM1(m)                                                                                                       \
    { HALF(m, 0), HALF(m, 1) }
#define FROM4(m)  FROM1(m), FROM1((m) + 1), FROM1((m) + 2), FROM1((m) + 3)
#define FROM16(m) FROM4(m), FROM4((m) + 4), FROM4((m) + 8), FROM4((m) + 12)
#define FROM64(m) FROM16(m), FROM16((m) + 16), FROM16((m) + 32), FROM16((m) + 48)

/* By the bits of the bytes that a blank is put before: the number of the byte that each of 16 bytes is, the first in
 * the lowest byte; 8 for a blank. */
static const uint64_t spread_from[256][2] = {FROM64(0u), FROM64(64u), FROM64(128u), FROM64(192u)};

#undef BIT
#undef RANK2
#undef RANK4
#undef RANK6
#undef RANK8
#undef FROM
#undef HALF
#undef FROM1
#undef FROM4
#undef FROM16
#undef FROM64

#endif
