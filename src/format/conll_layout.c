#include "format/conll_layout.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/controls.h"
#include "base/decimal.h"
#include "base/error.h"
#include "document/corpus.h"
#include "format/scheme.h"

enum {
    MOST_COLUMNS = 256, /* columns behind these can be forced, not found */
    MOST_LABELS = 200,  /* a column with more distinct values holds no bare types */
    MOST_TENTHS = 9,    /* a corpus with a few bad rows shall lead to these rows, not to "no tags" */
    HALF_TENTHS = 5     /* the second try: in a small file one bad row is more than a tenth */
};

/* A value and where it stands. */
struct place {
    uint64_t line; /* 0 = there is none */
    const char *bytes;
    size_t size;
};

/* What one column holds, in rows. */
struct column {
    struct notations {
        uint64_t tags;      /* values of a notation, */
        uint64_t annotated; /* and those that are not a bracket's * */
        struct place first;
    } notations[NOTATION_END]; /* but for the usual one */
    uint64_t outside;
    uint64_t lone;
    uint64_t typed;
    uint64_t labels;
    struct strings types;       /* of typed tags */
    struct strings noted_types; /* of tags of an unusual notation */
    struct strings values;      /* of lone and label tags, MOST_LABELS + 1 at most */
    struct place no_tag;        /* the first value that is none in a column with prefixes */
    struct place first_typed;   /* the first that is none in a column of bare types */
};

struct survey {
    struct rows rows;
    bool force_bare;
    unsigned id_column; /* which holds no tags */
    uint64_t row_count;
    uint64_t first_row;     /* its line */
    unsigned tenths;        /* of the rows must hold a tag in a tag column */
    struct column *columns; /* owned */
    unsigned column_count;
};

const char *layout_quote(char quote[LAYOUT_QUOTE_SIZE], const char *bytes, size_t size) {
    size_t kept = size < LAYOUT_QUOTE_SIZE ? size : LAYOUT_QUOTE_SIZE - 4;
    if (kept < size) /* not within a UTF-8 sequence */
        while (kept && ((unsigned char)bytes[kept] & 0xc0) == 0x80) kept--;
    memcpy(quote, bytes, kept);
    controls_replace(quote, kept, '?');
    memcpy(quote + kept, kept < size ? "..." : "", kept < size ? 4 : 1);
    return quote;
}

void layout_trim(size_t *begin, size_t *end, const char *line) {
    while (*begin < *end && line[*begin] == ' ') (*begin)++;
    while (*begin < *end && line[*end - 1] == ' ') (*end)--;
}

static void mark(struct place *place, uint64_t line, const char *bytes, size_t size) {
    if (place->line == 0) *place = (struct place){.line = line, .bytes = bytes, .size = size};
}

/* Counts the value as one of an unusual notation. */
static gaz_status survey_notation(struct column *column, enum notation notation, uint64_t line, const char *bytes,
                                  size_t size, gaz_error *error) {
    uint32_t number;
    bool annotates = notation_annotates(notation, bytes, size);
    struct field type = notation_type(notation, bytes, size);
    column->notations[notation].tags++;
    column->notations[notation].annotated += annotates;
    if (annotates) mark(&column->notations[notation].first, line, bytes, size);
    mark(&column->no_tag, line, bytes, size);
    return type.size ? strings_add(&number, &column->noted_types, type.bytes, type.size, error) : GAZ_OK;
}

static gaz_status survey_value(struct survey *survey, struct column *column, uint64_t line, const char *bytes,
                               size_t size, gaz_error *error) {
    uint32_t number;
    enum tag_form form = tag_form(bytes, size);
    if (survey->force_bare && form != TAG_NONE && (size != 1 || form != TAG_OUTSIDE)) form = TAG_LABEL;
    bool may_be_noted = form > TAG_OUTSIDE && !survey->force_bare;
    enum notation notation = may_be_noted ? notation_of(bytes, size) : NOTATION_USUAL;
    if (notation != NOTATION_USUAL) return survey_notation(column, notation, line, bytes, size, error);
    switch (form) {
    case TAG_NONE: mark(&column->no_tag, line, bytes, size); return GAZ_OK;
    case TAG_OUTSIDE: column->outside++; return GAZ_OK;
    case TAG_TYPED:
        column->typed++;
        mark(&column->first_typed, line, bytes, size);
        return strings_add(&number, &column->types, bytes + 2, size - 2, error);
    case TAG_LONE: column->lone++; break;
    case TAG_LABEL:
        column->labels++;
        mark(&column->no_tag, line, bytes, size);
        break;
    }
    if (column->values.count > MOST_LABELS) return GAZ_OK;
    return strings_add(&number, &column->values, bytes, size, error);
}

static gaz_status survey_row(struct survey *survey, const struct rows_line *line, uint64_t line_number,
                             gaz_error *error) {
    size_t begin;
    size_t end;
    size_t position = 0;
    unsigned i = 0;
    if (survey->row_count++ == 0) survey->first_row = line_number;
    for (; i < survey->column_count; i++) {
        if (!rows_next_column(&begin, &end, &position, &survey->rows, line->bytes, line->size)) break;
        layout_trim(&begin, &end, line->bytes);
        gaz_status status =
            survey_value(survey, &survey->columns[i], line_number, line->bytes + begin, end - begin, error);
        if (status != GAZ_OK) return status;
    }
    for (; i < survey->column_count; i++) mark(&survey->columns[i].no_tag, line_number, NULL, 0);
    return GAZ_OK;
}

static gaz_status survey_text(struct survey *survey, const char *text, size_t size, gaz_error *error) {
    struct rows_line line;
    size_t position = 0;
    for (uint64_t number = 1; rows_next_line(&line, &position, text, size); number++) {
        enum row_kind kind = rows_classify(&survey->rows, line.bytes, line.size);
        gaz_status status = kind == ROW_TOKEN ? survey_row(survey, &line, number, error) : GAZ_OK;
        if (status != GAZ_OK) return status;
    }
    return GAZ_OK;
}

static bool is_share(const struct survey *survey, uint64_t count, unsigned tenths) {
    return count * 10 >= survey->row_count * tenths;
}

static bool has_prefixes(const struct column *column) {
    uint64_t prefixed = column->typed + column->lone;
    return prefixed && prefixed >= column->labels; /* of the tags beside O, not of all: nearly all tags are O */
}

static bool fits(const struct survey *survey, const struct column *column, bool bare) {
    if (!bare)
        return has_prefixes(column) && is_share(survey, column->outside + column->typed + column->lone, survey->tenths);
    uint64_t labels = column->labels + column->lone;
    return column->outside && column->values.count <= MOST_LABELS && column->typed * MOST_TENTHS <= labels &&
           is_share(survey, column->outside + labels, survey->tenths);
}

static bool is_chunk(const struct string *type) {
    /* NC, PC and VC are the German ones of CoNLL-2003. */
    static const char chunks[] = " NP VP PP ADVP ADJP SBAR PRT INTJ CONJP LST UCP NC PC VC ";
    const char *bytes = type->bytes;
    size_t size = type->size;
    char padded[8];
    if (size > 2 && bytes[1] == '-') { /* a forced bare column has prefixes in its types */
        bytes += 2;
        size -= 2;
    }
    if (size == 0 || size > sizeof padded - 3) return false;
    padded[0] = ' ';
    memcpy(padded + 1, bytes, size);
    memcpy(padded + 1 + size, " ", 2);
    return strstr(chunks, padded) != NULL;
}

/* Whether the types are those of a syntax tree or of semantic roles. */
static bool are_syntax(const struct strings *types) {
    static const char *const heads[] = {"ARG", "C-", "R-", "AM-", "A0", "A1", "A2"};
    static const char *const names[] = {"V", "TOP", "ROOT", "S", "FRAG", "SINV", "SQ", "SBARQ"};
    for (uint32_t i = 0; i < types->count; i++) {
        const struct string *type = &types->items[i];
        bool syntax = is_chunk(type);
        for (size_t k = 0; k < sizeof heads / sizeof *heads && !syntax; k++)
            syntax = strncmp(type->bytes, heads[k], strlen(heads[k])) == 0;
        for (size_t k = 0; k < sizeof names / sizeof *names && !syntax; k++)
            syntax = strcmp(type->bytes, names[k]) == 0;
        if (!syntax) return false;
    }
    return types->count > 0;
}

/* Parts of speech and phrases: there are more of them than of entities, so the count would choose them. */
static bool holds_chunks(const struct column *column, bool bare) {
    const struct strings *types = bare ? &column->values : &column->types;
    if (types->count == 0 || (!bare && column->lone)) return false;
    for (uint32_t i = 0; i < types->count; i++)
        if (!is_chunk(&types->items[i])) return false;
    return true;
}

/* Whether column `number`, from 1, holds something else than tags. */
static bool is_taken(const struct survey *survey, unsigned number, unsigned token_column) {
    return number == token_column || number == survey->id_column;
}

/* The notation of a column whose tags are not spelled in the usual way; NOTATION_USUAL: it holds something else. */
static enum notation find_notation(const struct survey *survey, const struct column *column) {
    for (int i = NOTATION_USUAL + 1; i < NOTATION_END; i++) {
        const struct notations *notation = &column->notations[i];
        uint64_t outside = i == NOTATION_BRACKETS ? 0 : column->outside;
        if (i == NOTATION_LAYERS) outside += column->typed;
        if (notation->annotated == 0) continue;
        if (i == NOTATION_ATTRIBUTE || is_share(survey, notation->tags + outside, survey->tenths))
            return (enum notation)i;
    }
    return NOTATION_USUAL;
}

/* The best column of tags in another notation, from 1, or 0. */
static unsigned find_noted(enum notation *notation, const struct survey *survey, unsigned token_column) {
    unsigned best = 0;
    uint64_t best_annotated = 0;
    for (unsigned i = 0; i < survey->column_count; i++) {
        const struct column *column = &survey->columns[i];
        enum notation found = find_notation(survey, column);
        uint64_t annotated = column->notations[found].annotated;
        if (is_taken(survey, i + 1, token_column) || found == NOTATION_USUAL || are_syntax(&column->noted_types))
            continue;
        if (best && annotated <= best_annotated) continue;
        best = i + 1;
        best_annotated = annotated;
        *notation = found;
    }
    return best;
}

static uint64_t count_annotated(const struct column *column, bool bare) {
    return column->lone + (bare ? column->labels : column->typed);
}

/* The best tag column of this kind, from 1, or 0. `allow_labels` false: of the bare ones only those that are all O. */
static unsigned choose(const struct survey *survey, unsigned token_column, bool bare, bool allow_labels) {
    unsigned best = 0;
    uint64_t best_annotated = 0;
    uint32_t best_types = 0;
    for (unsigned i = 0; i < survey->column_count; i++) {
        const struct column *column = &survey->columns[i];
        uint64_t annotated = count_annotated(column, bare);
        uint32_t types = bare ? column->values.count : column->types.count;
        if (is_taken(survey, i + 1, token_column) || !fits(survey, column, bare) || holds_chunks(column, bare))
            continue;
        if (annotated && !allow_labels) continue;
        if (best && (annotated < best_annotated || (annotated == best_annotated && types < best_types))) continue;
        best = i + 1;
        best_annotated = annotated;
        best_types = types;
    }
    return best;
}

/* Another column than `chosen` that holds tags of entities, from 1, or 0. */
static unsigned find_other(const struct survey *survey, unsigned token_column, unsigned chosen) {
    for (unsigned i = 0; i < survey->column_count; i++) {
        const struct column *column = &survey->columns[i];
        bool other = i + 1 != chosen && !is_taken(survey, i + 1, token_column) && column->typed;
        if (other && fits(survey, column, false) && !holds_chunks(column, false)) return i + 1;
    }
    return 0;
}

static unsigned find_tags(const struct survey *survey, unsigned token_column, gaz_scheme scheme, bool *bare,
                          enum notation *notation) {
    bool prefixes = scheme != GAZ_SCHEME_AUTO && scheme != GAZ_SCHEME_BARE;
    for (unsigned i = 0; i < survey->column_count; i++)
        if (!is_taken(survey, i + 1, token_column) && fits(survey, &survey->columns[i], false)) prefixes = true;
    *bare = false;
    unsigned found = choose(survey, token_column, false, true);
    if (found && (survey->columns[found - 1].typed || scheme == GAZ_SCHEME_BARE)) return found;
    unsigned noted = scheme == GAZ_SCHEME_BARE ? 0 : find_noted(notation, survey, token_column);
    if (noted || found) return noted ? noted : found;
    found = choose(survey, token_column, true, !prefixes);
    *bare = found && scheme != GAZ_SCHEME_IOB1 && scheme != GAZ_SCHEME_IOB2 && scheme != GAZ_SCHEME_BIOES;
    return found;
}

static bool is_number(const struct place *place) {
    const char *at = place->bytes;
    uint64_t number;
    return decimal_read_whole(&number, &at, place->bytes + place->size) && at == place->bytes + place->size;
}

/* Says why the column that comes closest holds no tags. */
static gaz_status no_tags(const struct survey *survey, unsigned token_column, const char *name, gaz_error *error) {
    static const char rest[] = "no other column holds tags";
    unsigned best = 0;
    uint64_t best_good = 0;
    for (unsigned i = 0; i < survey->column_count; i++) {
        const struct column *column = &survey->columns[i];
        uint64_t good = column->outside + column->typed + column->lone;
        if (is_taken(survey, i + 1, token_column) || good < best_good) continue;
        best = i + 1;
        best_good = good;
    }
    if (best == 0)
        return error_set(error, GAZ_ERROR_INPUT, name, survey->first_row,
                         "one column, where a token and a tag are expected");
    if (survey->force_bare)
        return error_set(error, GAZ_ERROR_INPUT, name, survey->first_row, "no column holds O and at most %d types",
                         MOST_LABELS);
    const struct column *column = &survey->columns[best - 1];
    bool looks_bare = column->first_typed.line && column->labels > column->typed + column->lone;
    const struct place *place = looks_bare ? &column->first_typed : &column->no_tag;
    if (place->line == 0 || holds_chunks(column, false))
        return error_set(error, GAZ_ERROR_INPUT, name, survey->first_row, "column %u holds syntactic chunks, and %s",
                         best, rest);
    if (!place->bytes)
        return error_set(error, GAZ_ERROR_INPUT, name, place->line, "the row has no column %u, and %s", best, rest);
    char quote[LAYOUT_QUOTE_SIZE];
    return error_set(error, GAZ_ERROR_INPUT, name, place->line, "\"%s\" is no tag (column %u)%s, and %s",
                     layout_quote(quote, place->bytes, place->size), best,
                     is_number(place) ? " but a number, whose name is not in the file" : "", rest);
}

/* Why tags of a notation are refused where they are; NULL: they are not. */
static const char *find_refusal(const struct layout *layout, enum notation notation) {
    if (notation == NOTATION_LAYERS) return "is several tags in one; give each layer a column of its own";
    if (layout->bare)
        return "looks like a tag with a prefix, which others have not; the scheme bare takes all for types";
    if (notation == layout->notation && notation == NOTATION_LETTER) return "has a prefix that no scheme has";
    return NULL;
}

/* Refuses tags that would be taken for something else than they are. */
static gaz_status check_notation(const struct survey *survey, const struct layout *layout, const char *name,
                                 gaz_error *error) {
    const struct column *column = &survey->columns[layout->tag_column - 1];
    char quote[LAYOUT_QUOTE_SIZE];
    for (int i = NOTATION_USUAL + 1; i < NOTATION_END && !survey->force_bare; i++) {
        const struct place *first = &column->notations[i].first;
        const char *refusal = first->line ? find_refusal(layout, (enum notation)i) : NULL;
        if (refusal)
            return error_set(error, GAZ_ERROR_INPUT, name, first->line, "\"%s\" (column %u) %s",
                             layout_quote(quote, first->bytes, first->size), layout->tag_column, refusal);
    }
    return GAZ_OK;
}

static unsigned find_token(const struct survey *survey, const gaz_columns *columns) {
    if (columns->token_column) return columns->token_column;
    unsigned found = rows_token_column(&survey->rows);
    return found != columns->tag_column ? found : found > 1 ? 1 : 2;
}

gaz_status layout_find(struct layout *layout, const char *name, const char *text, size_t size,
                       const gaz_columns *columns, gaz_error *error) {
    struct survey survey = {.force_bare = columns->scheme == GAZ_SCHEME_BARE, .id_column = columns->id_column};
    rows_detect(&survey.rows, text, size, columns->separator);
    survey.column_count = survey.rows.column_count;
    if (columns->tag_column > survey.column_count) survey.column_count = columns->tag_column;
    if (survey.column_count > MOST_COLUMNS) survey.column_count = MOST_COLUMNS;
    survey.columns = calloc(survey.column_count + 1, sizeof *survey.columns);
    if (!survey.columns) return error_memory(error);
    gaz_status status = survey_text(&survey, text, size, error);
    *layout = (struct layout){.rows = survey.rows, .bare = survey.force_bare, .tag_column = columns->tag_column};
    layout->token_column = find_token(&survey, columns);
    unsigned tag = columns->tag_column;
    if (status == GAZ_OK && tag && tag <= survey.column_count && !survey.force_bare) {
        const struct column *column = &survey.columns[tag - 1];
        survey.tenths = HALF_TENTHS;
        if (!has_prefixes(column)) layout->notation = find_notation(&survey, column);
        if (columns->scheme == GAZ_SCHEME_AUTO) layout->bare = !has_prefixes(column) && !layout->notation;
    } else if (status == GAZ_OK && !tag && survey.row_count) {
        survey.tenths = MOST_TENTHS;
        layout->tag_column =
            find_tags(&survey, layout->token_column, columns->scheme, &layout->bare, &layout->notation);
        if (layout->tag_column && !layout->bare && !layout->notation)
            layout->other_tag_column = find_other(&survey, layout->token_column, layout->tag_column);
        survey.tenths = HALF_TENTHS;
        if (!layout->tag_column)
            layout->tag_column =
                find_tags(&survey, layout->token_column, columns->scheme, &layout->bare, &layout->notation);
        if (!layout->tag_column)
            status = error_hint(error, survey.column_count < 2 ? GAZ_HINT_FORMAT : GAZ_HINT_TAG_COLUMN,
                                no_tags(&survey, layout->token_column, name, error));
    }
    if (status == GAZ_OK && layout->tag_column && layout->tag_column <= survey.column_count)
        status = check_notation(&survey, layout, name, error);
    for (unsigned i = 0; i < survey.column_count; i++) {
        strings_free(&survey.columns[i].types);
        strings_free(&survey.columns[i].noted_types);
        strings_free(&survey.columns[i].values);
    }
    free(survey.columns);
    return status;
}
