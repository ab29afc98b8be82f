/* Writing lines, matches and what stands before them, in the form and colours of grep. */
#include "base/bytes.h"
#include "grep/grep.h"

static const char *const colour_match = "01;31";
static const char *const colour_name = "35";
static const char *const colour_number = "32";
static const char *const colour_sign = "36";

/* ---- Pieces ---- */

static void put(struct gaz_grep *grep, const void *bytes, size_t size) {
    if (!buffer_add(&grep->out, bytes, size)) grep->failed = true;
}

static void put_text(struct gaz_grep *grep, const char *text) {
    put(grep, text, strlen(text));
}

static void begin_colour(struct gaz_grep *grep, const char *colour) {
    if (!grep->options.colours) return;
    put_text(grep, "\33[");
    put_text(grep, colour);
    put_text(grep, "m\33[K");
}

static void end_colour(struct gaz_grep *grep) {
    if (grep->options.colours) put_text(grep, "\33[m\33[K");
}

static void put_sign(struct gaz_grep *grep, const char *sign) {
    begin_colour(grep, colour_sign);
    put_text(grep, sign);
    end_colour(grep);
}

static void put_number(struct gaz_grep *grep, uint64_t number, const char *sign) {
    begin_colour(grep, colour_number);
    if (!buffer_add_number(&grep->out, number)) grep->failed = true;
    end_colour(grep);
    put_sign(grep, sign);
}

/* Writes the file's name; `sign` stands behind it unless a zero byte does. */
static void put_name(struct gaz_grep *grep, const char *sign) {
    begin_colour(grep, colour_name);
    put_text(grep, grep->file.name);
    end_colour(grep);
    if (grep->options.zero_byte)
        put(grep, "", 1);
    else if (*sign == '\n')
        put(grep, sign, 1);
    else
        put_sign(grep, sign);
}

/* Writes what stands before a line or match. */
static void put_head(struct gaz_grep *grep, uint64_t line, uint64_t offset, bool selected) {
    const char *sign = selected ? ":" : "-";
    if (grep->options.names) put_name(grep, sign);
    if (grep->options.line_numbers) put_number(grep, line, sign);
    if (grep->options.byte_offsets) put_number(grep, offset, sign);
}

static void put_match(struct gaz_grep *grep, size_t begin, size_t end) {
    begin_colour(grep, colour_match);
    put(grep, grep->file.block->bytes + begin, end - begin);
    end_colour(grep);
}

/* ---- Lines ---- */

/* Writes a line, with its matches in colour. */
static void put_line(struct gaz_grep *grep, size_t begin, size_t end) {
    struct grep_file *file = &grep->file;
    const char *text = file->block->bytes;
    for (; file->next_hit < file->hit_count && file->hits[file->next_hit].line < end; file->next_hit++) {
        const struct hit *hit = &file->hits[file->next_hit];
        size_t from = hit->begin < begin ? begin : hit->begin; /* of matches that overlap, the rest */
        if (hit->line < begin && hit->line_end <= begin) continue;
        if (hit->end <= from || !grep->options.colours) continue;
        put(grep, text + begin, from - begin);
        put_match(grep, from, hit->end);
        begin = hit->end;
    }
    put(grep, text + begin, end - begin);
}

/* Writes the matches of a line, each on a line of its own. */
static void put_matches(struct gaz_grep *grep, size_t begin, size_t end, uint64_t line) {
    struct grep_file *file = &grep->file;
    for (; file->next_hit < file->hit_count && file->hits[file->next_hit].line < end; file->next_hit++) {
        const struct hit *hit = &file->hits[file->next_hit];
        if (hit->line < begin) continue;
        put_head(grep, line, file->block->at + hit->begin, true);
        put_match(grep, hit->begin, hit->end);
        put(grep, "\n", 1);
    }
}

bool print_is_plain(const struct gaz_grep *grep) {
    const gaz_grep_options *options = &grep->options;
    bool colours = options->colours && !options->invert;
    return options->output == GAZ_GREP_LINES && !options->names && !options->line_numbers && !options->byte_offsets &&
           !colours;
}

/* The number of the line that begins there, which is not before those asked about earlier. */
static uint64_t number_of(struct grep_file *file, size_t begin) {
    file->line += bytes_count_lines(file->block->bytes + file->counted, begin - file->counted);
    file->counted = begin;
    return file->line;
}

static void print_line(struct gaz_grep *grep, size_t begin, size_t end, bool selected) {
    struct grep_file *file = &grep->file;
    uint64_t line = grep->options.line_numbers ? number_of(file, begin) : 0;
    if (grep->options.output == GAZ_GREP_MATCHES) {
        if (selected && !grep->options.invert) put_matches(grep, begin, end, line);
        return;
    }
    put_head(grep, line, file->block->at + begin, selected);
    if (selected && !grep->options.invert)
        put_line(grep, begin, end);
    else
        put(grep, file->block->bytes + begin, end - begin);
}

void print_lines(struct gaz_grep *grep, size_t begin, size_t end, bool selected) {
    const char *text = grep->file.block->bytes;
    if (begin == end) return;
    if (print_is_plain(grep)) {
        put(grep, text + begin, end - begin);
    } else {
        for (size_t at = begin, next; at < end; at = next) {
            const char *newline = memchr(text + at, '\n', end - at);
            next = newline ? (size_t)(newline - text) + 1 : end;
            print_line(grep, at, next, selected);
        }
    }
    if (text[end - 1] != '\n' && grep->options.output == GAZ_GREP_LINES) put(grep, "\n", 1);
}

void print_held(struct gaz_grep *grep, size_t begin) {
    const struct grep_file *file = &grep->file;
    const char *text = file->held.bytes;
    size_t end = file->held.size;
    if (begin == end || grep->options.output == GAZ_GREP_MATCHES) return;
    uint64_t line = grep->options.line_numbers ? file->line - bytes_count_lines(text + begin, end - begin) : 0;
    for (size_t at = begin, next; at < end; at = next, line++) {
        const char *newline = memchr(text + at, '\n', end - at);
        next = (size_t)(newline - text) + 1; /* a file goes on behind it */
        put_head(grep, line, file->block->at - (end - at), false);
        put(grep, text + at, next - at);
    }
}

void print_gap(struct gaz_grep *grep) {
    put_sign(grep, "--");
    put(grep, "\n", 1);
}

void print_summary(struct gaz_grep *grep) {
    const struct grep_file *file = &grep->file;
    switch (grep->options.output) {
    case GAZ_GREP_COUNTS:
        if (grep->options.names) put_name(grep, ":");
        if (!buffer_add_number(&grep->out, file->selected)) grep->failed = true;
        put(grep, "\n", 1);
        break;
    case GAZ_GREP_WITH:
        if (file->selected) put_name(grep, "\n");
        break;
    case GAZ_GREP_WITHOUT:
        if (!file->selected) put_name(grep, "\n");
        break;
    default: break;
    }
}
