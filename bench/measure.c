/* Runs a command and says what it took: wall time, CPU time, peak memory.
 *
 *     measure REPORT SECONDS COMMAND [ARGUMENT...]
 *
 * Writes one line of JSON to the file REPORT. After SECONDS the command is killed. A program of its own and not a
 * function of the driver, for the peak that the system reports includes what the parent had in memory. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine.h"

static pid_t child;

static void out_of_time(int number) {
    (void)number;
    kill(child, SIGKILL);
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

int main(int argc, char **argv) {
    if (argc < 4) engine_fail("measure", "usage: REPORT SECONDS COMMAND [ARGUMENT...]");
    double begin = engine_clock(CLOCK_MONOTONIC);
    child = fork();
    if (child == 0) {
        execvp(argv[3], argv + 3);
        _exit(127);
    }
    signal(SIGALRM, out_of_time);
    alarm((unsigned)atoi(argv[2]));
    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0) continue;
    double wall = engine_clock(CLOCK_MONOTONIC) - begin;

    FILE *report = fopen(argv[1], "w");
    if (!report) engine_fail(argv[1], "cannot be written");
    fprintf(report, "{\"wall\": %.6f, \"cpu\": %.6f, \"peak_bytes\": %ld, \"killed\": %s, \"status\": %d}\n", wall,
            seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1024,
            WIFSIGNALED(status) ? "true" : "false", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return fclose(report) == 0 ? 0 : 1;
}
