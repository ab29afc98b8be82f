/* The stages that are data-parallel over bytes and tokens, as one set of functions per instruction set. A set is chosen
 * once and kept by the handle that uses it; all sets give the same results. */
#ifndef TEXT_KERNEL_H
#define TEXT_KERNEL_H

#include "text/cut.h"
#include "text/filter.h"

/* The sketches of `count` tokens of `text`, which has `size` bytes. */
typedef void sketches_function(uint32_t *sketches, const char *text, size_t size, const struct token *tokens,
                               size_t count);

/* Bit i of `bits`, 64 a word: whether the filter has the i-th token. The last word's other bits are 0. */
typedef void candidates_function(uint64_t *bits, const struct filter *filter, const uint32_t *sketches, size_t count);

struct kernel {
    const char *name;
    cut_function *tokenized;
    cut_function *words;
    cut_function *paragraphs;
    sketches_function *sketches;
    candidates_function *tokens;
    candidates_function *pairs; /* the i-th token and the next; there must be one more sketch */
};

extern const struct kernel kernel_scalar;
extern const struct kernel kernel_avx2;   /* x86-64 with AVX2 and BMI2 */
extern const struct kernel kernel_avx512; /* x86-64 with AVX-512 BW, VBMI2 */
extern const struct kernel kernel_neon;   /* AArch64 */

/* The kernel of that name, or the best for this machine if `name` is NULL. NULL if there is none, or if this machine
 * cannot run it. */
const struct kernel *kernel_find(const char *name);

#endif
