/* The search: files in, lines with a match out.
 *
 *     gaz_grep_file      grep.c              one file after another
 *       reader_next      scan/reader.c       cuts the input into blocks of whole lines
 *       ring_submit      stream/ring.c       gives each block, as a job, to a thread ...
 *         grep_search    search.c            ... which finds the matches, with their lines
 *         grep_take      select.c            one job at a time, in order of reading: which lines are written,
 *           print_lines  print.c             and how */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/input.h"
#include "grep/grep.h"
#include "scan/options.h"

enum { BLOCK_SIZE = 1 << 19 /* twice what is read at a time */ };

void gaz_grep_options_init(gaz_grep_options *options) {
    *options = (gaz_grep_options){.limit = UINT64_MAX};
    gaz_match_options_init(&options->match);
}

/* ---- Making a search ---- */

static gaz_status check_options(const gaz_grep_options *options, gaz_error *error) {
    if (options->match.senses) return error_argument(error, "lines show no senses of matches");
    return match_options_check(&options->match, MATCH_ALL | MATCH_TYPES, error);
}

static void free_scanners(struct scanner **scanners, unsigned count) {
    for (unsigned i = 0; scanners && i < count; i++) scanner_free(scanners[i]);
    free(scanners);
}

/* A scanner for each thread. */
static gaz_status make_scanners(struct scanner ***scanners, unsigned count, const gaz_model *model,
                                const gaz_match_options *match, gaz_error *error) {
    const gaz_input_options input = {.format = GAZ_FORMAT_TEXT};
    struct scanner_options scanning = scanner_options_of(&input, match);
    *scanners = calloc(count, sizeof **scanners);
    if (!*scanners) return error_memory(error);
    gaz_status status = GAZ_OK;
    for (unsigned i = 0; i < count && status == GAZ_OK; i++)
        status = scanner_new(&(*scanners)[i], model, &scanning, error);
    if (status == GAZ_OK) return GAZ_OK;
    free_scanners(*scanners, count);
    *scanners = NULL;
    return status;
}

static gaz_status set_up(struct gaz_grep *grep, gaz_error *error) {
    gaz_grep_options *options = &grep->options;
    unsigned threads = options->threads < 2 ? 0 : options->threads;
    bool first_only = options->output == GAZ_GREP_WITH || options->output == GAZ_GREP_WITHOUT;
    grep->limit = first_only && options->limit > 1 ? 1 : options->limit;
    grep->every_match =
        options->entries || options->output == GAZ_GREP_MATCHES || (options->colours && !options->invert);
    if (options->output != GAZ_GREP_LINES && options->output != GAZ_GREP_MATCHES) options->before = options->after = 0;
    grep->reader = (struct reader){
        .split = {.input = GAZ_FORMAT_TEXT}, .encoding = options->encoding, .grows = true, .keeps_mark = true};
    if (options->entries) {
        grep->matches = calloc(grep->model->header->entry_count + (size_t)1, sizeof *grep->matches);
        if (!grep->matches) return error_memory(error);
    }
    grep->scanner_count = threads ? threads : 1;
    gaz_status status = make_scanners(&grep->scanners, grep->scanner_count, grep->model, &options->match, error);
    options->match.types = NULL; /* borrowed until now only */
    if (status == GAZ_OK) status = ring_new(&grep->ring, threads, BLOCK_SIZE, grep_search, grep_take, grep, error);
    return status;
}

gaz_status gaz_grep_new(gaz_grep **grep, const gaz_model *model, const gaz_grep_options *options, const gaz_sink *sink,
                        gaz_error *error) {
    if (!grep || !model || !sink) return error_argument(error, "gaz_grep_new without a model or sink");
    *grep = NULL;
    gaz_grep_options defaults;
    gaz_grep_options_init(&defaults);
    if (!options) options = &defaults;
    gaz_status status = check_options(options, error);
    if (status != GAZ_OK) return status;
    gaz_grep *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->model = model;
    made->options = *options;
    made->sink = sink;
    status = set_up(made, error);
    if (status != GAZ_OK) {
        gaz_grep_free(made);
        return status;
    }
    *grep = made;
    return GAZ_OK;
}

void gaz_grep_free(gaz_grep *grep) {
    if (!grep) return;
    ring_free(grep->ring);
    free_scanners(grep->scanners, grep->scanner_count);
    reader_free(&grep->reader);
    buffer_free(&grep->file.held);
    buffer_free(&grep->out);
    free(grep->matches);
    free(grep);
}

gaz_status gaz_grep_set_model(gaz_grep *grep, const gaz_model *model, const gaz_match_options *match,
                              gaz_error *error) {
    if (!grep || !model || !match) return error_argument(error, "gaz_grep_set_model without search, model or options");
    if (grep->matches) return error_argument(error, "matches are counted by the entries of one model");
    gaz_match_options all = grep->options.match;
    struct scanner **scanners;
    all.types = match->types;
    all.type_count = match->type_count;
    all.min_score = match->min_score;
    gaz_status status = make_scanners(&scanners, grep->scanner_count, model, &all, error);
    if (status != GAZ_OK) return status;
    (void)ring_drain(grep->ring, NULL); /* if the work before has failed, the next call tells it */
    free_scanners(grep->scanners, grep->scanner_count);
    grep->scanners = scanners;
    grep->model = model;
    return GAZ_OK;
}

/* ---- Files ---- */

static void begin_file(struct gaz_grep *grep, const char *path) {
    struct grep_file *file = &grep->file;
    struct buffer held = file->held;
    held.size = 0;
    *file = (struct grep_file){.name = strcmp(path, "-") == 0 ? "(standard input)" : path, .line = 1, .held = held};
    atomic_store(&grep->done, grep->limit == 0);
}

/* Whether there is a zero byte in what was read first. */
static bool begins_binary(const struct gaz_grep *grep, const struct block *block) {
    const struct buffer *tail = &grep->reader.tail;
    if (grep->options.text || !grep_writes_lines(grep)) return false;
    return (block->size && memchr(block->bytes, 0, block->size)) || (tail->size && memchr(tail->bytes, 0, tail->size));
}

/* A pipe may give nothing more for long: what is read of it is looked through before, if that may be enough. */
static bool must_wait(const struct gaz_grep *grep) {
    uint64_t done;
    uint64_t total;
    input_position(&done, &total, grep->reader.input);
    return total == 0 && grep->limit < UINT64_MAX;
}

static gaz_status read_file(struct gaz_grep *grep, gaz_error *error) {
    gaz_status status = GAZ_OK;
    while (status == GAZ_OK && !grep->reader.ended && !atomic_load(&grep->done)) {
        struct job *job = ring_next(grep->ring);
        status = reader_next(&grep->reader, &job->block, error);
        if (status != GAZ_OK) break;
        if (grep->options.before_block) grep->options.before_block(grep->options.user);
        if (job->block.at == 0) grep->file.has_zero = begins_binary(grep, &job->block);
        status = ring_submit(grep->ring, error);
        if (status == GAZ_OK && must_wait(grep)) status = ring_drain(grep->ring, error);
    }
    gaz_error late;
    gaz_status drained = ring_drain(grep->ring, &late);
    if (status == GAZ_OK && drained != GAZ_OK) {
        if (error) *error = late;
        status = drained;
    }
    return status;
}

gaz_status gaz_grep_file(gaz_grep *grep, const char *path, gaz_grep_result *result, gaz_error *error) {
    if (!grep || !path) return error_argument(error, "gaz_grep_file without a path");
    begin_file(grep, path);
    gaz_status status = grep->limit ? reader_open(&grep->reader, path, error) : GAZ_OK;
    if (status == GAZ_OK) status = grep->limit ? read_file(grep, error) : GAZ_OK;
    if (status == GAZ_OK && grep->limit) status = reader_failure(&grep->reader, error);
    if (status == GAZ_OK) {
        print_summary(grep);
        status = grep_flush(grep, error);
    }
    reader_close(&grep->reader);
    const struct grep_file *file = &grep->file;
    if (result)
        *result = (gaz_grep_result){
            .lines = file->selected, .binary = file->binary, .broken = status != GAZ_OK && grep->written != GAZ_OK};
    return status;
}

uint64_t gaz_grep_entry_matches(const gaz_grep *grep, uint32_t entry) {
    return grep->matches && entry < grep->model->header->entry_count ? grep->matches[entry] : 0;
}
