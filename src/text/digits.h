/* Digits as a pattern: tokens are the same if they are once each run of digits is one 0. So CVE-2021-44228 and
 * CVE-2014-0160 have one mask, CVE-0-0. Digits are those of ASCII. */
#ifndef TEXT_DIGITS_H
#define TEXT_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { MASKED_SIZE_MAX = 255 }; /* bytes of a token of a text that a mask can stand for */

static inline bool digits_any(const char *bytes, size_t size) {
    bool any = false;
    for (size_t i = 0; i < size; i++) any |= digit_is(bytes[i]);
    return any;
}

/* Writes the mask of a token, which has at most its size; `mask` may be `bytes`. Returns the mask's size. */
size_t digits_mask(char *mask, const char *bytes, size_t size);

/* The digits among 64 bytes: bit i stands for byte i. */
uint64_t digits_among(const char *text);

/* ---- What stands beside a run of digits ---- */

/* Most digits of a text are in no pattern. What may be in one is told by the bytes before or behind a run, with a blank
 * between tokens: hashes of the nearest three and of the nearest six, each a bit of a table. Blanks are all the same,
 * but for line ends, which no pattern crosses, and so are digits. */
enum digits_side { DIGITS_BEFORE, DIGITS_BEHIND, DIGITS_SIDES };
enum { DIGITS_NEAR = 3, DIGITS_FAR = 6 /* bytes */, DIGITS_WORDS = 1 << 11 /* for 16 bits of a hash */ };

/* How many tokens of a pattern stand before and behind the one with the digits. */
struct digits_reach {
    uint16_t before;
    uint16_t behind;
};

struct digits_table {
    uint32_t near[DIGITS_WORDS];
    uint32_t enough[DIGITS_WORDS]; /* of those, the ones that need not be told by six */
    uint32_t far[DIGITS_WORDS];
    struct digits_reach reaches[1 << 8]; /* by the next bits of the last hash: of all patterns that are told by it */
};

/* What the numbers of some bytes have beside their hash. */
#define DIGITS_BLANK    UINT32_C(0x80000000)
#define DIGITS_LINE_END UINT32_C(0x40000000)

/* What each byte adds to a hash (tabulation hashing: Zobrist 1970), by how far it is from the digits. */
struct digits_numbers {
    uint32_t of[DIGITS_FAR][256];
};

void digits_make_numbers(struct digits_numbers *numbers);

static inline uint32_t digits_number(const struct digits_numbers *numbers, unsigned distance, char byte) {
    return numbers->of[distance][(unsigned char)byte];
}

static inline bool digits_have(const uint32_t words[DIGITS_WORDS], uint32_t hash) {
    return words[(hash & 0xFFFF) / 32] >> (hash & 31) & 1;
}

static inline unsigned digits_reach_slot(uint32_t hash) {
    return hash >> 16 & 0xFF;
}

static inline void digits_reach_join(struct digits_reach *reach, struct digits_reach other) {
    if (other.before > reach->before) reach->before = other.before;
    if (other.behind > reach->behind) reach->behind = other.behind;
}

static inline void digits_add(uint32_t words[DIGITS_WORDS], uint32_t hash) {
    words[(hash & 0xFFFF) / 32] |= UINT32_C(1) << (hash & 31);
}

#endif
