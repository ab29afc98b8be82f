/* The limit that tagging is measured against: what it takes to find the tokens of a text in memory, window by window,
 * and to sketch them (32 bits of their first eight bytes), which gaz does with every token. The only file of the bench
 * that sees gaz's inside.
 *
 *     limits TEXT
 */
#include "text/kernel.h"

#include "engine.h"

enum { WINDOW = 16 << 10, ROOM = WINDOW + UNITS_ROOM };

static uint32_t begins[ROOM];
static uint32_t sketches[ROOM];

/* Where the window that begins at `begin` ends: with a line, or else with a token. */
static size_t window_end(const char *text, size_t begin, size_t size) {
    size_t end = size - begin < WINDOW ? size : begin + WINDOW;
    size_t line = end;
    while (line > begin && text[line - 1] != '\n') line--;
    if (line > begin) return line;
    while (end > begin && text[end - 1] != ' ') end--;
    if (end == begin) engine_fail("limits", "a token is longer than a window");
    return end;
}

/* Cuts and sketches the text. Returns how many tokens there are. */
static uint64_t run(const struct kernel *kernel, const struct sketch_factors *factors, const char *text, size_t size) {
    uint64_t count = 0;
    for (size_t begin = 0, end; begin < size; begin = end) {
        struct unit_counts counts = {0};
        end = window_end(text, begin, size);
        count += kernel->units(begins, sketches, &counts, factors, text + begin, (uint32_t)(end - begin));
        count -= counts.line_ends;
    }
    return count;
}

int main(int argc, char **argv) {
    if (argc != 2) engine_fail("limits", "usage: TEXT");
    const struct kernel *kernel = kernel_find(NULL);
    struct sketch_factors factors;
    sketch_seed(&factors, 1);
    size_t size;
    char *read = engine_read(argv[1], &size);
    char *text = malloc(size + 1 + UNITS_MARGIN);
    if (!text) engine_fail("limits", "out of memory");
    memcpy(text, read, size);
    memset(text + size, '\n', 1 + UNITS_MARGIN);
    if (size && text[size - 1] != '\n') size++;
    engine_ready("units", kernel->name, 0, engine_peak(), 0);
    while (engine_ordered()) {
        double wall = engine_clock(CLOCK_MONOTONIC);
        double seconds = engine_clock(CLOCK_THREAD_CPUTIME_ID);
        uint64_t count = run(kernel, &factors, text, size);
        seconds = engine_clock(CLOCK_THREAD_CPUTIME_ID) - seconds;
        engine_result(seconds, engine_clock(CLOCK_MONOTONIC) - wall, count);
    }
    free(read);
    free(text);
    return 0;
}
