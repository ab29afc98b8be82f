#include "progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "terminal.h"

/* The one bar of the process. */
static struct {
    bool quiet;
    bool shown;
    bool is_terminal;
    const char *stage; /* NULL before the first */
    double begin;      /* seconds; of the stage */
    double drawn;
} bar;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void draw(uint64_t done, uint64_t total, double seconds) {
    enum { WIDTH = 30 };
    char cells[WIDTH + 1];
    double share = total ? (double)done / (double)total : 0;
    if (share > 1) share = 1;
    int full = (int)(share * WIDTH);
    memset(cells, '.', WIDTH);
    memset(cells, '#', (size_t)full);
    cells[WIDTH] = 0;
    double rate = seconds > 0 ? (double)done / seconds : 0;
    const char *prefix = rate >= 1e6 ? "M" : rate >= 1e3 ? "k" : "";
    double shown = rate >= 1e6 ? rate / 1e6 : rate >= 1e3 ? rate / 1e3 : rate;
    if (total)
        fprintf(stderr, "\r\x1b[K%-16s [%s] %3.0f %%  %.1f %s/s  %.0f s left", bar.stage, cells, share * 100, shown,
                prefix, rate > 0 ? (double)(total - done) / rate : 0);
    else
        fprintf(stderr, "\r\x1b[K%-16s %.1f %s/s", bar.stage, shown, prefix);
    fflush(stderr);
    bar.shown = true;
}

void progress_show(void *context, const char *stage, uint64_t done, uint64_t total) {
    (void)context;
    if (bar.quiet) return;
    double time = now();
    if (bar.stage == NULL) bar.is_terminal = terminal_is_smart(STDERR_FILENO);
    if (bar.stage != stage) {
        bar.stage = stage;
        bar.begin = time;
        bar.drawn = time + 0.9; /* the first bar after a second */
    }
    if (!bar.is_terminal || time - bar.drawn < 0.1 || done > total) return;
    bar.drawn = time;
    draw(done, total, time - bar.begin);
}

void progress_quiet(void) {
    bar.quiet = true;
}

void progress_clear(void) {
    if (!bar.shown) return;
    fputs("\r\x1b[K", stderr);
    bar.shown = false;
}
