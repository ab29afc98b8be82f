#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS_MAX = 256 };

struct run {
    bool (*job)(void *context, uint64_t number);
    void *context;
    uint64_t count;
    atomic_ullong next;
    atomic_ullong done;
    atomic_bool failed;
};

/* Takes the next job. False: there is none left. */
static bool take(struct run *run) {
    uint64_t number = atomic_fetch_add(&run->next, 1);
    if (number >= run->count || atomic_load(&run->failed)) return false;
    if (!run->job(run->context, number)) atomic_store(&run->failed, true);
    atomic_fetch_add(&run->done, 1);
    return true;
}

static void *work(void *argument) {
    struct run *run = argument;
    while (take(run)) continue;
    return NULL;
}

bool parallel_run(const struct parallel *parallel, uint64_t count, bool (*job)(void *context, uint64_t number),
                  void *context) {
    struct run run = {.job = job, .context = context, .count = count};
    pthread_t threads[THREADS_MAX];
    unsigned started = 0;
    unsigned wanted = parallel->threads < THREADS_MAX ? parallel->threads : THREADS_MAX;
    while (started + 1 < wanted && started + 1 < count && pthread_create(&threads[started], NULL, work, &run) == 0)
        started++;
    while (take(&run))
        if (parallel->progress) parallel->progress(parallel->context, parallel->stage, atomic_load(&run.done), count);
    while (started) pthread_join(threads[--started], NULL);
    return !atomic_load(&run.failed);
}
