/* The stream: a reader cuts the input into blocks of whole sentences, workers tag them, and they are written in order.
 *
 * A sentence that does not fit into a block comes in several. Such blocks are tagged one after the other, with one
 * scanner and writer that carry the sentence over (`carry`), by whichever worker has them when it is their turn. */
#include <stdlib.h>

#include "base/error.h"
#include "base/file.h"
#include "base/input.h"
#include "tag/ring.h"
#include "tag/scanner.h"
#include "tag/split.h"
#include "tag/writer.h"

enum {
    READ_SIZE = 1 << 18, /* bytes that a block holds when it is handed on */
    BLOCK_SIZE = 1 << 20 /* the longest sentence that is tagged as a whole */
};

/* What a thread needs. */
struct desk {
    struct scanner *scanner;
    struct writer writer;
    uint64_t document; /* that the writer is in */
};

struct gaz_stream {
    const gaz_model *model;
    gaz_stream_options options;
    int output;
    struct ring *ring;
    struct desk *desks; /* one per worker */
    unsigned desk_count;
    struct desk carry;
    struct buffer carried; /* the undecided end of the sentence that is carried over, then the block after it */
    struct buffer tail;    /* read, and not yet in a block */
    struct split split;
    uint64_t document;
    bool numbered;     /* sentences are numbered: blocks are tagged in order, without threads */
    uint64_t sentence; /* that ended in the document so far, if they are numbered */
    bool looks_raw;
    gaz_stream_totals totals;
};

void gaz_stream_options_init(gaz_stream_options *options) {
    *options = (gaz_stream_options){.min_score = -1};
    gaz_columns_init(&options->columns);
}

/* ---- Tagging a block ---- */

static void put_memory_error(struct block *block) {
    block->status = error_memory(&block->error);
}

/* Hands what is written so far on to the output when it is this block's turn. */
static void flush(gaz_stream *stream, struct desk *desk, struct block *block) {
    size_t ready = writer_ready(&desk->writer);
    ring_wait_turn(stream->ring, block);
    if (!ring_failed(stream->ring) && block->status == GAZ_OK)
        block->status = file_write_all(stream->output, desk->writer.out.bytes, ready, "standard output", &block->error);
    writer_written(&desk->writer, ready);
}

/* Tags what the scanner was fed with. */
static void tag_fed(gaz_stream *stream, struct desk *desk, struct block *block, const char *text) {
    struct window window;
    while (block->status == GAZ_OK && scanner_next(&window, desk->scanner)) {
        if (!writer_window(&desk->writer, &window, desk->scanner)) put_memory_error(block);
        if (desk->writer.out.size > BLOCK_SIZE) flush(stream, desk, block);
    }
    if (!block->cut) writer_end_block(&desk->writer);
    size_t offset;
    if (block->status == GAZ_OK && scanner_malformed(&offset, desk->scanner))
        block->status = error_set(&block->error, GAZ_ERROR_INPUT, error_file_name(block->name),
                                  block->line + lines_count(text, offset),
                                  "the row has no column %u, or over 1 MiB; --token-column chooses the tokens' column",
                                  stream->options.columns.token_column);
}

static void open_desk(gaz_stream *stream, struct desk *desk, const struct block *block) {
    if (desk->document != block->document) {
        desk->document = block->document;
        desk->writer.rows = stream->split.rows;
        bool last_column = stream->options.replace_tag && stream->options.columns.tag_column == 0;
        if (last_column && stream->split.rows.column_count > 1)
            desk->writer.replaced_column = stream->split.rows.column_count;
        scanner_lay_out(desk->scanner, &stream->split.rows);
        desk->writer.document = block->name;
    }
    scanner_reset(desk->scanner);
    writer_begin_block(&desk->writer, block->offset, block->line);
}

/* A block of whole sentences: its output goes into the block. */
static void tag_whole(gaz_stream *stream, struct desk *desk, struct block *block) {
    struct writer *writer = &desk->writer;
    open_desk(stream, desk, block);
    writer->out = block->out;
    writer->totals = (gaz_stream_totals){0};
    scanner_feed(desk->scanner, block->bytes, block->size, true);
    tag_fed(stream, desk, block, block->bytes);
    block->out = writer->out;
    block->totals = writer->totals;
    writer->out = (struct buffer){0};
}

/* A block that begins or ends inside a sentence. */
static void tag_part(gaz_stream *stream, struct block *block) {
    struct desk *desk = &stream->carry;
    struct buffer *carried = &stream->carried;
    ring_wait_turn(stream->ring, block);
    if (ring_failed(stream->ring)) return;
    if (!block->goes_on) {
        open_desk(stream, desk, block);
        carried->size = 0;
    }
    desk->writer.totals = (gaz_stream_totals){0};
    block->line -= lines_count(carried->bytes, carried->size); /* now of the first byte of both */
    if (!buffer_add(carried, block->bytes, block->size)) {
        put_memory_error(block);
        return;
    }
    scanner_feed(desk->scanner, carried->bytes, carried->size, !block->cut);
    tag_fed(stream, desk, block, carried->bytes);
    flush(stream, desk, block);
    size_t rest = scanner_rest(desk->scanner);
    memmove(carried->bytes, carried->bytes + carried->size - rest, rest);
    carried->size = rest;
    block->totals = desk->writer.totals;
}

static void work(void *context, unsigned worker, struct block *block) {
    gaz_stream *stream = context;
    bool part = block->goes_on || block->cut;
    struct desk *desk = part ? &stream->carry : &stream->desks[worker];
    if (stream->numbered) desk->writer.sentence = stream->sentence;
    if (part)
        tag_part(stream, block);
    else
        tag_whole(stream, desk, block);
    if (stream->numbered) stream->sentence = desk->writer.sentence;
}

static gaz_status write_block(void *context, struct block *block, gaz_error *error) {
    gaz_stream *stream = context;
    gaz_status status = GAZ_OK;
    if (block->out.size)
        status = file_write_all(stream->output, block->out.bytes, block->out.size, "standard output", error);
    if (status == GAZ_OK && block->status != GAZ_OK) {
        *error = block->error;
        status = block->status;
    }
    stream->totals.sentences += block->totals.sentences;
    stream->totals.tokens += block->totals.tokens;
    stream->totals.spans += block->totals.spans;
    return status;
}

/* ---- Making a stream ---- */

static enum scanner_input scanner_input_of(const gaz_stream_options *options) {
    switch (options->input) {
    case GAZ_INPUT_CONLL: return SCANNER_ROWS;
    case GAZ_INPUT_TEXT: return options->paragraphs ? SCANNER_PARAGRAPHS : SCANNER_WORDS;
    default: return SCANNER_TOKENIZED;
    }
}

static struct units units_of(const gaz_stream_options *options) {
    bool jsonl = options->output == GAZ_OUTPUT_JSONL;
    gaz_offsets unit = options->offsets;
    if (unit == GAZ_OFFSETS_DEFAULT) unit = jsonl ? GAZ_OFFSETS_CODEPOINT : GAZ_OFFSETS_BYTE;
    return (struct units){unit, jsonl};
}

static gaz_status make_desk(struct desk *desk, const gaz_stream *stream, gaz_error *error) {
    const gaz_stream_options *options = &stream->options;
    struct scanner_options scanning = {.input = scanner_input_of(options),
                                       .all = options->all != 0,
                                       .kernel = options->kernel,
                                       .min_score = model_min_score(stream->model, options->min_score),
                                       .types = options->types,
                                       .type_count = options->type_count,
                                       .token_column = options->columns.token_column,
                                       .lenient = options->columns.lenient != 0};
    desk->document = UINT64_MAX;
    desk->writer = (struct writer){.model = stream->model,
                                   .input = options->input,
                                   .output = options->output,
                                   .scheme = options->scheme,
                                   .units = units_of(options),
                                   .only_matching = options->only_matching != 0,
                                   .all = options->all != 0,
                                   .paragraphs = options->input == GAZ_INPUT_TEXT && options->paragraphs,
                                   .replaced_column = options->replace_tag ? options->columns.tag_column : 0};
    return scanner_new(&desk->scanner, stream->model, &scanning, error);
}

static void free_desk(struct desk *desk) {
    scanner_free(desk->scanner);
    writer_free(&desk->writer);
}

static gaz_status check_options(gaz_stream_options *options, gaz_error *error) {
    bool overlaps = options->all && (options->output == GAZ_OUTPUT_CONLL || options->output == GAZ_OUTPUT_ANSI);
    if (overlaps)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0,
                         "all matches may overlap, which conll and ansi output cannot show; use tsv or jsonl");
    if (!(options->min_score <= 1))
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the lowest score is a number from 0 to 1");
    if (options->columns.token_column == 0) options->columns.token_column = 1;
    if (options->replace_tag && options->columns.tag_column == options->columns.token_column)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "the tag column is the tokens' column");
    return GAZ_OK;
}

static gaz_status make(gaz_stream *stream, unsigned threads, gaz_error *error) {
    stream->desk_count = threads ? threads : 1;
    stream->desks = calloc(stream->desk_count, sizeof *stream->desks);
    if (!stream->desks) return error_memory(error);
    gaz_status status = make_desk(&stream->carry, stream, error);
    for (unsigned i = 0; i < stream->desk_count && status == GAZ_OK; i++)
        status = make_desk(&stream->desks[i], stream, error);
    if (status == GAZ_OK) status = ring_new(&stream->ring, threads, BLOCK_SIZE, work, write_block, stream, error);
    return status;
}

gaz_status gaz_stream_new(gaz_stream **stream, const gaz_model *model, const gaz_stream_options *options, int output,
                          gaz_error *error) {
    if (!stream || !model || !options)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_stream_new without model or options");
    *stream = NULL;
    gaz_stream *made = calloc(1, sizeof *made);
    if (!made) return error_memory(error);
    made->model = model;
    made->options = *options;
    made->output = output;
    made->split = (struct split){.input = options->input, .paragraphs = options->paragraphs != 0};
    /* The number of a sentence in its document is known only when those before it are tagged. */
    made->numbered = options->input == GAZ_INPUT_CONLL && options->output == GAZ_OUTPUT_TSV;
    unsigned threads = options->threads < 2 || made->numbered ? 0 : options->threads;
    gaz_status status = check_options(&made->options, error);
    if (status == GAZ_OK) status = make(made, threads, error);
    if (status != GAZ_OK) {
        gaz_stream_free(made);
        return status;
    }
    made->options.types = NULL; /* borrowed until now only */
    *stream = made;
    return GAZ_OK;
}

void gaz_stream_free(gaz_stream *stream) {
    if (!stream) return;
    ring_free(stream->ring);
    for (unsigned i = 0; stream->desks && i < stream->desk_count; i++) free_desk(&stream->desks[i]);
    free(stream->desks);
    free_desk(&stream->carry);
    buffer_free(&stream->carried);
    buffer_free(&stream->tail);
    free(stream);
}

/* ---- Reading ---- */

/* Where reading stands in a file. */
struct reading {
    struct input *input;
    const char *name;
    uint64_t offset;
    uint64_t line;
    bool ended;
    bool inside;      /* the block before ended inside a sentence */
    bool inside_line; /* and inside a line of it */
    bool laid_out;
};

/* Reads more into the block. */
static gaz_status read_more(struct reading *reading, struct block *block, gaz_error *error) {
    size_t room = block->capacity - block->size;
    size_t got;
    if (block->size < READ_SIZE && room > READ_SIZE - block->size) room = READ_SIZE - block->size;
    gaz_status status = input_read(&got, reading->input, block->bytes + block->size, room, error);
    if (status == GAZ_OK && got == 0) reading->ended = true;
    block->size += got;
    return status;
}

/* Passes over a byte order mark, and finds out how columns are laid out. False: that takes more text. */
static bool look_at_start(gaz_stream *stream, struct reading *reading, struct block *block) {
    static const char mark[] = "\xEF\xBB\xBF";
    bool may_be_marked = memcmp(block->bytes, mark, block->size < 3 ? block->size : 3) == 0;
    bool all_there = reading->ended || block->size == block->capacity;
    if (!all_there && block->size < 3 && may_be_marked) return false;
    size_t skip = may_be_marked && block->size >= 3 ? 3 : 0;
    if (stream->options.input == GAZ_INPUT_CONLL) {
        gaz_separator separator = stream->options.columns.separator;
        size_t sample = split_sample(block->bytes + skip, block->size - skip, separator != GAZ_SEPARATOR_AUTO);
        if (sample == 0 && !all_there) return false;
        if (sample == 0) sample = block->size - skip;
        rows_detect(&stream->split.rows, block->bytes + skip, sample, separator);
    }
    if (skip) {
        block->size -= skip;
        memmove(block->bytes, block->bytes + skip, block->size);
        reading->offset = stream->carry.writer.units.unit == GAZ_OFFSETS_BYTE ? skip : 1;
    }
    if (stream->document == 1 && stream->options.input == GAZ_INPUT_TOKENIZED)
        stream->looks_raw = split_looks_raw(block->bytes, block->size);
    reading->laid_out = true;
    return true;
}

/* Fills a block with whole sentences, or with a part of one that is longer than a block. What is read of the next
 * sentence goes into the tail. */
static gaz_status fill(gaz_stream *stream, struct reading *reading, struct block *block, gaz_error *error) {
    memcpy(block->bytes, stream->tail.bytes ? stream->tail.bytes : "", stream->tail.size);
    block->size = stream->tail.size;
    size_t end = 0;
    for (;;) {
        gaz_status status = read_more(reading, block, error);
        if (status != GAZ_OK) return status;
        if (!reading->laid_out && !look_at_start(stream, reading, block)) continue;
        end = reading->ended ? block->size : split_end(&stream->split, block->bytes, block->size, reading->inside_line);
        if (end || reading->ended || block->size == block->capacity) break;
    }
    block->goes_on = reading->inside;
    block->cut = end == 0 && !reading->ended;
    if (block->cut) end = block->size;
    reading->inside = block->cut;
    reading->inside_line = block->cut && end > 0 && block->bytes[end - 1] != '\n';
    stream->tail.size = 0;
    if (!buffer_add(&stream->tail, block->bytes + end, block->size - end)) return error_memory(error);
    block->size = end;
    return GAZ_OK;
}

/* Says where the block lies, and moves on behind it. */
static void place(const gaz_stream *stream, struct reading *reading, struct block *block) {
    block->document = stream->document;
    block->name = reading->name;
    block->offset = reading->offset;
    block->line = reading->line;
    bool tsv = stream->options.output == GAZ_OUTPUT_TSV;
    if (tsv) reading->offset += units_count(stream->carry.writer.units, block->bytes, block->size);
    if (tsv || stream->options.input == GAZ_INPUT_CONLL) reading->line += lines_count(block->bytes, block->size);
}

static void report_progress(const gaz_stream *stream, const struct reading *reading) {
    uint64_t done;
    uint64_t total;
    if (!stream->options.progress) return;
    input_position(&done, &total, reading->input);
    stream->options.progress(stream->options.context, "tagging", done, total);
}

static gaz_status run(gaz_stream *stream, struct reading *reading, gaz_error *error) {
    gaz_status status = GAZ_OK;
    stream->tail.size = 0;
    while (!reading->ended && status == GAZ_OK) {
        struct block *block = ring_next(stream->ring);
        status = fill(stream, reading, block, error);
        if (status != GAZ_OK) break;
        place(stream, reading, block);
        status = ring_submit(stream->ring, error);
        report_progress(stream, reading);
    }
    gaz_error late;
    gaz_status drained = ring_drain(stream->ring, &late);
    if (status == GAZ_OK && drained != GAZ_OK) {
        if (error) *error = late;
        status = drained;
    }
    return status;
}

gaz_status gaz_stream_file(gaz_stream *stream, const char *path, gaz_error *error) {
    if (!stream || !path) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_stream_file without a path");
    struct reading reading = {.name = path, .line = 1};
    gaz_status status = input_open(&reading.input, path, error);
    if (status != GAZ_OK) return status;
    stream->document++;
    stream->sentence = 0;
    status = run(stream, &reading, error);
    input_close(reading.input);
    return status;
}

int gaz_stream_looks_raw(const gaz_stream *stream) {
    return stream && stream->looks_raw;
}

gaz_status gaz_stream_finish(gaz_stream_totals *totals, gaz_stream *stream, gaz_error *error) {
    if (!stream) return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_stream_finish without a stream");
    if (totals) *totals = stream->totals;
    if (stream->options.output != GAZ_OUTPUT_COUNT) return GAZ_OK;
    struct buffer line = {0};
    bool good = buffer_add_text(&line, "sentences ") && buffer_add_number(&line, stream->totals.sentences) &&
                buffer_add_text(&line, " tokens ") && buffer_add_number(&line, stream->totals.tokens) &&
                buffer_add_text(&line, " spans ") && buffer_add_number(&line, stream->totals.spans) &&
                buffer_add_byte(&line, '\n');
    gaz_status status =
        good ? file_write_all(stream->output, line.bytes, line.size, "standard output", error) : error_memory(error);
    buffer_free(&line);
    return status;
}
