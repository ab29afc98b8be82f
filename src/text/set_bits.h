/* The bits of a byte that are set, by number: for kernels that list bits with a table. */
#ifndef TEXT_SET_BITS_H
#define TEXT_SET_BITS_H

#include <stdint.h>

#define BIT(m, bit)         ((m) >> (bit)&1u)
#define RANK2(m)            (BIT(m, 0) + BIT(m, 1))
#define RANK4(m)            (RANK2(m) + BIT(m, 2) + BIT(m, 3))
#define RANK6(m)            (RANK4(m) + BIT(m, 4) + BIT(m, 5))
#define PLACE(m, bit, rank) ((uint64_t)(BIT(m, bit) * (bit)) << 8 * (rank))
#define BITS1(m)                                                                                                       \
    (PLACE(m, 1, BIT(m, 0)) | PLACE(m, 2, RANK2(m)) | PLACE(m, 3, RANK2(m) + BIT(m, 2)) | PLACE(m, 4, RANK4(m)) |      \
     PLACE(m, 5, RANK4(m) + BIT(m, 4)) | PLACE(m, 6, RANK6(m)) | PLACE(m, 7, RANK6(m) + BIT(m, 6)))
#define BITS4(m)  BITS1(m), BITS1((m) + 1), BITS1((m) + 2), BITS1((m) + 3)
#define BITS16(m) BITS4(m), BITS4((m) + 4), BITS4((m) + 8), BITS4((m) + 12)
#define BITS64(m) BITS16(m), BITS16((m) + 16), BITS16((m) + 32), BITS16((m) + 48)

/* By the byte's value: the numbers of its set bits, one byte each, the lowest bit first and in the lowest byte. */
static const uint64_t set_bits[256] = {BITS64(0u), BITS64(64u), BITS64(128u), BITS64(192u)};

#undef BIT
#undef RANK2
#undef RANK4
#undef RANK6
#undef PLACE
#undef BITS1
#undef BITS4
#undef BITS16
#undef BITS64

#endif
