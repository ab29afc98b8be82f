/* Any bytes as a file that lines are looked for in: the output is that of a naive search, which tags each line by
 * itself, and does not depend on the pieces in which the file comes, nor on threads.
 *
 * Choices: the output; bits of options; limit, lines before and after; the size of pieces, every match, threads. */
#include "base/buffer.h"
#include "base/packing.h"
#include "pieces.h"
#include "tagging.h"

struct line {
    const char *bytes;
    size_t size; /* with its line end */
    size_t at;   /* offset in the file */
    bool matches;
    bool selected;
    bool shown; /* it is selected, or stands near one that is */
};

/* ---- The naive search ---- */

static size_t cut_lines(struct line *lines, const struct fuzz_input *input) {
    size_t count = 0;
    for (size_t at = 0; at < input->size; at += lines[count++].size) {
        const char *end = memchr(input->bytes + at, '\n', input->size - at);
        size_t size = end ? (size_t)(end - input->bytes) + 1 - at : input->size - at;
        lines[count] = (struct line){.bytes = input->bytes + at, .size = size, .at = at};
    }
    return count;
}

/* Begins to tag a line. Returns how many bytes of it are passed over: a byte order mark. */
static size_t tag_line(gaz_tagger *tagger, const struct line *line) {
    size_t mark = line->at == 0 && line->size >= 3 && memcmp(line->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t size = line->size - (line->bytes[line->size - 1] == '\n');
    if (size < mark) size = mark;
    FUZZ_REQUIRE(gaz_tagger_text(tagger, line->bytes + mark, size - mark, NULL) == GAZ_OK);
    return mark;
}

/* Finds which lines are selected and shown. Returns how many are selected. */
static uint64_t select_lines(struct line *lines, size_t count, gaz_tagger *tagger, const gaz_grep_options *options) {
    uint64_t limit = options->limit;
    uint64_t selected = 0;
    gaz_span span;
    if (limit > 1 && (options->output == GAZ_GREP_WITH || options->output == GAZ_GREP_WITHOUT)) limit = 1;
    for (size_t i = 0; i < count; i++) {
        tag_line(tagger, &lines[i]);
        lines[i].matches = gaz_tagger_next(&span, tagger);
        lines[i].selected = selected < limit && lines[i].matches != (options->invert != 0);
        selected += lines[i].selected;
        if (!lines[i].selected) continue;
        for (size_t j = i; j + options->before >= i && j < count; j--) lines[j].shown = true;
        for (size_t j = i; j <= i + options->after && j < count; j++) lines[j].shown = true;
    }
    return selected;
}

static void add(struct buffer *out, const void *bytes, size_t size) {
    FUZZ_REQUIRE(buffer_add(out, bytes, size));
}

static void add_name(struct buffer *out, const char *name, char sign, const gaz_grep_options *options) {
    add(out, name, strlen(name));
    add(out, options->zero_byte ? "" : &sign, 1);
}

static void add_head(struct buffer *out, const char *name, size_t number, size_t at, char sign,
                     const gaz_grep_options *options) {
    if (options->names) add_name(out, name, sign, options);
    if (options->line_numbers) FUZZ_REQUIRE(buffer_add_number(out, number) && buffer_add_byte(out, sign));
    if (options->byte_offsets) FUZZ_REQUIRE(buffer_add_number(out, at) && buffer_add_byte(out, sign));
}

static void add_matches(struct buffer *out, const char *name, size_t number, const struct line *line,
                        gaz_tagger *tagger, const gaz_grep_options *options) {
    gaz_span span;
    size_t mark = tag_line(tagger, line);
    while (gaz_tagger_next(&span, tagger)) {
        add_head(out, name, number, line->at + mark + span.begin, ':', options);
        add(out, line->bytes + mark + span.begin, span.end - span.begin);
        add(out, "\n", 1);
    }
}

/* `*touched`: lines of this file or of one before were written. */
static void add_lines(struct buffer *out, const char *name, const struct line *lines, size_t count, gaz_tagger *tagger,
                      const gaz_grep_options *options, bool *touched) {
    for (size_t i = 0; i < count; i++) {
        const struct line *line = &lines[i];
        if (!line->shown) continue;
        if (options->groups && *touched && (i == 0 || !line[-1].shown)) add(out, "--\n", 3);
        *touched = true;
        if (options->output == GAZ_GREP_MATCHES) {
            if (line->selected && !options->invert) add_matches(out, name, i + 1, line, tagger, options);
            continue;
        }
        add_head(out, name, i + 1, line->at, line->selected ? ':' : '-', options);
        add(out, line->bytes, line->size);
        if (line->bytes[line->size - 1] != '\n') add(out, "\n", 1);
    }
}

/* A tagger for every match, or the longest, for good. */
static gaz_tagger *naive_tagger(int all) {
    static gaz_tagger *taggers[2];
    gaz_tagger_options options;
    if (taggers[all]) return taggers[all];
    gaz_tagger_options_init(&options);
    options.match.all = all;
    FUZZ_REQUIRE(gaz_tagger_new(&taggers[all], fuzz_model(), &options, NULL) == GAZ_OK);
    return taggers[all];
}

static uint64_t search_naively(struct buffer *out, const char *name, const struct fuzz_input *input,
                               const gaz_grep_options *options, bool *touched) {
    gaz_tagger *tagger = naive_tagger(options->match.all);
    struct line *lines = calloc(input->size + 1, sizeof *lines);
    FUZZ_REQUIRE(lines);
    size_t count = cut_lines(lines, input);
    uint64_t selected = select_lines(lines, count, tagger, options);
    out->size = 0;
    if (options->output <= GAZ_GREP_MATCHES) add_lines(out, name, lines, count, tagger, options, touched);
    if (options->output == GAZ_GREP_COUNTS && options->names) add_name(out, name, ':', options);
    if (options->output == GAZ_GREP_COUNTS)
        FUZZ_REQUIRE(buffer_add_number(out, selected) && buffer_add_byte(out, '\n'));
    if (options->output == (selected ? GAZ_GREP_WITH : GAZ_GREP_WITHOUT)) add_name(out, name, '\n', options);
    free(lines);
    return selected;
}

/* ---- The search at test ---- */

/* A search is slow to make: those with the options of late are kept. */
struct search {
    gaz_grep_options options;
    gaz_grep *grep;
    bool touched;
};

static gaz_memory out; /* of all searches */

static struct search *find_search(const gaz_grep_options *options) {
    static struct search searches[64];
    static unsigned oldest;
    static gaz_sink sink;
    for (size_t i = 0; i < 64; i++)
        if (searches[i].grep && memcmp(&searches[i].options, options, sizeof *options) == 0) return &searches[i];
    struct search *search = &searches[oldest++ % 64];
    gaz_grep_free(search->grep);
    *search = (struct search){.options = *options};
    gaz_sink_memory(&sink, &out);
    FUZZ_REQUIRE(gaz_grep_new(&search->grep, fuzz_model(), options, &sink, NULL) == GAZ_OK);
    return search;
}

static void check(const char *path, const struct fuzz_input *input, const gaz_grep_options *options) {
    static struct buffer expected;
    gaz_grep_result result;
    struct search *search = find_search(options);
    uint64_t selected = search_naively(&expected, path, input, options, &search->touched);
    out.size = 0;
    FUZZ_REQUIRE(gaz_grep_file(search->grep, path, &result, NULL) == GAZ_OK);
    FUZZ_REQUIRE(result.lines == selected && !result.binary && !result.broken);
    FUZZ_REQUIRE(out.size == expected.size);
    FUZZ_REQUIRE(out.size == 0 || memcmp(out.bytes, expected.bytes, out.size) == 0);
}

static void check_pieces(const struct fuzz_input *input, size_t piece, const gaz_grep_options *options) {
    int descriptor = pieces_open(input, piece);
    if (descriptor < 0) return;
    check(pieces_path(descriptor), input, options);
    close(descriptor);
}

static gaz_grep_options choose_options(struct fuzz_input *input) {
    gaz_grep_options options;
    gaz_grep_options_init(&options);
    options.output = (gaz_grep_output)fuzz_choose(input, GAZ_GREP_NOTHING + 1);
    unsigned bits = fuzz_choose(input, 64);
    options.invert = bits & 1;
    options.groups = bits >> 1 & 1;
    options.names = bits >> 2 & 1;
    options.line_numbers = bits >> 3 & 1;
    options.byte_offsets = bits >> 4 & 1;
    options.zero_byte = bits >> 5 & 1;
    unsigned limit = fuzz_choose(input, 8);
    if (limit < 7) options.limit = limit;
    unsigned around = fuzz_choose(input, 16);
    options.before = around % 4;
    options.after = around / 4;
    options.text = 1;
    if (options.output > GAZ_GREP_MATCHES) options.before = options.after = 0;
    return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    gaz_grep_options options = choose_options(&input);
    size_t piece = 1 + fuzz_choose(&input, 256);
    unsigned others = fuzz_choose(&input, 64);
    options.match.all = others & 1;
    bool threads = others >> 1 == 1; /* they are slow */
    bool more;
    bool utf16 = input.size > 1 && (memcmp(input.bytes, "\xFF\xFE", 2) == 0 || memcmp(input.bytes, "\xFE\xFF", 2) == 0);
    if (utf16 || packing_find(&more, input.bytes, input.size) || (more && input.size)) return 0;
    char path[160];
    snprintf(path, sizeof path, "%s", fuzz_write("text", input.bytes, input.size));
    check(path, &input, &options);
    options.threads = threads ? 3 : 0;
    check_pieces(&input, piece, &options);
    return 0;
}
