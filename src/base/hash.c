#include "base/hash.h"

#include <pthread.h>
#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

#define XXH_INLINE_ALL /* a call costs as much as hashing a token */
#include <xxhash.h>

static pthread_once_t is_seeded = PTHREAD_ONCE_INIT;
static uint64_t process_seed;

/* From the random bytes that the system gives each process; else from what differs from one to another. */
static void make_seed(void) {
    struct timespec now = {0};
    const void *bytes = (const void *)getauxval(AT_RANDOM); /* 16 of them */
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    const uint64_t parts[] = {(uint64_t)now.tv_nsec, (uint64_t)getpid(), (uint64_t)(uintptr_t)&now};
    process_seed = bytes ? hash_bytes(bytes, 16, 0) : hash_bytes(parts, sizeof parts, (uint64_t)now.tv_sec);
}

uint64_t hash_seed(void) {
    (void)pthread_once(&is_seeded, make_seed);
    return process_seed;
}

uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, size, seed);
}
