/* What every engine of the bench does, in C and in C++: it loads a dictionary and a text, builds its automaton, says on
 * standard output that it is ready, and then runs over the text once for each line on standard input. bench/README.md
 * has the protocol. */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline void engine_fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static inline double engine_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* The most memory that the process has had resident. Not from getrusage, which counts what the parent had before exec.
 */
static inline uint64_t engine_peak(void) {
    unsigned long kilobytes = 0;
    char line[256];
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file) && sscanf(line, "VmHWM: %lu", &kilobytes) != 1) continue;
    if (file) fclose(file);
    return (uint64_t)kilobytes * 1024;
}

/* The bytes of a file, with 64 zeros behind them. The caller frees them. */
static inline char *engine_read(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) engine_fail(path, "cannot be read");
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = (char *)calloc(1, *size + 64);
    if (!bytes || fread(bytes, 1, *size, file) != *size) engine_fail(path, "cannot be read");
    fclose(file);
    return bytes;
}

/* `model_bytes` 0: unknown. */
static inline void engine_ready(const char *name, const char *version, double build_seconds, uint64_t peak_bytes,
                                uint64_t model_bytes) {
    printf("{\"name\": \"%s\", \"version\": \"%s\", \"build_seconds\": %.6f, \"peak_bytes\": %llu, \"model_bytes\": ",
           name, version, build_seconds, (unsigned long long)peak_bytes);
    if (model_bytes)
        printf("%llu}\n", (unsigned long long)model_bytes);
    else
        puts("null}");
    fflush(stdout);
}

/* Says that this machine cannot run the engine, and ends the process. */
static inline void engine_skip(const char *reason) {
    printf("{\"skip\": \"%s\"}\n", reason);
    exit(0);
}

/* Waits for the order to run. Returns 0 when there is none left. */
static inline int engine_ordered(void) {
    char line[16];
    return fgets(line, sizeof line, stdin) != NULL;
}

/* `seconds`: CPU time. */
static inline void engine_result(double seconds, double wall, uint64_t matches) {
    printf("{\"seconds\": %.6f, \"wall\": %.6f, \"matches\": %llu}\n", seconds, wall, (unsigned long long)matches);
    fflush(stdout);
}

#endif
