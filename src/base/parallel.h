/* Independent jobs on several threads. */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <stdbool.h>

#include "gaz.h"

struct parallel {
    unsigned threads; /* 0 or 1 = the caller's alone */
    gaz_progress progress;
    void *context;
    const char *stage; /* static */
};

/* Runs job(context, 0) to job(context, count - 1), each once, in any order. A job that gives false stops those that
 * have not begun; the result is then false. */
bool parallel_run(const struct parallel *parallel, uint64_t count, bool (*job)(void *context, uint64_t number),
                  void *context);

#endif
