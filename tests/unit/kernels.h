/* Running tests with every kernel that this machine has. */
#ifndef UNIT_KERNELS_H
#define UNIT_KERNELS_H

#include <stdio.h>

#include "text/kernel.h"

static const char *const kernel_names[] = {"scalar", "avx2", "avx512", "neon"};
enum { KERNELS = sizeof kernel_names / sizeof *kernel_names };

static const struct kernel *kernel; /* the one at test */

/* Makes kernel number `i` the one at test. False: it cannot run here, which is said. */
static inline bool kernels_choose(size_t i) {
    kernel = kernel_find(kernel_names[i]);
    printf("kernel %s%s\n", kernel_names[i], kernel ? "" : ": skipped, this machine cannot run it");
    fflush(stdout);
    return kernel != NULL;
}

/* Runs an array of tests once with each kernel and adds up how many failed. */
#define RUN_WITH_KERNELS(failed, tests)                                                                                \
    for (size_t number = 0; number < KERNELS; number++)                                                                \
        if (kernels_choose(number)) (failed) += cmocka_run_group_tests_name(kernel->name, tests, NULL, NULL)

#endif
