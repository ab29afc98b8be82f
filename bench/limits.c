/* The limits that tagging is measured against, window by window: what it takes to find the tokens of a text in memory;
 * to find and sketch them (32 bits of the first eight bytes, which is what gaz asks of every token); to find and
 * fingerprint them (64 bits that stand for all bytes, which gaz asks of the few that its filter lets through). The only
 * file of the bench that sees gaz's inside.
 *
 *     limits boundaries|sketches|fingerprints TEXT
 */
#include "text/fingerprint.h"
#include "text/kernel.h"

#include "engine.h"

enum { WINDOW = 16 << 10, ROOM = WINDOW / 2 + 2 };

static struct token tokens[ROOM];
static struct sentence sentences[ROOM];
static uint32_t sketches[ROOM];
static uint64_t fingerprints[ROOM];
static struct fingerprint_keys keys;

static void fingerprint_all(const char *text, size_t size, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        bool inside = tokens[i].end >= 8 && tokens[i].begin + (size_t)8 <= size;
        fingerprints[i] = fingerprint_in_text(&keys, text + tokens[i].begin, tokens[i].end - tokens[i].begin, inside);
    }
}

/* Cuts the text, and sketches or fingerprints its tokens too. Returns how many tokens there are. */
static uint64_t run(const struct kernel *kernel, const char *limit, const char *text, size_t size) {
    struct cut cut = {.tokens = tokens, .sentences = sentences, .capacity = ROOM};
    struct cut_state state = {0};
    uint64_t count = 0;
    for (size_t begin = 0; begin < size;) {
        size_t left = size - begin;
        size_t window = left < WINDOW ? left : WINDOW;
        kernel->tokenized(&cut, &state, text + begin, window, window == left);
        if (limit[0] == 's') kernel->sketches(sketches, text + begin, window, tokens, cut.token_count);
        if (limit[0] == 'f') fingerprint_all(text + begin, window, cut.token_count);
        count += cut.token_count;
        if (cut.used == 0) engine_fail("limits", "a token is longer than a window");
        begin += cut.used;
    }
    return count;
}

int main(int argc, char **argv) {
    if (argc != 3) engine_fail("limits", "usage: boundaries|sketches|fingerprints TEXT");
    const struct kernel *kernel = kernel_find(NULL);
    fingerprint_seed(&keys, 1);
    size_t size;
    char *text = engine_read(argv[2], &size);
    engine_ready(argv[1], kernel->name, 0, engine_peak(), 0);
    while (engine_ordered()) {
        double wall = engine_clock(CLOCK_MONOTONIC);
        double seconds = engine_clock(CLOCK_THREAD_CPUTIME_ID);
        uint64_t count = run(kernel, argv[1], text, size);
        seconds = engine_clock(CLOCK_THREAD_CPUTIME_ID) - seconds;
        engine_result(seconds, engine_clock(CLOCK_MONOTONIC) - wall, count);
    }
    free(text);
    return 0;
}
