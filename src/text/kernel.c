#include "text/kernel.h"

#include <string.h>

const struct kernel kernel_scalar = {"scalar", cut_tokenized, cut_words, cut_paragraphs, fingerprint_tokens};

/* Whether this machine, CPU and system, can run it. */
static bool can_run(const struct kernel *kernel) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (kernel == &kernel_avx2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#endif
    return kernel == &kernel_scalar;
}

const struct kernel *kernel_find(const char *name) {
    static const struct kernel *const kernels[] = { /* the best first */
#if defined(__x86_64__)
                                                    &kernel_avx2,
#endif
                                                    &kernel_scalar
    };
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        if ((!name || strcmp(name, kernels[i]->name) == 0) && can_run(kernels[i])) return kernels[i];
    return NULL;
}
