/* Column corpora, the CoNLL family: one token a line, columns, sentences separated by empty lines or marks. */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/controls.h"
#include "base/error.h"
#include "format/conll_layout.h"
#include "format/id_column.h"
#include "format/read.h"
#include "format/scheme.h"
#include "text/rows.h"

enum { PROGRESS_STEP = 4 << 20 /* bytes between two calls */ };

struct columns_reader {
    struct corpus *corpus;
    gaz_corpus_report *report;
    const char *name;
    struct layout layout;
    bool lenient;
    bool any_bare; /* the caller forced bare types: B-x is a type, too */
    struct scheme_tags tags;
    struct notation_reader notation;
    unsigned id_column; /* 0: there is none, */
    struct strings ids; /* else what it says, */
    uint32_t *numbers;  /* as a number for each token */
    size_t count;
    size_t capacity;
};

void gaz_columns_init(gaz_columns *columns) {
    *columns = (gaz_columns){.scheme = GAZ_SCHEME_AUTO, .separator = GAZ_SEPARATOR_AUTO};
}

static bool is_tag(const struct columns_reader *reader, const char *bytes, size_t size) {
    enum tag_form form = tag_form(bytes, size);
    if (form == TAG_NONE || reader->any_bare) return form != TAG_NONE;
    return form != (reader->layout.bare ? TAG_TYPED : TAG_LABEL);
}

static gaz_status wrong_tag(const struct columns_reader *reader, uint64_t line, const char *bytes, size_t size,
                            gaz_error *error) {
    char quote[LAYOUT_QUOTE_SIZE];
    const char *expected = reader->layout.notation ? notation_name(reader->layout.notation)
                           : reader->any_bare      ? "O or a type"
                           : reader->layout.bare   ? "O or a type without prefix"
                                                   : "O, or B-, I-, E-, S-, L-, U-, M- or W- and a type";
    return error_set(error, GAZ_ERROR_INPUT, reader->name, line, "\"%s\" is no tag of column %u: expected %s",
                     layout_quote(quote, bytes, size), reader->layout.tag_column, expected);
}

/* Where token and tag stand in a line. */
struct row {
    size_t token_begin;
    size_t token_end;
    struct field tag; /* in the usual spelling */
    size_t id_begin;  /* an empty one, if there is no such column */
    size_t id_end;
};

static gaz_status find_ids(struct row *row, const struct columns_reader *reader, const struct rows_line *line,
                           uint64_t number, gaz_error *error) {
    const struct rows *rows = &reader->layout.rows;
    if (rows_column(&row->id_begin, &row->id_end, rows, line->bytes, line->size, reader->id_column)) {
        layout_trim(&row->id_begin, &row->id_end, line->bytes);
        return GAZ_OK;
    }
    return error_set(error, GAZ_ERROR_INPUT, reader->name, number,
                     "%u columns, expected at least %u (ids in column %u)",
                     rows_count_columns(rows, line->bytes, line->size), reader->id_column, reader->id_column);
}

/* Takes the tag in the column, in the usual spelling. */
static gaz_status find_tag(struct row *row, struct columns_reader *reader, const struct rows_line *line, size_t begin,
                           size_t end, uint64_t number, gaz_error *error) {
    layout_trim(&begin, &end, line->bytes);
    const struct field written = {line->bytes + begin, end - begin};
    row->tag = written;
    switch (notation_read(&row->tag, &reader->notation)) {
    case NOTATION_MEMORY: return error_memory(error);
    case NOTATION_READ:
        if (controls_are_there(row->tag.bytes, row->tag.size))
            return error_set(error, GAZ_ERROR_INPUT, reader->name, number, "a tag with a control character in it");
        if (is_tag(reader, row->tag.bytes, row->tag.size)) return GAZ_OK; /* fall through */
    default: return wrong_tag(reader, number, written.bytes, written.size, error);
    }
}

static gaz_status take_apart(struct row *row, struct columns_reader *reader, const struct rows_line *line,
                             uint64_t number, gaz_error *error) {
    const struct layout *layout = &reader->layout;
    const struct rows *rows = &layout->rows;
    unsigned token = layout->token_column;
    unsigned tag = layout->tag_column;
    size_t tag_begin;
    size_t tag_end;
    bool there = rows_column(&row->token_begin, &row->token_end, rows, line->bytes, line->size, token);
    if (there && row->token_begin == row->token_end) return GAZ_OK;
    if (!there || !rows_column(&tag_begin, &tag_end, rows, line->bytes, line->size, tag)) {
        unsigned count = rows_count_columns(rows, line->bytes, line->size);
        return error_set(error, GAZ_ERROR_INPUT, reader->name, number,
                         "%u column%s, expected at least %u (token in column %u, tag in column %u)", count,
                         count == 1 ? "" : "s", token > tag ? token : tag, token, tag);
    }
    gaz_status status = find_tag(row, reader, line, tag_begin, tag_end, number, error);
    return status == GAZ_OK && reader->id_column ? find_ids(row, reader, line, number, error) : status;
}

/* Keeps the ids of the newest token. */
static gaz_status keep_ids(struct columns_reader *reader, const char *bytes, size_t size, uint64_t line,
                           gaz_error *error) {
    if (controls_are_there(bytes, size))
        return error_set(error, GAZ_ERROR_INPUT, reader->name, line, "an id with a control character in it");
    if (!array_reserve(&reader->numbers, &reader->capacity, reader->count + 1, sizeof *reader->numbers))
        return error_memory(error);
    return strings_add(&reader->numbers[reader->count++], &reader->ids, bytes, size, error);
}

static gaz_status read_row(struct columns_reader *reader, const struct rows_line *line, uint64_t number,
                           gaz_error *error) {
    struct row row = {0};
    gaz_status status = take_apart(&row, reader, line, number, reader->lenient ? NULL : error);
    if (status != GAZ_OK && line->bytes[0] == '#') { /* a comment with as many words as there are columns */
        reader->report->comments++;
        return GAZ_OK;
    }
    if (status != GAZ_OK && reader->lenient) {
        reader->report->skipped_rows++;
        return GAZ_OK;
    }
    if (status != GAZ_OK) return error_hint(error, GAZ_HINT_LENIENT, status);
    const struct rows *rows = &reader->layout.rows;
    if (row.token_begin == row.token_end) {
        reader->report->empty_tokens++;
        return GAZ_OK;
    }
    reader->report->ragged_rows += rows_count_columns(rows, line->bytes, line->size) != rows->column_count;
    status = corpus_add_token(reader->corpus, line->bytes + row.token_begin, row.token_end - row.token_begin, error);
    if (status == GAZ_OK && reader->id_column)
        status = keep_ids(reader, line->bytes + row.id_begin, row.id_end - row.id_begin, number, error);
    if (status != GAZ_OK) return status;
    return scheme_add(&reader->tags, row.tag.bytes, row.tag.size, error);
}

/* A bracket that is open where a sentence ends is closed there, as a repair. */
static void end_bracket(struct columns_reader *reader) {
    reader->report->unclosed += notation_end_sentence(&reader->notation);
}

static gaz_status end_sentence(struct columns_reader *reader, gaz_error *error) {
    end_bracket(reader);
    return corpus_end_sentence(reader->corpus, error);
}

static gaz_status read_token(struct columns_reader *reader, const struct rows_line *line, uint64_t number,
                             gaz_error *error) {
    gaz_status status = read_row(reader, line, number, error);
    bool ends = rows_ends_sentence(&reader->layout.rows, line->bytes, line->size);
    return status == GAZ_OK && ends ? end_sentence(reader, error) : status;
}

/* Gives a span the ids that its first token has. */
static gaz_status set_ids(struct corpus *corpus, uint64_t span, const struct string *ids, struct buffer *id,
                          gaz_error *error) {
    struct field column = {ids->bytes, ids->size};
    gaz_status status = GAZ_OK;
    for (bool first = true, there = true; status == GAZ_OK; first = false) {
        if (!id_column_next(&there, id, &column) || !buffer_add_byte(id, 0)) return error_memory(error);
        if (!there) break;
        status = first ? corpus_set_concept(corpus, span, id->bytes, NULL, error)
                       : corpus_add_sense(corpus, span, &corpus->types.items[corpus->spans[span].type], id->bytes, NULL,
                                          error);
    }
    return status;
}

/* Gives the spans from `span` on their ids; the tokens begin with `first_token`. */
static gaz_status set_all_ids(struct columns_reader *reader, uint64_t span, uint64_t first_token, gaz_error *error) {
    struct corpus *corpus = reader->corpus;
    struct buffer id = {0};
    gaz_status status = GAZ_OK;
    for (; span < corpus->span_count && status == GAZ_OK; span++) {
        uint32_t number = reader->numbers[corpus->spans[span].begin - first_token];
        status = set_ids(corpus, span, &reader->ids.items[number], &id, error);
    }
    buffer_free(&id);
    return status;
}

static gaz_status read_line(struct columns_reader *reader, const struct rows_line *line, uint64_t number,
                            gaz_error *error) {
    switch (rows_classify(&reader->layout.rows, line->bytes, line->size)) {
    case ROW_TOKEN: return read_token(reader, line, number, error);
    case ROW_DOCUMENT: end_bracket(reader); return corpus_end_document(reader->corpus, error);
    case ROW_BLANK:
    case ROW_MARK: return end_sentence(reader, error);
    case ROW_COMMENT: reader->report->comments++; break;
    case ROW_HEADER: reader->report->headers++; break;
    case ROW_RANGE: reader->report->ranges++; break;
    }
    return GAZ_OK;
}

static gaz_status read_lines(struct columns_reader *reader, const char *text, size_t size, gaz_progress progress,
                             void *context, gaz_error *error) {
    struct rows_line line;
    size_t position = 0;
    size_t reported = 0;
    for (uint64_t number = 1; rows_next_line(&line, &position, text, size); number++) {
        if (line.crlf) reader->report->crlf_lines++;
        gaz_status status = read_line(reader, &line, number, error);
        if (status != GAZ_OK) return status;
        if (progress && position - reported >= PROGRESS_STEP) {
            reported = position;
            progress(context, "reading", position, size);
        }
    }
    if (progress) progress(context, "reading", size, size);
    end_bracket(reader);
    return corpus_end_document(reader->corpus, error);
}

static gaz_status read_text(struct columns_reader *reader, const char *text, size_t size, const gaz_columns *columns,
                            gaz_progress progress, void *context, gaz_error *error) {
    struct corpus *corpus = reader->corpus;
    gaz_corpus_report *report = reader->report;
    uint64_t tokens = corpus->token_count;
    uint64_t sentences = corpus->sentence_count;
    uint64_t documents = corpus->document_count;
    uint64_t spans = corpus->span_count;
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        report->byte_order_mark++;
        text += 3;
        size -= 3;
    }
    gaz_status status = layout_find(&reader->layout, reader->name, text, size, columns, error);
    if (status != GAZ_OK) return status;
    unsigned ids = reader->id_column;
    if (ids && (ids == reader->layout.token_column || ids == reader->layout.tag_column))
        return error_set(error, GAZ_ERROR_ARGUMENT, reader->name, 0, "column %u cannot hold ids too", ids);
    reader->tags.bare = reader->layout.bare;
    reader->notation.notation = reader->layout.notation;
    status = read_lines(reader, text, size, progress, context, error);
    if (status != GAZ_OK) return status;
    gaz_scheme scheme = columns->scheme;
    if (scheme == GAZ_SCHEME_AUTO) scheme = scheme_detect(&reader->tags, corpus, tokens, sentences);
    status = scheme_spans(corpus, report, &reader->tags, scheme, tokens, sentences, error);
    if (status == GAZ_OK && reader->id_column) status = set_all_ids(reader, spans, tokens, error);
    if (status == GAZ_OK && corpus->keep_tags) status = scheme_keep(corpus, &reader->tags, tokens, error);
    if (status != GAZ_OK) return status;
    report->detected = (gaz_columns){.scheme = scheme,
                                     .separator = reader->layout.rows.separator,
                                     .token_column = reader->layout.token_column,
                                     .tag_column = reader->layout.tag_column,
                                     .id_column = reader->id_column,
                                     .lenient = columns->lenient};
    report->other_tag_column = reader->layout.other_tag_column;
    report->files++;
    report->documents += corpus->document_count - documents;
    report->sentences += corpus->sentence_count - sentences;
    report->tokens += corpus->token_count - tokens;
    report->entities += corpus->span_count - spans;
    return GAZ_OK;
}

static gaz_status read_corpus(struct corpus *corpus, struct document_reader *reader, gaz_error *error) {
    const struct corpus_source *source = reader->source;
    const gaz_columns *columns = &reader->options->columns;
    if (columns->token_column && columns->token_column == columns->tag_column)
        return error_set(error, GAZ_ERROR_ARGUMENT, source->name, 0, "column %u cannot hold both token and tag",
                         columns->tag_column);
    struct columns_reader columns_reader = {.corpus = corpus,
                                            .report = reader->report,
                                            .name = source->name,
                                            .lenient = columns->lenient != 0,
                                            .id_column = columns->id_column,
                                            .any_bare = columns->scheme == GAZ_SCHEME_BARE};
    gaz_status status =
        read_text(&columns_reader, source->text, source->size, columns, reader->progress, reader->user, error);
    scheme_free(&columns_reader.tags);
    buffer_free(&columns_reader.notation.open);
    buffer_free(&columns_reader.notation.made);
    strings_free(&columns_reader.ids);
    free(columns_reader.numbers);
    return status;
}

static const char *const endings[] = {".conll", ".iob", ".iob2", ".bio", ".bioes", NULL};

const struct format_reader conll_reader = {.endings = endings, .read_corpus = read_corpus};
