/* What the kernels note beside units: what takes a closer look, line ends, and those of empty lines. */
#ifndef TEXT_KERNEL_TALLY_H
#define TEXT_KERNEL_TALLY_H

#include "text/kernel.h"
#include "text/masks.h"

struct unit_tally {
    bool open; /* the text begins in a sentence that has had a token */
    uint64_t special;
    uint32_t line_ends;
    uint32_t empty; /* of these */
};

/* Whether nothing but blanks stands before an offset in its line. */
static inline bool line_is_empty(const struct unit_tally *tally, const char *text, size_t at) {
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) at--;
    return at > 0 ? text[at - 1] == '\n' : !tally->open;
}

/* Line ends with a blank before them: few, but where lines are empty. */
static __attribute__((noinline)) uint32_t count_empty_lines(const struct unit_tally *tally, const char *text, size_t at,
                                                            uint64_t newline) {
    uint32_t count = 0;
    for (; newline; newline &= newline - 1) count += line_is_empty(tally, text, at + lowest_bit(newline));
    return count;
}

/* Notes the block at `at`, of which the bytes `inside` count; `after` are those that have a blank before them. */
static inline void tally_block(struct unit_tally *tally, struct blank_masks masks, uint64_t after, uint64_t inside,
                               const char *text, size_t at) {
    uint64_t newline = masks.newline & inside;
    tally->special |= masks.special & inside;
    tally->line_ends += count_bits(newline);
    if (__builtin_expect((newline & after) != 0, 0))
        tally->empty += count_empty_lines(tally, text, at, newline & after);
}

static inline struct unit_counts tally_end(const struct unit_tally *tally, const char *text, size_t size) {
    return (struct unit_counts){
        .in_sentence = !line_is_empty(tally, text, size),
        .special = tally->special != 0,
        .line_ends = tally->line_ends,
        .sentences = tally->line_ends - tally->empty,
    };
}

#endif
