#include "stream/writer.h"

#include <stdlib.h>

#include "stream/sentence_format.h"

/* A part of a sentence with more bytes of text or more spans than this is followed by another, so that memory is
 * bounded. */
enum { PART_TEXT_MAX = 1 << 20, PART_SPANS_MAX = 1 << 15, PART_TEXT_LIMIT = 2 * PART_TEXT_MAX };

const struct match *writer_sense(struct writer *writer) {
    if (writer->match_next == writer->match_count) return NULL;
    const struct match *match = &writer->matches[writer->match_next];
    if (!match->weaker) return NULL;
    writer->match_next++;
    writer->span_count++;
    return match;
}

const struct match *writer_match(struct writer *writer, const struct range *range) {
    while (writer_sense(writer)) continue;
    if (writer->match_next == writer->match_count) return NULL;
    const struct match *match = &writer->matches[writer->match_next];
    if (match->begin >= range->token_end) return NULL;
    writer->match_next++;
    writer->span_count++;
    writer->totals.spans++;
    return match;
}

void writer_move(struct writer *writer, const struct window *window, uint32_t at) {
    const char *text = window->text + writer->at;
    if (writer->markup)
        writer->offset += at - writer->at;
    else
        writer->offset += offset_unit_count(writer->settings->unit, text, at - writer->at);
    if (writer->settings->options->input.format != GAZ_FORMAT_JSONL)
        writer->line += bytes_count_lines(text, at - writer->at);
    writer->at = at;
}

/* The same in the source of markup, whose text has come to the match. */
static struct writer_position locate_source(struct writer *writer, size_t size) {
    const struct markup_range text = {(size_t)writer->offset, (size_t)writer->offset + size};
    struct markup_range range = markup_find_source(writer->markup, text);
    writer->source_line +=
        bytes_count_lines(writer->markup->source + writer->source_at, range.begin - writer->source_at);
    writer->source_at = range.begin;
    return (struct writer_position){writer->source_line,
                                    offset_counter_measure(&writer->source, range.begin, range.end)};
}

struct writer_position writer_locate(struct writer *writer, const struct window *window, const struct match *match) {
    size_t size;
    const char *surface = window_surface(&size, window, match);
    writer_move(writer, window, window_begin(window, match->begin));
    if (writer->markup) return locate_source(writer, size);
    uint64_t end = writer->offset + offset_unit_count(writer->settings->unit, surface, size);
    return (struct writer_position){writer->line, {writer->offset, end}};
}

uint32_t writer_type_number(const struct writer *writer, const struct match *match) {
    return entry_type(writer->settings->model->entries[match->entry]);
}

const char *writer_type(const struct writer *writer, const struct match *match) {
    return gaz_model_type(writer->settings->model, writer_type_number(writer, match));
}

/* ---- Sentences ---- */

static void begin_part(struct writer *writer, const struct range *range, bool goes_on) {
    if (writer->settings->options->with_source) writer_begin_place(writer, range, goes_on);
    writer->out_before = writer->out.size;
    writer->text_size = 0;
    writer->text_units = 0;
    writer->span_count = 0;
    writer->spans.size = 0;
    if (writer->settings->format->begin) writer->settings->format->begin(writer);
}

static void end_part(struct writer *writer, bool goes_on) {
    if (writer->settings->format->end) writer->settings->format->end(writer, goes_on);
    if (writer->settings->options->only_matching && writer->span_count == 0) writer->out.size = writer->out_before;
}

static void begin_sentence(struct writer *writer, const struct range *range) {
    writer->open = true;
    writer->token_count = 0;
    writer->covered = 0;
    writer->last_end = 0;
    begin_part(writer, range, false);
}

static void end_sentence(struct writer *writer) {
    if (writer->settings->format->ends_line && writer->token_count) writer_put(writer, "\n", 1);
    end_part(writer, false);
    writer->open = false;
    if (writer->token_count == 0) return;
    writer->sentence++;
    writer->totals.sentences++;
}

/* The first token of the range before which the sentence can be cut in two: where its part is large enough and no span
 * reaches across. The end of the range if there is none. Depends on the sentence alone, not on the windows. */
static uint32_t find_cut(const struct writer *writer, const struct range *range) {
    uint64_t covered = writer->covered;
    size_t match = writer->match_next;
    size_t spans_before = writer->span_count - match; /* wraps, and back again below */
    for (uint32_t i = range->token_begin; i < range->token_end; i++) {
        uint64_t number = writer->token_count + (i - range->token_begin);
        uint64_t text_size = writer->text_size + (window_begin(range->window, i) - range->text_begin);
        bool inside_token = i == 0 && range->window->first_goes_on;
        bool full = text_size >= PART_TEXT_MAX || spans_before + match >= PART_SPANS_MAX;
        if (full && (covered <= number || writer->settings->options->match.all) && !inside_token) return i;
        for (; match < writer->match_count && writer->matches[match].begin == i; match++) {
            uint64_t end = number + (writer->matches[match].end - i);
            if (end > covered) covered = end;
        }
    }
    return range->token_end;
}

static void write_range(struct writer *writer, const struct range *range) {
    size_t first = writer->match_next;
    writer->settings->format->write(writer, range);
    for (size_t i = first; i < writer->match_next; i++) {
        uint64_t end = writer->token_count + (writer->matches[i].end - range->token_begin);
        if (end > writer->covered) writer->covered = end;
    }
    const struct window *window = range->window;
    uint32_t tokens = range->token_end - range->token_begin;
    if (tokens && range->token_begin == 0 && window->first_goes_on) tokens--;
    writer->token_count += tokens;
    writer->totals.tokens += tokens;
    writer->text_size += range->text_end - range->text_begin;
}

/* Where a part must end, even inside a token; the end of the range if it need not, or if the format writes tokens and
 * not text. Depends on the sentence alone, as above. */
static uint32_t find_limit(const struct writer *writer, const struct range *range) {
    uint64_t size = range->text_end - range->text_begin;
    if (writer->settings->format->by_token || writer->text_size + size <= PART_TEXT_LIMIT) return range->text_end;
    uint32_t limit = range->text_begin + (uint32_t)(PART_TEXT_LIMIT - writer->text_size);
    for (int back = 0; back < 3 && limit > range->text_begin; back++, limit--) /* not within a code point */
        if (((unsigned char)range->window->text[limit] & 0xC0) != 0x80) break;
    return limit;
}

static bool may_be_full(const struct writer *writer, const struct range *range) {
    return writer->text_size + (range->text_end - range->text_begin) >= PART_TEXT_MAX ||
           writer->span_count + (writer->match_count - writer->match_next) >= PART_SPANS_MAX;
}

/* A paragraph begins with its first line that is not blank. */
static void skip_blank_lines(struct range *range) {
    const struct window *window = range->window;
    uint32_t at = range->token_begin < range->token_end ? window_begin(window, range->token_begin) : range->text_end;
    while (at > range->text_begin && window->text[at - 1] != '\n') at--;
    range->text_begin = at;
}

/* Writes what a window has of one sentence, in parts if it has become too large; `rest` becomes the last of them. */
static void write_sentence(struct writer *writer, struct range *rest, bool ends) {
    if (!writer->open) {
        if (writer->settings->options->input.paragraphs && !writer->settings->format->passes_text) {
            if (rest->token_begin == rest->token_end) return;
            skip_blank_lines(rest);
        }
        begin_sentence(writer, rest);
    }
    rest->ends = ends;
    while (may_be_full(writer, rest)) {
        struct range part = *rest;
        part.ends = false;
        part.token_end = find_cut(writer, rest);
        bool between = part.token_end < rest->token_end;
        part.text_end = between ? window_begin(rest->window, part.token_end) : rest->text_end;
        uint32_t limit = find_limit(writer, rest);
        if (limit < part.text_end) { /* in a token that is too long for any entry, or in blanks */
            part.text_end = limit;
            part.token_end = rest->token_begin;
        } else if (!between) {
            break; /* no place for it here */
        }
        write_range(writer, &part);
        end_part(writer, true);
        rest->token_begin = part.token_end;
        rest->text_begin = part.text_end;
        begin_part(writer, rest, true);
    }
    write_range(writer, rest);
    if (ends) end_sentence(writer);
}

static bool add_match(struct writer *writer, const struct match *match) {
    if (!array_reserve(&writer->matches, &writer->match_capacity, writer->match_count + 1, sizeof *writer->matches))
        return false;
    writer->matches[writer->match_count++] = *match;
    return true;
}

static bool collect_matches(struct writer *writer, struct scanner *scanner) {
    bool senses = scanner_gives_senses(scanner) && !writer->settings->format->counts_only;
    struct match match;
    bool good = true;
    writer->match_count = writer->match_next = 0;
    while (good && scanner_match(&match, scanner)) {
        good = add_match(writer, &match);
        match.weaker = true;
        while (good && senses && scanner_next_sense(&match, scanner)) good = add_match(writer, &match);
    }
    return good;
}

/* Formats that count only: what they need of a window. */
static void count_window(struct writer *writer, const struct window *window) {
    const struct units *units = &window->units;
    uint32_t open = 0; /* tokens behind the last line end */
    while (open < units->count && !unit_is_line_end(units, units->count - open - 1)) open++;
    if (open < units->count) {
        writer->totals.sentences += window->sentences;
        if (writer->token_count && unit_is_line_end(units, 0)) writer->totals.sentences++;
        writer->token_count = 0; /* of the sentence that was open */
    }
    writer->token_count += open;
    writer->open = writer->token_count > 0;
    writer->totals.tokens += window->tokens - (window->tokens && window->first_goes_on);
    writer->totals.spans += writer->match_count;
}

static void write_window(struct writer *writer, const struct window *window) {
    const struct units *units = &window->units;
    struct range range = {.window = window};
    for (uint32_t i = 0; (i = unit_find_line_end(units, i)) < units->count; i++) {
        struct line_end end = window_line_end(window, i);
        range.text_end = writer->settings->format->passes_text ? end.next : end.text_end;
        range.token_end = i;
        write_sentence(writer, &range, true);
        range.text_begin = end.next;
        range.token_begin = i + 1;
    }
    range.text_end = window->size;
    range.token_end = units->count;
    if (range.text_begin < range.text_end || range.token_begin < range.token_end) write_sentence(writer, &range, false);
}

bool writer_window(struct writer *writer, const struct window *window, struct scanner *scanner) {
    const struct sentence_format *format = writer->settings->format;
    if (!collect_matches(writer, scanner)) return false;
    if (format->counts_only) {
        count_window(writer, window);
        return true;
    }
    write_window(writer, window);
    if (format->end_window) format->end_window(writer, window);
    if (writer->settings->options->with_source) writer_end_places(writer, window);
    return !writer->failed;
}

void writer_begin_file(struct writer *writer, const char *name, const struct rows *rows) {
    const gaz_stream_options *options = writer->settings->options;
    unsigned tag_column = options->input.columns.tag_column;
    unsigned last = rows_last_tag_column(rows);
    if (last == 0 && rows->column_count > 1) last = rows->column_count;
    writer->document = name;
    writer->rows = rows;
    writer->replaced_column = 0;
    if (options->replace_tag) writer->replaced_column = tag_column ? tag_column : last;
}

void writer_begin_block(struct writer *writer, uint64_t offset, uint64_t line) {
    writer->at = 0;
    writer->offset = offset;
    writer->line = line;
    writer->open = false;
    writer->token_count = 0;
}

void writer_begin_markup(struct writer *writer, const struct markup *markup) {
    writer_begin_block(writer, 0, 1);
    writer->markup = markup;
    writer->source =
        (struct offset_counter){.unit = writer->settings->unit, .text = markup->source, .size = markup->size};
    writer->source_line = 1;
    writer->source_at = 0;
}

void writer_end_block(struct writer *writer) {
    if (writer->open) end_sentence(writer);
}

size_t writer_ready(const struct writer *writer) {
    bool may_shrink = writer->settings->options->only_matching || writer->settings->format->may_shrink;
    return writer->open && may_shrink ? writer->out_before : writer->out.size;
}

void writer_written(struct writer *writer, size_t size) {
    struct buffer *out = &writer->out;
    if (size < out->size) memmove(out->bytes, out->bytes + size, out->size - size);
    out->size -= size;
    writer->out_before = writer->out_before > size ? writer->out_before - size : 0;
}

void writer_free(struct writer *writer) {
    buffer_free(&writer->out);
    buffer_free(&writer->spans);
    free(writer->matches);
    writer->matches = NULL;
}
