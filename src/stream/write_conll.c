#include "stream/writer.h"

/* Where a token stands in a span. */
struct place {
    const struct match *match; /* NULL = outside */
    bool first;
    bool last;
};

/* The places of a range's tokens, from left to right. */
struct walk {
    struct writer *writer;
    const struct range *range;
    const struct match *match;
};

static struct place place_of(struct walk *walk, uint32_t token) {
    if (walk->match && walk->match->end <= token) walk->match = NULL;
    if (!walk->match) {
        struct range here = *walk->range;
        here.token_end = token + 1;
        walk->match = writer_match(walk->writer, &here);
    }
    const struct match *match = walk->match;
    if (!match) return (struct place){0};
    return (struct place){match, match->begin == token, match->end == token + 1};
}

static char prefix(struct writer *writer, const struct place *place, uint64_t number) {
    if (writer->scheme == GAZ_SCHEME_BIOES) {
        if (place->first && place->last) return 'S';
        return place->first ? 'B' : place->last ? 'E' : 'I';
    }
    if (!place->first) return 'I';
    if (writer->scheme != GAZ_SCHEME_IOB1) return 'B';
    uint32_t type = writer->model->entries[place->match->entry].type;
    return number > 0 && writer->last_end == number && writer->last_type == type ? 'B' : 'I';
}

/* `number`: of the token in its record. */
static void put_tag(struct writer *writer, const struct place *place, uint64_t number) {
    if (!place->match) {
        writer_put(writer, "O", 1);
        return;
    }
    if (writer->scheme != GAZ_SCHEME_BARE) {
        char tag[2] = {prefix(writer, place, number), '-'};
        writer_put(writer, tag, sizeof tag);
    }
    writer_put_text(writer, writer_type(writer, place->match));
    writer->last_type = writer->model->entries[place->match->entry].type;
    writer->last_end = number + 1;
}

/* The tokens [begin, end) of a window, which lie in no span. */
static void put_outside(struct writer *writer, const struct window *window, uint32_t begin, uint32_t end) {
    enum { SHORT = 16 };
    static const char tag[4] = "\tO\n";
    struct buffer *out = &writer->out;
    size_t room =
        window->tokens[end - 1].end - window->tokens[begin].begin + (size_t)(end - begin) * sizeof tag + SHORT;
    if (!buffer_reserve(out, room)) {
        writer->failed = true;
        return;
    }
    char *at = out->bytes + out->size;
    for (uint32_t i = begin; i < end; i++) {
        const struct token *token = &window->tokens[i];
        size_t size = token->end - token->begin;
        if (size <= SHORT && token->begin + SHORT <= window->size)
            memcpy(at, window->text + token->begin, SHORT); /* too much is overwritten at once */
        else
            memcpy(at, window->text + token->begin, size);
        memcpy(at + size, tag, sizeof tag);
        at += size + sizeof tag - 1;
    }
    out->size = (size_t)(at - out->bytes);
}

/* Where the stretch of tokens outside of spans that begins at `begin` ends. */
static uint32_t outside_end(const struct walk *walk, uint32_t begin, uint32_t end) {
    const struct writer *writer = walk->writer;
    if (walk->match && walk->match->end > begin) return begin;
    if (writer->match_next < writer->match_count && writer->matches[writer->match_next].begin < end)
        return writer->matches[writer->match_next].begin;
    return end;
}

void write_conll(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    struct walk walk = {writer, range, NULL};
    uint64_t number = writer->token_count;
    bool whole = !window->first_goes_on && !window->last_goes_on;
    for (uint32_t i = range->token_begin; i < range->token_end; i++) {
        uint32_t outside = whole ? outside_end(&walk, i, range->token_end) : i;
        if (outside > i) {
            put_outside(writer, window, i, outside);
            number += outside - i;
            i = outside;
            if (i == range->token_end) break;
        }
        const struct token *token = &window->tokens[i];
        struct place place = place_of(&walk, i);
        bool goes_on = i == 0 && window->first_goes_on;
        writer_put(writer, window->text + token->begin, token->end - token->begin);
        if (i + 1 == window->token_count && window->last_goes_on) {
            number += goes_on ? 0 : 1;
            continue;
        }
        writer_put(writer, "\t", 1);
        put_tag(writer, &place, goes_on ? number - 1 : number);
        writer_put(writer, "\n", 1);
        number += goes_on ? 0 : 1;
    }
}

/* ---- Columns in, columns out ---- */

static uint32_t row_end(const struct window *window, uint32_t at, uint32_t text_end) {
    const char *newline = memchr(window->text + at, '\n', text_end - at);
    return newline ? (uint32_t)(newline - window->text) : text_end;
}

/* Writes a row with its tag; `begin` to `end` is the row without its line end. */
static void put_row(struct writer *writer, const struct window *window, uint32_t begin, uint32_t end,
                    const struct place *place, uint64_t number) {
    const char *row = window->text + begin;
    size_t size = end - begin;
    size_t tag_begin;
    size_t tag_end;
    if (writer->replaced_column &&
        rows_column(&tag_begin, &tag_end, &writer->rows, row, size, writer->replaced_column)) {
        writer_put(writer, row, tag_begin);
        put_tag(writer, place, number);
        writer_put(writer, row + tag_end, size - tag_end);
        return;
    }
    bool blank = writer->rows.separator == GAZ_SEPARATOR_BLANK && !memchr(row, '\t', size);
    writer_put(writer, row, size);
    writer_put(writer, blank ? " " : "\t", 1);
    put_tag(writer, place, number);
}

void write_rows(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    struct walk walk = {writer, range, NULL};
    uint32_t at = range->text_begin;
    uint64_t number = writer->token_count;
    for (uint32_t i = range->token_begin; i < range->token_end; i++, number++) {
        uint32_t begin = window->tokens[i].begin;
        while (begin > at && window->text[begin - 1] != '\n') begin--;
        uint32_t end = row_end(window, window->tokens[i].end, range->text_end);
        uint32_t line_end = end;
        if (end > begin && end < range->text_end && window->text[end - 1] == '\r') end--;
        writer_put(writer, window->text + at, begin - at);
        struct place place = place_of(&walk, i);
        put_row(writer, window, begin, end, &place, number);
        if (line_end == range->text_end) writer_put(writer, "\n", 1); /* the file's last line has no end */
        at = end;
    }
    writer_put(writer, window->text + at, range->text_end - at);
}
