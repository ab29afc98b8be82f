/* The stages that are data-parallel over bytes and tokens, as one set of functions per instruction set. A set is chosen
 * once and kept by the handle that uses it; all sets give the same results. */
#ifndef TEXT_KERNEL_H
#define TEXT_KERNEL_H

#include "text/cut.h"
#include "text/fingerprint.h"

struct kernel {
    const char *name;
    cut_function *tokenized;
    cut_function *words;
    cut_function *paragraphs;
    fingerprint_function *fingerprints;
};

extern const struct kernel kernel_scalar;
extern const struct kernel kernel_avx2; /* x86-64 */

/* The kernel of that name, or the best for this machine if `name` is NULL. NULL if there is none, or if this machine
 * cannot run it. */
const struct kernel *kernel_find(const char *name);

#endif
