/* Which lines are written. Lines with matches, and those without, come in runs:
 *
 *     a line                  passed    with --before 1 the second line is written when the next run is selected
 *     another
 *     one with a match        selected
 *     one with a match
 *     a line                  passed    with --after 1 this is written
 *
 * What was passed at the end of a block and may still have to be written is held until the next one. */
#include "base/bytes.h"
#include "base/error.h"
#include "base/sink.h"
#include "grep/grep.h"

bool grep_writes_lines(const struct gaz_grep *grep) {
    return grep->options.output == GAZ_GREP_LINES || grep->options.output == GAZ_GREP_MATCHES;
}

static size_t next_line(const char *text, size_t at, size_t end) {
    const char *newline = memchr(text + at, '\n', end - at);
    return newline ? (size_t)(newline - text) + 1 : end;
}

/* Where the line before the one at `at` begins; there is one. */
static size_t last_line(const char *text, size_t begin, size_t at) {
    const char *newline = memrchr(text + begin, '\n', at - begin - 1);
    return newline ? (size_t)(newline - text) + 1 : begin;
}

/* Where the last of at most `*count` lines begin; `*count` becomes how many there are too few. */
static size_t last_lines(uint64_t *count, const char *text, size_t begin, size_t end) {
    size_t at = end;
    for (; *count && at > begin; --*count) at = last_line(text, begin, at);
    return at;
}

/* Whether it counts what stands around selected lines. */
static bool has_context(const struct gaz_grep *grep) {
    return grep->options.before || grep->options.after || grep->options.groups;
}

/* Writes what stands before a selected line, and is wanted. */
static void print_before(struct gaz_grep *grep, size_t begin) {
    struct grep_file *file = &grep->file;
    uint64_t wanted = grep->options.before;
    size_t at = last_lines(&wanted, file->block->bytes, file->printed, begin);
    size_t held = last_lines(&wanted, file->held.bytes, 0, file->held.size);
    bool skipped = file->skipped || at > file->printed || held > 0;
    if (grep->options.groups && grep->touched && (skipped || !file->touched)) print_gap(grep);
    print_held(grep, held);
    print_lines(grep, at, begin, false);
    file->held.size = 0;
    file->skipped = false;
}

/* Cuts a run after that many lines, and counts those that are left. */
static size_t cut_run(uint64_t *lines, const char *text, size_t begin, size_t end, uint64_t most) {
    *lines = bytes_count_lines(text + begin, end - begin) + (text[end - 1] != '\n');
    if (*lines <= most) return end;
    size_t at = begin;
    for (*lines = 0; *lines < most; ++*lines) at = next_line(text, at, end);
    return at;
}

/* Counts the matches of the lines, and returns the number of the next one. */
static size_t count_matches(struct gaz_grep *grep, size_t begin, size_t end) {
    const struct grep_file *file = &grep->file;
    size_t i = file->next_hit;
    for (; i < file->hit_count && file->hits[i].line < end; i++)
        if (file->hits[i].line >= begin) grep->matches[file->hits[i].entry]++;
    return i;
}

/* Takes lines that are not looked for, or no longer: the first of them may stand behind one that was. */
static void take_passed(struct gaz_grep *grep, size_t begin, size_t end) {
    struct grep_file *file = &grep->file;
    size_t at = begin;
    if (begin >= file->zero_line) file->after = 0;
    for (; file->after && at < end; file->after--) at = next_line(file->block->bytes, at, end);
    print_lines(grep, begin, at, false);
    if (at > begin) file->printed = at;
    if (file->full && file->after == 0) atomic_store(&grep->done, true);
}

static void write_selected(struct gaz_grep *grep, size_t begin, size_t end) {
    struct grep_file *file = &grep->file;
    if (has_context(grep)) print_before(grep, begin);
    print_lines(grep, begin, end, true);
    file->printed = end;
    file->touched = grep->touched = true;
    file->after = grep->options.after;
}

/* Takes lines that are looked for, and returns where those begin that are too many. */
static size_t take_selected(struct gaz_grep *grep, size_t begin, size_t end) {
    struct grep_file *file = &grep->file;
    uint64_t lines;
    bool hidden = begin >= file->zero_line;
    end = cut_run(&lines, file->block->bytes, begin, end, hidden ? 1 : grep->limit - file->selected);
    file->selected += lines;
    file->binary = hidden;
    file->full = file->selected == grep->limit;
    size_t next_hit = grep->matches ? count_matches(grep, begin, end) : file->next_hit;
    if (grep_writes_lines(grep) && !hidden) write_selected(grep, begin, end);
    if (grep->matches) file->next_hit = next_hit;
    if (hidden || (file->full && file->after == 0)) atomic_store(&grep->done, true);
    return end;
}

static void take_lines(struct gaz_grep *grep, size_t begin, size_t end, bool wanted) {
    if (begin < end && wanted && !grep->file.full && !atomic_load(&grep->done)) begin = take_selected(grep, begin, end);
    if (begin < end && !atomic_load(&grep->done)) take_passed(grep, begin, end);
}

/* Takes lines that have matches, or have none. */
static void take_run(struct gaz_grep *grep, size_t begin, size_t end, bool have) {
    bool wanted = have != (grep->options.invert != 0);
    size_t shown = grep->file.zero_line < end ? grep->file.zero_line : end;
    if (shown < begin) shown = begin;
    take_lines(grep, begin, shown, wanted);
    take_lines(grep, shown, end, wanted);
}

/* Keeps the block's last lines that are not written. */
static bool hold(struct gaz_grep *grep) {
    struct grep_file *file = &grep->file;
    const struct block *block = file->block;
    struct buffer *held = &file->held;
    uint64_t wanted = grep->options.before;
    size_t at = last_lines(&wanted, block->bytes, file->printed, block->size);
    size_t first = at > file->printed ? held->size : last_lines(&wanted, held->bytes, 0, held->size);
    if (first > 0 || at > file->printed) file->skipped = true;
    if (first < held->size) memmove(held->bytes, held->bytes + first, held->size - first);
    held->size -= first;
    return buffer_add(held, block->bytes + at, block->size - at);
}

/* Finds where lines are no longer written. */
static void find_zero(struct gaz_grep *grep) {
    struct grep_file *file = &grep->file;
    const struct block *block = file->block;
    file->zero_line = file->has_zero ? 0 : SIZE_MAX;
    if (file->has_zero || grep->options.text || !grep_writes_lines(grep) || block->size == 0) return;
    const char *zero = memchr(block->bytes, 0, block->size);
    if (!zero) return;
    size_t at = (size_t)(zero - block->bytes) + 1;
    file->has_zero = true;
    file->zero_line = last_line(block->bytes, 0, at);
}

static void begin_block(struct gaz_grep *grep, const struct job *job) {
    struct grep_file *file = &grep->file;
    file->block = &job->block;
    file->hits = (const struct hit *)(const void *)job->out.bytes;
    file->hit_count = job->out.size / sizeof(struct hit);
    file->next_hit = 0;
    file->printed = file->counted = 0;
    find_zero(grep);
}

static void take_block(struct gaz_grep *grep) {
    struct grep_file *file = &grep->file;
    const struct block *block = file->block;
    size_t at = 0;
    for (size_t i = 0; i < file->hit_count && !atomic_load(&grep->done);) {
        size_t begin = file->hits[i].line;
        size_t end = begin;
        for (; i < file->hit_count && file->hits[i].line <= end; i++) end = file->hits[i].line_end;
        take_run(grep, at, begin, false);
        take_run(grep, begin, end, true);
        at = end;
    }
    take_run(grep, at, block->size, false);
    if (has_context(grep) && !hold(grep)) grep->failed = true;
    if (grep->options.line_numbers)
        file->line += bytes_count_lines(block->bytes + file->counted, block->size - file->counted);
}

gaz_status grep_flush(struct gaz_grep *grep, gaz_error *error) {
    if (grep->failed) return grep->written = error_memory(error);
    if (grep->out.size) grep->written = sink_write(grep->sink, grep->out.bytes, grep->out.size, error);
    grep->out.size = 0;
    return grep->written;
}

gaz_status grep_take(void *context, struct job *job, gaz_error *error) {
    struct gaz_grep *grep = context;
    if (job->status != GAZ_OK) {
        *error = job->error;
        return grep->written = job->status;
    }
    if (atomic_load(&grep->done)) return GAZ_OK;
    begin_block(grep, job);
    take_block(grep);
    return grep_flush(grep, error);
}
