/* Which lines of a block have a match. */
#include "base/bytes.h"
#include "base/error.h"
#include "grep/grep.h"

/* The line of the block that has the match. */
static void find_line(struct hit *hit, const struct block *block) {
    const char *before = memrchr(block->bytes, '\n', hit->begin);
    const char *newline = memchr(block->bytes + hit->begin, '\n', block->size - hit->begin);
    hit->line = before ? (size_t)(before - block->bytes) + 1 : 0;
    hit->line_end = newline ? (size_t)(newline - block->bytes) + 1 : block->size;
}

/* Adds the matches of a window that begins at `at`, or of each line the first only; `line` is the newest hit's. */
static bool add_hits(struct buffer *hits, struct hit *newest, const struct gaz_grep *grep, struct scanner *scanner,
                     const struct window *window, size_t at, const struct block *block) {
    struct match match;
    while (scanner_match(&match, scanner)) {
        size_t begin = at + window_begin(window, match.begin);
        bool same_line = begin < newest->line_end;
        if (same_line && !grep->every_match) continue;
        newest->begin = begin;
        newest->end = at + window_end(window, match.end - 1);
        newest->entry = match.entry;
        if (!same_line) find_line(newest, block);
        if (!buffer_add(hits, newest, sizeof *newest)) return false;
    }
    return true;
}

void grep_search(void *context, unsigned number, struct job *job) {
    const struct gaz_grep *grep = context;
    struct scanner *scanner = grep->scanners[number];
    const struct block *block = &job->block;
    struct window window;
    struct hit newest = {0};
    if (atomic_load(&grep->done)) return;
    size_t at = block->at ? 0 : byte_order_mark(block->bytes, block->size);
    scanner_reset(scanner);
    scanner_feed(scanner, block->bytes + at, block->size - at, true);
    while (job->status == GAZ_OK && scanner_next(&window, scanner)) {
        if (!add_hits(&job->out, &newest, grep, scanner, &window, at, block)) job->status = error_memory(&job->error);
        at += window.size;
    }
}
