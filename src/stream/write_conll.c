#include "base/decimal.h"
#include "format/id_column.h"
#include "stream/sentence_format.h"

/* Where a token is in a span. */
struct tag_position {
    const struct match *match; /* NULL: outside */
    bool first;
    bool last;
};

/* Gives the positions of a range's tokens, from left to right. */
struct tag_cursor {
    struct writer *writer;
    const struct range *range;
    const struct match *match;
};

static struct tag_position next_position(struct tag_cursor *cursor, uint32_t token) {
    if (cursor->match && cursor->match->end <= token) cursor->match = NULL;
    if (!cursor->match) {
        struct range here = *cursor->range;
        here.token_end = token + 1;
        cursor->match = writer_match(cursor->writer, &here);
    }
    const struct match *match = cursor->match;
    if (!match) return (struct tag_position){0};
    return (struct tag_position){match, match->begin == token, match->end == token + 1};
}

static char prefix(struct writer *writer, const struct tag_position *position, uint64_t number) {
    if (writer->settings->options->scheme == GAZ_SCHEME_BIOES) {
        if (position->first && position->last) return 'S';
        return position->first ? 'B' : position->last ? 'E' : 'I';
    }
    if (!position->first) return 'I';
    if (writer->settings->options->scheme != GAZ_SCHEME_IOB1) return 'B';
    uint32_t type = writer_type_number(writer, position->match);
    return number > 0 && writer->last_end == number && writer->last_type == type ? 'B' : 'I';
}

/* `number`: of the token in its sentence. */
static void put_tag(struct writer *writer, const struct tag_position *position, uint64_t number) {
    if (!position->match) {
        writer_put(writer, "O", 1);
        return;
    }
    if (writer->settings->options->scheme != GAZ_SCHEME_BARE) {
        char tag[2] = {prefix(writer, position, number), '-'};
        writer_put(writer, tag, sizeof tag);
    }
    writer_put_text(writer, writer_type(writer, position->match));
    writer->last_type = writer_type_number(writer, position->match);
    writer->last_end = number + 1;
}

/* The column of scores, which comes before that of the tags. */
static void put_score(struct writer *writer, const struct tag_position *position, bool blanks) {
    if (!writer->settings->options->score_column) return;
    if (!position->match)
        writer_put(writer, "0", 1);
    else if (!decimal_add_fraction(&writer->out, (double)position->match->score))
        writer->failed = true;
    writer_put(writer, blanks ? " " : "\t", 1);
}

/* The column of ids, of the senses that have the tag's type. They follow their match in the writer's. */
static void put_ids(struct writer *writer, const struct tag_position *position, bool blanks) {
    const gaz_model *model = writer->settings->model;
    const struct match *match = position->match;
    const struct match *end = match ? writer->matches + writer->match_count : NULL;
    if (!writer->settings->options->id_column) return;
    writer_put(writer, blanks ? " " : "\t", 1);
    if (!match) {
        writer_put(writer, "_", 1);
        return;
    }
    uint32_t type = writer_type_number(writer, match);
    size_t count = 0;
    do {
        if (writer_type_number(writer, match) == type &&
            !id_column_add(&writer->out, model_id(model, match->entry), count++, blanks))
            writer->failed = true;
    } while (++match < end && match->weaker);
}

enum { SHORT = 16 /* bytes that are copied at once, though fewer may be wanted */ };

/* What stands behind a token in no span; all bytes are copied at once. */
struct outside {
    char bytes[8];
    uint32_t size;
};

static struct outside outside_of(const struct writer *writer) {
    static const struct outside rows[2][2] = {{{"\tO\n", 3}, {"\tO\t_\n", 5}}, {{"\t0\tO\n", 5}, {"\t0\tO\t_\n", 7}}};
    const gaz_stream_options *options = writer->settings->options;
    return rows[options->score_column != 0][options->id_column != 0];
}

static char *put_outside_row(char *to, const char *token, size_t size, const struct outside *outside) {
    memcpy(to, token, size);
    memcpy(to + size, outside->bytes, sizeof outside->bytes);
    return to + size + outside->size;
}

/* Whether the tokens [begin, end) end at blanks, and stand where SHORT bytes can be read. */
static bool are_plain(const struct units *units, uint32_t begin, uint32_t end) {
    return begin < end && !units->ends && units->begins[end - 1] + SHORT <= units->size;
}

/* The rows of such tokens from `unit` on, up to one that is not short. Moves `unit` behind them. */
static char *put_short_rows(char *to, const struct units *units, uint32_t *unit, uint32_t end,
                            const struct outside *outside) {
    for (; *unit < end; ++*unit) {
        const char *token = units->text + units->begins[*unit];
        uint32_t size = bytes_before_blank(token);
        if (size == SHORT) break;
        memcpy(to, token, SHORT);
        memcpy(to + size, outside->bytes, sizeof outside->bytes);
        to += size + outside->size;
    }
    return to;
}

/* The tokens [begin, end) of a window, which lie in no span. */
static void put_outside(struct writer *writer, const struct window *window, uint32_t begin, uint32_t end) {
    const struct units *units = &window->units;
    struct buffer *out = &writer->out;
    const struct outside outside = outside_of(writer);
    size_t needed = units->begins[end] - units->begins[begin] + (size_t)(end - begin) * sizeof outside.bytes + SHORT;
    if (!buffer_reserve(out, needed)) {
        writer->failed = true;
        return;
    }
    char *at = out->bytes + out->size;
    uint32_t short_end = are_plain(units, begin, end) ? end - 1 : begin; /* the last may have a CR before a line end */
    for (uint32_t i = begin; i < end; i++) {
        if (i < short_end) at = put_short_rows(at, units, &i, short_end, &outside);
        at = put_outside_row(at, units->text + units->begins[i], unit_end(units, i) - units->begins[i], &outside);
    }
    out->size = (size_t)(at - out->bytes);
}

/* Where the run of tokens outside spans that begins at `begin` ends. */
static uint32_t outside_end(const struct tag_cursor *cursor, uint32_t begin, uint32_t end) {
    const struct writer *writer = cursor->writer;
    if (cursor->match && cursor->match->end > begin) return begin;
    if (writer->match_next < writer->match_count && writer->matches[writer->match_next].begin < end)
        return writer->matches[writer->match_next].begin;
    return end;
}

void write_conll(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    struct tag_cursor cursor = {writer, range, NULL};
    uint64_t number = writer->token_count;
    bool whole = !window->first_goes_on && !window->last_goes_on;
    for (uint32_t i = range->token_begin; i < range->token_end; i++) {
        uint32_t outside = whole ? outside_end(&cursor, i, range->token_end) : i;
        if (outside > i) {
            put_outside(writer, window, i, outside);
            number += outside - i;
            i = outside;
            if (i == range->token_end) break;
        }
        uint32_t size;
        const char *token = window_token(&size, window, i);
        struct tag_position position = next_position(&cursor, i);
        bool goes_on = i == 0 && window->first_goes_on;
        writer_put(writer, token, size);
        if (i + 1 == window->units.count && window->last_goes_on) {
            number += goes_on ? 0 : 1;
            continue;
        }
        writer_put(writer, "\t", 1);
        put_score(writer, &position, false);
        put_tag(writer, &position, goes_on ? number - 1 : number);
        put_ids(writer, &position, false);
        writer_put(writer, "\n", 1);
        number += goes_on ? 0 : 1;
    }
}

/* ---- Columns in, columns out ---- */

static uint32_t row_end(const struct window *window, uint32_t at, uint32_t text_end) {
    const char *newline = memchr(window->text + at, '\n', text_end - at);
    return newline ? (uint32_t)(newline - window->text) : text_end;
}

/* Writes a row with its score, tag and ids; `begin` to `end` is the row without its line end. */
static void put_row(struct writer *writer, const struct window *window, uint32_t begin, uint32_t end,
                    const struct tag_position *position, uint64_t number) {
    const char *row = window->text + begin;
    size_t size = end - begin;
    size_t tag_begin;
    size_t tag_end;
    bool blanks = writer->rows->separator == GAZ_SEPARATOR_BLANK && !memchr(row, '\t', size);
    if (writer->replaced_column &&
        rows_column(&tag_begin, &tag_end, writer->rows, row, size, writer->replaced_column)) {
        writer_put(writer, row, tag_begin);
        put_score(writer, position, blanks);
        put_tag(writer, position, number);
        writer_put(writer, row + tag_end, size - tag_end);
    } else {
        writer_put(writer, row, size);
        writer_put(writer, blanks ? " " : "\t", 1);
        put_score(writer, position, blanks);
        put_tag(writer, position, number);
    }
    put_ids(writer, position, blanks);
}

void write_rows(struct writer *writer, const struct range *range) {
    const struct window *window = range->window;
    struct tag_cursor cursor = {writer, range, NULL};
    uint32_t at = range->text_begin;
    uint64_t number = writer->token_count;
    for (uint32_t i = range->token_begin; i < range->token_end; i++, number++) {
        uint32_t begin = window_begin(window, i);
        while (begin > at && window->text[begin - 1] != '\n') begin--;
        uint32_t end = row_end(window, window_end(window, i), range->text_end);
        uint32_t line_end = end;
        if (end > begin && end < range->text_end && window->text[end - 1] == '\r') end--;
        writer_put(writer, window->text + at, begin - at);
        struct tag_position position = next_position(&cursor, i);
        put_row(writer, window, begin, end, &position, number);
        if (line_end == range->text_end) writer_put(writer, "\n", 1); /* the file's last line has no end */
        at = end;
    }
    writer_put(writer, window->text + at, range->text_end - at);
}
