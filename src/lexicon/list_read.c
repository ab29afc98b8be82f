#include "base/bytes.h"
#include "base/error.h"
#include "lexicon/list_row.h"
#include "text/rows.h"

/* ---- Types ---- */

static int hexadecimal(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

bool list_type_of_path(struct buffer *type, const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    bool good = true;
    for (size_t i = 0; name[i] && name[i] != '.'; i++) {
        int high = name[i] == '%' ? hexadecimal(name[i + 1]) : -1;
        int low = high >= 0 ? hexadecimal(name[i + 2]) : -1;
        good = good && buffer_add_byte(type, low >= 0 ? (char)(unsigned char)(high * 16 + low) : name[i]);
        if (low >= 0) i += 2;
    }
    return good && buffer_add_byte(type, 0);
}

static gaz_status no_type(const struct list_reader *reader) {
    return error_hint(reader->error, GAZ_HINT_LIST_TYPE,
                      list_refuse(reader, "the list has no type; name the file Type.tsv"));
}

/* ---- Lines ---- */

/* Whether a first line names columns: one of them is `surface`, or all are known and one has the surface. */
static bool is_header(const struct field *fields, size_t count) {
    bool has_surface = false;
    bool names_surface = false; /* by its own name */
    bool all_known = true;
    for (size_t i = 0; i < count; i++) {
        int column = list_find_column(&fields[i]);
        has_surface = has_surface || column == LIST_SURFACE || column == LIST_NAME;
        names_surface = names_surface || field_is(&fields[i], list_column_names[LIST_SURFACE]);
        all_known = all_known && column >= 0;
    }
    return count > 1 && has_surface && (all_known || names_surface);
}

/* Whether a line is a comment: # and a blank, and no type behind it. */
static bool is_comment(const struct list_reader *reader) {
    const struct field *first = &reader->fields[0];
    if (reader->field_count > 1) return false;
    return !reader->every_line && first->size && first->bytes[0] == '#' &&
           (first->size == 1 || field_is_blank(first->bytes[1]) || first->bytes[1] == '#');
}

static gaz_status add_bare(struct list_reader *reader, const struct field *type) {
    static const struct entry entry = {.precision = 1, .log_odds = LOG_ODDS_CERTAIN};
    gaz_status status = list_take_surface(reader, &reader->fields[0], false);
    return status == GAZ_OK ? list_add(reader, type, &entry, (struct entry_notes){0, 0}) : status;
}

/* A line of a bare list. */
static gaz_status read_surface(struct list_reader *reader) {
    if (reader->field_count == 1) return add_bare(reader, &reader->type);
    return list_refuse(reader, "a TAB in a list of bare surfaces; the lines before have none");
}

/* A line of a bare list with types. */
static gaz_status read_surface_type(struct list_reader *reader) {
    struct field type = reader->field_count == 2 ? field_trim(reader->fields[1]) : (struct field){"", 0};
    if (type.size == 0)
        return error_hint(reader->error, GAZ_HINT_LIST_FORMAT,
                          list_refuse(reader,
                                      "expected `surface TAB type` as in the other lines; a mapping of TokensRegexNER "
                                      "is another format"));
    if (field_is(&type, "O"))
        return error_hint(reader->error, GAZ_HINT_CORPUS,
                          list_refuse(reader, "the type O: this looks like a corpus, not a list"));
    return add_bare(reader, &type);
}

/* Gives the next line of a bare list: comments (# and a blank), and TABs behind the last column, as the gazetteers of
 * annotation tools have them, are passed over. */
static gaz_status next_bare(struct list_reader *reader) {
    gaz_status status;
    for (;; reader->report->comments++) {
        status = list_next_line(reader);
        while (reader->field_count > 1 && field_trim(reader->fields[reader->field_count - 1]).size == 0)
            reader->field_count--;
        if (status != GAZ_OK || reader->field_count == 0 || !is_comment(reader)) break;
    }
    return status;
}

/* Whether a line that was refused shall be left out: it is counted and told. */
static bool is_passed_over(const struct list_reader *reader, gaz_status status) {
    const gaz_import_options *options = reader->options;
    if (status != GAZ_ERROR_INPUT || !options->lenient || !reader->error) return false;
    reader->report->skipped++;
    if (options->skipped) options->skipped(options->user, reader->error);
    return true;
}

/* Refuses a corpus with blanks between its columns, whose rows would be surfaces. */
static gaz_status check_bare(const struct list_reader *reader) {
    struct rows rows;
    rows_detect(&rows, reader->text, reader->size, GAZ_SEPARATOR_AUTO);
    if (rows.separator != GAZ_SEPARATOR_BLANK || !rows.tag_columns) return GAZ_OK;
    return error_hint(reader->error, GAZ_HINT_CORPUS,
                      list_refuse(reader, "a column of tags: this looks like a corpus, not a list"));
}

/* The first line says how all of them are read. */
static gaz_status read_lines(struct list_reader *reader) {
    gaz_status status = next_bare(reader);
    if (status == GAZ_OK && reader->field_count == 1) status = check_bare(reader);
    if (status != GAZ_OK || reader->field_count == 0) return status;
    gaz_status (*read_line)(struct list_reader * reader) = reader->field_count == 1 ? read_surface : read_surface_type;
    if (is_header(reader->fields, reader->field_count)) {
        read_line = list_read_row;
        status = list_read_header(reader);
    }
    bool says_type = read_line == read_surface_type || (reader->named >> LIST_TYPE & 1);
    if (status == GAZ_OK && !says_type && reader->type.size == 0) status = no_type(reader);
    gaz_status (*next)(struct list_reader * reader) = read_line == list_read_row ? list_next_line : next_bare;
    if (status == GAZ_OK && next == list_next_line) status = next(reader);
    while (status == GAZ_OK && reader->field_count) {
        status = read_line(reader);
        if (is_passed_over(reader, status)) status = GAZ_OK;
        if (status == GAZ_ERROR_INPUT && reader->error && reader->error->hint == GAZ_HINT_NONE)
            return error_hint(reader->error, GAZ_HINT_LENIENT, status);
        if (status == GAZ_OK) status = next(reader);
    }
    return status;
}

/* Reads all lines. If one is refused, those before it are in the lexicon; of several errors the first is told. */
static gaz_status read_all(struct list_reader *reader) {
    gaz_status status =
        lexicon_reserve(reader->lexicon, bytes_count_lines(reader->text, reader->size) + 1, reader->error);
    if (status != GAZ_OK) return status;
    status = read_lines(reader);
    gaz_status ended = list_end_entries(reader); /* entries of lines before one that was refused */
    return ended == GAZ_OK ? status : ended;
}

gaz_status list_read_text(struct gaz_lexicon *lexicon, gaz_import_report *report, const struct list_source *source,
                          gaz_error *error) {
    struct buffer name = {0};
    const char *path = source->path;
    const char *type = source->options->type;
    gaz_status status = GAZ_OK;
    if (!type && !list_type_of_path(&name, strcmp(path, "-") == 0 ? "" : path)) status = error_memory(error);
    if (status == GAZ_OK) {
        if (!type) type = name.bytes;
        struct list_reader reader = {.lexicon = lexicon,
                                     .options = source->options,
                                     .report = report,
                                     .every_line = source->every_line,
                                     .path = error_file_name(path),
                                     .type = {type, strlen(type)},
                                     .types = source->types,
                                     .text = source->text,
                                     .size = source->size,
                                     .error = error};
        status = read_all(&reader);
        list_reader_free(&reader);
    }
    buffer_free(&name);
    return status;
}
