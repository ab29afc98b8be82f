#include "text/rows.h"

#include <string.h>

#include "base/decimal.h"
#include "base/hash.h"
#include "text/tag_form.h"

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

bool rows_next_line(struct rows_line *line, size_t *position, const char *text, size_t size) {
    if (*position >= size) return false;
    const char *bytes = text + *position;
    size_t rest = size - *position;
    const char *feed = memchr(bytes, '\n', rest);
    size_t length = feed ? (size_t)(feed - bytes) : rest;
    *position += feed ? length + 1 : rest;
    bool carriage = length && bytes[length - 1] == '\r';
    *line = (struct rows_line){.bytes = bytes, .size = length - carriage, .crlf = feed && carriage};
    return true;
}

static bool next_blank_column(size_t *begin, size_t *end, size_t *position, const char *line, size_t size) {
    size_t i = *position;
    while (i < size && is_blank(line[i])) i++;
    if (i == size) return false;
    *begin = i;
    while (i < size && !is_blank(line[i])) i++;
    *position = *end = i;
    return true;
}

static inline bool next_column(size_t *begin, size_t *end, size_t *position, const struct rows *rows, const char *line,
                               size_t size) {
    if (rows->separator == GAZ_SEPARATOR_BLANK) return next_blank_column(begin, end, position, line, size);
    if (*position > size) return false;
    *begin = *position;
    const char *tab = memchr(line + *position, '\t', size - *position);
    *end = tab ? (size_t)(tab - line) : size;
    *position = *end + 1; /* size + 1 after the last: a TAB at the line's end has an empty column after it */
    return true;
}

bool rows_next_column(size_t *begin, size_t *end, size_t *position, const struct rows *rows, const char *line,
                      size_t size) {
    return next_column(begin, end, position, rows, line, size);
}

bool rows_column(size_t *begin, size_t *end, const struct rows *rows, const char *line, size_t size, unsigned column) {
    size_t position = 0;
    if (column == 0) return false;
    for (unsigned i = 0; i < column; i++)
        if (!next_column(begin, end, &position, rows, line, size)) return false;
    return true;
}

bool rows_marks_end(const char *bytes, size_t size) {
    static const char mark[] = "EndOfSentence";
    size_t mark_size = sizeof mark - 1;
    const char *end = bytes + size;
    while ((size_t)(end - bytes) >= mark_size) {
        const char *bar = memchr(bytes, '|', (size_t)(end - bytes));
        size_t part = (size_t)((bar ? bar : end) - bytes);
        if (part == mark_size && memcmp(bytes, mark, part) == 0) return true;
        if (!bar) return false;
        bytes = bar + 1;
    }
    return false;
}

unsigned rows_count_columns(const struct rows *rows, const char *line, size_t size) {
    size_t begin;
    size_t end;
    size_t position = 0;
    unsigned count = 0;
    while (rows_next_column(&begin, &end, &position, rows, line, size)) count++;
    return count;
}

static bool equals(const char *bytes, size_t size, const char *text) {
    return size == strlen(text) && memcmp(bytes, text, size) == 0;
}

enum row_kind rows_classify_plain(const char *line, size_t size) {
    static const char document[] = "-DOCSTART-";
    size_t document_size = sizeof document - 1;
    while (size && is_blank(line[size - 1])) size--;
    if (size == 0) return ROW_BLANK;
    if (equals(line, size, "<s>") || equals(line, size, "</s>")) return ROW_MARK;
    while (is_blank(*line)) {
        line++;
        size--;
    }
    if (size >= document_size && memcmp(line, document, document_size) == 0 &&
        (size == document_size || is_blank(line[document_size])))
        return ROW_DOCUMENT;
    return ROW_TOKEN;
}

/* Whether the row has tags in the columns of tags; where there are none, nothing in the empty ones. */
static bool fits_columns(const struct rows *rows, const char *line, size_t size) {
    uint64_t looked_at = rows->tag_columns ? rows->tag_columns : rows->empty_columns;
    size_t begin;
    size_t end;
    size_t position = 0;
    for (unsigned i = 0; i < ROWS_MOST_COLUMNS && looked_at >> i; i++) {
        if (!next_column(&begin, &end, &position, rows, line, size)) return false;
        if (!(looked_at >> i & 1)) continue;
        enum tag_form form = tag_form(line + begin, end - begin);
        bool tag = form == TAG_OUTSIDE || form == TAG_TYPED;
        if (rows->tag_columns ? !tag : !equals(line + begin, end - begin, "_")) return false;
    }
    return true;
}

/* Whether a line that begins with # is a comment, and not the row of a token that does. */
static bool is_comment(const struct rows *rows, const char *line, size_t size) {
    /* In a file of one column a token may hold spaces, so the count says nothing: `# text` is taken for a comment. */
    if (rows->column_count <= 1) return size > 1 && is_blank(line[1]);
    if (rows->number_column == 1 || !fits_columns(rows, line, size)) return true;
    if (rows->tag_columns && rows->separator == GAZ_SEPARATOR_TAB) return false; /* though other columns be missing */
    return rows_count_columns(rows, line, size) != rows->column_count;
}

/* Whether a comment says that a document begins: in CoNLL-2012, CoNLL-U, HIPE. */
static bool begins_document(const char *line, size_t size) {
    static const char *const beginnings[] = {"#begin document", "# newdoc", "# hipe2022:document_id", NULL};
    for (const char *const *beginning = beginnings; *beginning; beginning++)
        if (size >= strlen(*beginning) && memcmp(line, *beginning, strlen(*beginning)) == 0) return true;
    return false;
}

bool rows_is_range(const struct rows *rows, const char *line, size_t size, unsigned column) {
    size_t begin;
    size_t end;
    uint64_t number;
    if (!rows_column(&begin, &end, rows, line, size, column)) return false;
    const char *at = line + begin;
    const char *stop = line + end;
    if (!decimal_read_whole(&number, &at, stop) || at == stop || (*at != '-' && *at != '.')) return false;
    at++;
    return decimal_read_whole(&number, &at, stop) && at == stop;
}

enum row_kind rows_classify_special(const struct rows *rows, const char *line, size_t size) {
    enum row_kind kind = rows_classify_plain(line, size);
    if (kind != ROW_TOKEN) return kind;
    if (size == rows->header_size && hash_bytes(line, size, 0) == rows->header_hash) return ROW_HEADER;
    if (line[0] == '#' && is_comment(rows, line, size)) return begins_document(line, size) ? ROW_DOCUMENT : ROW_COMMENT;
    if (line[0] == '#') return ROW_TOKEN;
    return rows->number_column && rows_is_range(rows, line, size, rows->number_column) ? ROW_RANGE : ROW_TOKEN;
}

/* ---- Sentences ---- */

static bool has_token(const struct rows *rows, const struct rows_line *line, unsigned token_column) {
    size_t begin;
    size_t end;
    return rows_column(&begin, &end, rows, line->bytes, line->size, token_column) && begin < end;
}

bool rows_walk_next(struct rows_walk *walk, const struct rows *rows, unsigned token_column) {
    struct rows_line line;
    bool inside = false;
    for (bool ends = false; !ends;) {
        size_t at = walk->at;
        if (!rows_next_line(&line, &walk->at, walk->text, walk->size)) break;
        uint64_t number = walk->line++;
        enum row_kind kind = rows_classify(rows, line.bytes, line.size);
        if (kind == ROW_TOKEN && !inside && has_token(rows, &line, token_column)) {
            inside = true;
            walk->begin = at;
            walk->begin_line = number;
        }
        if (kind == ROW_TOKEN)
            ends = inside && rows_ends_sentence(rows, line.bytes, line.size);
        else
            ends = inside && (kind == ROW_BLANK || kind == ROW_MARK || kind == ROW_DOCUMENT);
    }
    return inside;
}
