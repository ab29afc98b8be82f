#include "stream/writer.h"

#include <stdlib.h>

const struct match *writer_match(struct writer *writer, const struct range *range) {
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
    writer->offset += units_count(writer->units, text, at - writer->at);
    if (writer->input != GAZ_FORMAT_JSONL) writer->line += lines_count(text, at - writer->at);
    writer->at = at;
}

const char *writer_type(const struct writer *writer, const struct match *match) {
    return gaz_model_type(writer->model, writer->model->entries[match->entry].type);
}

bool writer_surface(struct buffer *surface, const struct writer *writer, const struct window *window,
                    const struct match *match) {
    const struct token *tokens = window->tokens;
    surface->size = 0;
    if (writer->input != GAZ_FORMAT_CONLL) {
        uint32_t begin = tokens[match->begin].begin;
        return buffer_add(surface, window->text + begin, tokens[match->end - 1].end - begin);
    }
    bool good = true;
    for (uint32_t i = match->begin; i < match->end; i++)
        good = good && buffer_add(surface, " ", i > match->begin) &&
               buffer_add(surface, window->text + tokens[i].begin, tokens[i].end - tokens[i].begin);
    return good;
}

/* ---- Records ---- */

static void begin_part(struct writer *writer) {
    writer->out_before = writer->out.size;
    writer->text_size = 0;
    writer->text_units = 0;
    writer->span_count = 0;
    writer->spans.size = 0;
    if (writer->output == GAZ_FORMAT_JSONL) write_jsonl_begin(writer);
}

static void end_part(struct writer *writer, bool goes_on) {
    if (writer->output == GAZ_FORMAT_JSONL) write_jsonl_end(writer, goes_on);
    if (writer->only_matching && writer->span_count == 0) writer->out.size = writer->out_before;
}

static void begin_record(struct writer *writer) {
    writer->open = true;
    writer->token_count = 0;
    writer->covered = 0;
    writer->last_end = 0;
    begin_part(writer);
}

static void end_record(struct writer *writer) {
    gaz_format by_line = writer->input == GAZ_FORMAT_CONLL ? GAZ_FORMAT_ANSI : GAZ_FORMAT_CONLL;
    if (writer->output == by_line && writer->token_count) writer_put(writer, "\n", 1);
    end_part(writer, false);
    writer->open = false;
    if (writer->token_count == 0) return;
    writer->sentence++;
    writer->totals.sentences++;
}

/* The first token of the range before which the record can be cut in two: where its part is large enough and no span
 * reaches across. The end of the range if there is none. Depends on the record alone, not on the windows. */
static uint32_t find_cut(const struct writer *writer, const struct range *range) {
    uint64_t covered = writer->covered;
    size_t match = writer->match_next;
    size_t spans_before = writer->span_count - match; /* wraps, and back again below */
    for (uint32_t i = range->token_begin; i < range->token_end; i++) {
        uint64_t number = writer->token_count + (i - range->token_begin);
        uint64_t text_size = writer->text_size + (range->window->tokens[i].begin - range->text_begin);
        bool inside_token = i == 0 && range->window->first_goes_on;
        bool full = text_size >= RECORD_TEXT_MAX || spans_before + match >= RECORD_SPANS_MAX;
        if (full && (covered <= number || writer->all) && !inside_token) return i;
        for (; match < writer->match_count && writer->matches[match].begin == i; match++) {
            uint64_t end = number + (writer->matches[match].end - i);
            if (end > covered) covered = end;
        }
    }
    return range->token_end;
}

static void write_range(struct writer *writer, const struct range *range) {
    size_t first = writer->match_next;
    switch (writer->output) {
    case GAZ_FORMAT_CONLL:
        if (writer->input == GAZ_FORMAT_CONLL)
            write_rows(writer, range);
        else
            write_conll(writer, range);
        break;
    case GAZ_FORMAT_TSV: write_tsv(writer, range); break;
    case GAZ_FORMAT_JSONL: write_jsonl(writer, range); break;
    case GAZ_FORMAT_ANSI: write_ansi(writer, range); break;
    default: break; /* count, and what writes whole documents */
    }
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

/* Where a part must end, even without a token's begin; the end of the range if it need not, or if the format writes
 * tokens and not text. Depends on the record alone, as above. */
static uint32_t find_limit(const struct writer *writer, const struct range *range) {
    bool by_token = writer->input == GAZ_FORMAT_CONLL || writer->output == GAZ_FORMAT_CONLL;
    uint64_t size = range->text_end - range->text_begin;
    if (by_token || writer->text_size + size <= RECORD_TEXT_LIMIT) return range->text_end;
    uint32_t limit = range->text_begin + (uint32_t)(RECORD_TEXT_LIMIT - writer->text_size);
    for (int back = 0; back < 3 && limit > range->text_begin; back++, limit--) /* not within a code point */
        if (((unsigned char)range->window->text[limit] & 0xC0) != 0x80) break;
    return limit;
}

static bool may_be_full(const struct writer *writer, const struct range *range) {
    return writer->text_size + (range->text_end - range->text_begin) >= RECORD_TEXT_MAX ||
           writer->span_count + (writer->match_count - writer->match_next) >= RECORD_SPANS_MAX;
}

/* A paragraph's record begins with its first line that is not blank. */
static void skip_blank_lines(struct range *range) {
    const struct window *window = range->window;
    uint32_t at = range->token_begin < range->token_end ? window->tokens[range->token_begin].begin : range->text_end;
    while (at > range->text_begin && window->text[at - 1] != '\n') at--;
    range->text_begin = at;
}

/* Writes what a window has of one sentence, in parts if it has become too large. */
static void write_sentence(struct writer *writer, struct range range, bool ends) {
    if (!writer->open) {
        if (writer->paragraphs && writer->output != GAZ_FORMAT_ANSI) {
            if (range.token_begin == range.token_end) return;
            skip_blank_lines(&range);
        }
        begin_record(writer);
    }
    struct range rest = range;
    rest.ends = ends;
    while (may_be_full(writer, &rest)) {
        struct range part = rest;
        part.ends = false;
        part.token_end = find_cut(writer, &rest);
        bool between = part.token_end < range.token_end;
        part.text_end = between ? range.window->tokens[part.token_end].begin : range.text_end;
        uint32_t limit = find_limit(writer, &rest);
        if (limit < part.text_end) { /* in a token that is too long for any entry, or in blanks */
            part.text_end = limit;
            part.token_end = rest.token_begin;
        } else if (!between) {
            break; /* no place for it here */
        }
        write_range(writer, &part);
        end_part(writer, true);
        begin_part(writer);
        rest.token_begin = part.token_end;
        rest.text_begin = part.text_end;
    }
    write_range(writer, &rest);
    if (ends) end_record(writer);
}

static bool collect_matches(struct writer *writer, struct scanner *scanner) {
    struct match match;
    writer->match_count = writer->match_next = 0;
    while (scanner_match(&match, scanner)) {
        if (!array_reserve(&writer->matches, &writer->match_capacity, writer->match_count + 1, sizeof *writer->matches))
            return false;
        writer->matches[writer->match_count++] = match;
    }
    return true;
}

/* What count needs of a window. */
static void count_window(struct writer *writer, const struct window *window) {
    uint32_t begin = 0;
    for (uint32_t i = 0; i < window->sentence_count; i++) {
        uint32_t end = window->sentences[i].token_end;
        writer->totals.sentences += end > begin || writer->token_count;
        writer->token_count = 0; /* of the sentence that was open */
        begin = end;
    }
    writer->token_count += window->token_count - begin;
    writer->open = writer->token_count > 0;
    writer->totals.tokens += window->token_count - (window->token_count && window->first_goes_on);
    writer->totals.spans += writer->match_count;
}

bool writer_window(struct writer *writer, const struct window *window, struct scanner *scanner) {
    if (!collect_matches(writer, scanner)) return false;
    if (writer->output == GAZ_FORMAT_COUNT) {
        count_window(writer, window);
        return true;
    }
    /* Where the input's own text passes through, what stands between the sentences goes with the one before. */
    bool through = writer->input == GAZ_FORMAT_CONLL || writer->output == GAZ_FORMAT_ANSI;
    struct range range = {.window = window};
    for (uint32_t i = 0; i < window->sentence_count; i++) {
        const struct sentence *sentence = &window->sentences[i];
        range.text_end = through ? sentence->next : sentence->text_end;
        range.token_end = sentence->token_end;
        write_sentence(writer, range, true);
        range.text_begin = sentence->next;
        range.token_begin = sentence->token_end;
    }
    range.text_end = window->size;
    range.token_end = window->token_count;
    if (range.text_begin < range.text_end || range.token_begin < range.token_end) write_sentence(writer, range, false);
    if (writer->output == GAZ_FORMAT_TSV) {
        writer_move(writer, window, window->size);
        writer->at = 0;
    }
    return !writer->failed;
}

void writer_begin_block(struct writer *writer, uint64_t offset, uint64_t line) {
    writer->at = 0;
    writer->offset = offset;
    writer->line = line;
    writer->open = false;
    writer->token_count = 0;
}

void writer_end_block(struct writer *writer) {
    if (writer->open) end_record(writer);
}

size_t writer_ready(const struct writer *writer) {
    bool may_shrink = writer->only_matching || writer->output == GAZ_FORMAT_JSONL;
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
