#include "text/kernel.h"

#include <string.h>

/* Whether this machine, CPU and system, can run it. */
static bool can_run(const struct kernel *kernel) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool bits = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    if (kernel == &kernel_avx512)
        return bits && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi") &&
               __builtin_cpu_supports("avx512vbmi2");
    if (kernel == &kernel_avx2) return bits && __builtin_cpu_supports("avx2");
#endif
    (void)kernel;
    return true;
}

const struct kernel *kernel_find(const char *name) {
    static const struct kernel *const kernels[] = { /* the best first */
#if defined(__x86_64__)
                                                    &kernel_avx512,
                                                    &kernel_avx2,
#elif defined(__aarch64__)
                                                    &kernel_neon,
#endif
                                                    &kernel_scalar
    };
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        if ((!name || strcmp(name, kernels[i]->name) == 0) && can_run(kernels[i])) return kernels[i];
    return NULL;
}
