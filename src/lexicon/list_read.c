#include <stdlib.h>

#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/input.h"
#include "lexicon/list.h"
#include "lexicon/merge.h"
#include "lexicon/surface.h"
#include "text/cut.h"

enum form { FORM_UNKNOWN, FORM_HEADER, FORM_SURFACE, FORM_SURFACE_TYPE };

/* Of lists of verdicts: the entry's type. */
enum { COLUMN_TYPE = LIST_COLUMN_END };

enum { FIELDS_MAX = 64 };

struct reader {
    gaz_lexicon *lexicon;
    const char *path; /* for errors */
    const char *type; /* of the entries, NULL if each line has its own */
    uint64_t line;
    enum form form;
    int columns[FIELDS_MAX];   /* by field: enum list_column, or -1 for one that gaz does not know */
    size_t field_count;        /* of the header */
    char **siblings;           /* the lists of the folder, up to a NULL; NULL: the list is read by itself */
    const gaz_lexicon *known;  /* lists of verdicts: has types too; NULL: it is another list */
    struct buffer row_type;    /* the same: the line's */
    struct field verdict_type; /* the line's, if its verdict is another type */
    struct field surface;      /* the line's, in the form of surface.h; borrowed from it or from `room` */
    uint32_t token_count;      /* that it has */
    struct buffer room;
    struct buffer token;
    gaz_error *error;
};

static gaz_status refuse(const struct reader *reader, const char *message) {
    return error_set(reader->error, GAZ_ERROR_INPUT, reader->path, reader->line, "%s", message);
}

/* The position of a field's text in a table of names, or -1. */
static int find_name(const struct field *field, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (field_is(field, names[i])) return i;
    return -1;
}

/* The column of a name in a header; -1: none that gaz knows. */
static int find_column(const struct field *name) {
    static const struct {
        const char *name;
        enum list_column column;
    } old_names[] = {{"seen", LIST_OCCURRENCES}, {"inside", LIST_NESTED}, {"odds", LIST_LOG_ODDS}}; /* of version 0.1 */
    for (size_t i = 0; i < sizeof old_names / sizeof *old_names; i++)
        if (field_is(name, old_names[i].name)) return (int)old_names[i].column;
    return find_name(name, list_column_names, LIST_COLUMN_END);
}

/* ---- Surfaces ---- */

/* Adds a token to the surface in `room`. */
static gaz_status take_token(struct reader *reader, const char *bytes, size_t size) {
    if (size > TOKEN_SIZE_MAX || ++reader->token_count > ENTRY_TOKENS_MAX)
        return refuse(reader, "the surface is too long: at most 65535 tokens of at most 65535 bytes");
    return surface_add_token(&reader->room, bytes, size) ? GAZ_OK : error_memory(reader->error);
}

/* Brings an escaped surface into the one form. */
static gaz_status take_escaped(struct reader *reader, const struct field *field) {
    size_t at = 0;
    int result;
    gaz_token token;
    while ((result = surface_next_token(&token, &reader->token, field->bytes, field->size, &at)) == 1) {
        gaz_status status = take_token(reader, token.bytes, token.size);
        if (status != GAZ_OK) return status;
    }
    if (result == -1) return error_memory(reader->error);
    if (result == -2)
        return refuse(reader, "a backslash stands only in \\s \\t \\n \\r \\0 and \\\\; write \\\\ for itself");
    return GAZ_OK;
}

static gaz_status take_bare(struct reader *reader, const struct field *field) {
    for (size_t i = 0; i < field->size;) {
        while (i < field->size && field->bytes[i] == ' ') i++;
        size_t begin = i;
        while (i < field->size && field->bytes[i] != ' ') i++;
        if (i == begin) break;
        gaz_status status = take_token(reader, field->bytes + begin, i - begin);
        if (status != GAZ_OK) return status;
    }
    return GAZ_OK;
}

static gaz_status take_surface(struct reader *reader, const struct field *field) {
    reader->surface = *field;
    reader->token_count = surface_plain_tokens(field->bytes, field->size);
    if (reader->token_count) return GAZ_OK;
    reader->room.size = 0;
    gaz_status status = reader->form == FORM_HEADER ? take_escaped(reader, field) : take_bare(reader, field);
    reader->surface = (struct field){reader->room.bytes, reader->room.size};
    if (status != GAZ_OK) return status;
    return reader->token_count ? GAZ_OK : refuse(reader, "the surface is empty");
}

static gaz_status add(struct reader *reader, const char *type, size_t type_size, const struct entry *from) {
    return merge_entry(reader->lexicon, reader->surface.bytes, reader->surface.size, reader->token_count, type,
                       type_size, from, reader->path, reader->line, reader->error);
}

/* ---- Types ---- */

static int hexadecimal(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

/* The type that a file's name says: up to the first dot, %XX undone. */
static bool type_of_path(struct buffer *type, const char *path) {
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

/* Whether it is the type of a list that is beside this one, or of an entry that was read. */
static gaz_status find_type(bool *found, const struct reader *reader, const struct field *field) {
    struct buffer type = {0};
    bool good = true;
    *found = false;
    for (uint32_t i = 0; i < reader->lexicon->types.count && !*found; i++)
        *found = field_is(field, reader->lexicon->types.items[i].bytes);
    for (char **path = reader->siblings; path && *path && good && !*found; path++) {
        type.size = 0;
        good = type_of_path(&type, *path);
        *found = good && field_is(field, type.bytes);
    }
    for (uint32_t i = 0; reader->known && i < reader->known->types.count && !*found; i++)
        *found = field_is(field, reader->known->types.items[i].bytes);
    buffer_free(&type);
    return good ? GAZ_OK : error_memory(reader->error);
}

/* ---- Lines with a header ---- */

static gaz_status take_number(uint32_t *number, const struct reader *reader, const struct field *field) {
    uint64_t value;
    const char *at = field->bytes;
    const char *end = at + field->size;
    if (!decimal_read_whole(&value, &at, end) || at < end || value > UINT32_MAX)
        return refuse(reader, "annotated, occurrences and nested are whole numbers, at most 4294967295");
    *number = (uint32_t)value;
    return GAZ_OK;
}

static gaz_status take_precision(struct entry *entry, const struct reader *reader, const struct field *field) {
    double value;
    if (!decimal_read(&value, field->bytes, field->size) || value < 0 || value > 1)
        return refuse(reader, "precision is a number from 0 to 1");
    entry->precision = (float)decimal_round(value);
    return GAZ_OK;
}

static gaz_status take_log_odds(struct entry *entry, const struct reader *reader, const struct field *field) {
    double value;
    if (!decimal_read(&value, field->bytes, field->size) || fabs(value) > 1000)
        return refuse(reader, "log_odds is a number from -1000 to 1000");
    entry->log_odds = (float)decimal_round(value);
    return GAZ_OK;
}

static gaz_status take_priority(struct entry *entry, const struct reader *reader, const struct field *field) {
    struct field text = field_trim(*field);
    uint64_t size;
    const char *at = text.bytes;
    const char *end = at + text.size;
    bool negative = at < end && *at == '-';
    at += negative || (at < end && *at == '+');
    if (!decimal_read_whole(&size, &at, end) || at < end || size > 1000000000)
        return refuse(reader, "priority is a whole number from -1000000000 to 1000000000");
    entry->priority = negative ? -(int32_t)size : (int32_t)size;
    return GAZ_OK;
}

static gaz_status take_id(struct entry *entry, struct reader *reader, const struct field *field) {
    gaz_status status = strings_add(&entry->id, &reader->lexicon->ids, field->bytes, field->size, reader->error);
    entry->id++;
    return status;
}

/* keep, drop, or another type: then the entry is dropped, and kept as one of that type. */
static gaz_status take_verdict(struct entry *entry, struct reader *reader, const struct field *field) {
    int verdict = find_name(field, entry_verdict_names, VERDICT_END);
    if (verdict < 0) {
        bool known;
        gaz_status status = find_type(&known, reader, field);
        if (status != GAZ_OK) return status;
        if (!known)
            return refuse(reader, "verdict is keep, drop, empty, or a type that there is a list of beside this one");
        if (!field_is(field, reader->type)) reader->verdict_type = *field;
        verdict = field_is(field, reader->type) ? VERDICT_KEEP : VERDICT_DROP;
    }
    entry->verdict = (uint8_t)verdict;
    return GAZ_OK;
}

static gaz_status take_field(struct entry *entry, struct reader *reader, int column, const struct field *field) {
    if (column == LIST_SURFACE) return take_surface(reader, field);
    if (column < 0 || field->size == 0) return GAZ_OK;
    switch ((enum list_column)column) {
    case LIST_ANNOTATED: return take_number(&entry->annotated, reader, field);
    case LIST_OCCURRENCES: return take_number(&entry->occurrences, reader, field);
    case LIST_NESTED: return take_number(&entry->nested, reader, field);
    case LIST_PRECISION: return take_precision(entry, reader, field);
    case LIST_LOG_ODDS: return take_log_odds(entry, reader, field);
    case LIST_PRIORITY: return take_priority(entry, reader, field);
    case LIST_ID: return take_id(entry, reader, field);
    case LIST_STATUS: {
        int status = find_name(field, entry_status_names, ENTRY_STATUS_END);
        if (status < 0) return refuse(reader, "status is kept, purity, count, tokens, type, precision or context");
        entry->status = (uint8_t)status;
        return GAZ_OK;
    }
    case LIST_VARIANT: {
        int variant = find_name(field, variant_names, VARIANT_END);
        if (variant < 0) return refuse(reader, "variant is empty or what a harvest writes");
        entry->variant = (uint8_t)variant;
        return GAZ_OK;
    }
    case LIST_VERDICT: return take_verdict(entry, reader, field);
    default: return GAZ_OK;
    }
}

/* Lists of verdicts: what the other fields mean depends on the type. */
static gaz_status take_type(struct reader *reader, const struct field *fields, size_t count) {
    size_t i = 0;
    while (i < count && reader->columns[i] != COLUMN_TYPE) i++;
    if (i == count || fields[i].size == 0) return refuse(reader, "the type is missing");
    reader->row_type.size = 0;
    if (!buffer_add(&reader->row_type, fields[i].bytes, fields[i].size) || !buffer_add_byte(&reader->row_type, 0))
        return error_memory(reader->error);
    reader->type = reader->row_type.bytes;
    return GAZ_OK;
}

static gaz_status read_row(struct reader *reader, const struct field *fields, size_t count) {
    struct entry entry = {.precision = 1, .log_odds = LOG_ODDS_CERTAIN};
    reader->surface.size = 0;
    reader->verdict_type.size = 0;
    if (count > reader->field_count) return refuse(reader, "more columns than the header names");
    gaz_status status = reader->known ? take_type(reader, fields, count) : GAZ_OK;
    for (size_t i = 0; i < count && status == GAZ_OK; i++)
        status = take_field(&entry, reader, reader->columns[i], &fields[i]);
    if (status != GAZ_OK) return status;
    if (reader->surface.size == 0) return refuse(reader, "the surface is missing");
    status = add(reader, reader->type, strlen(reader->type), &entry);
    if (status != GAZ_OK || reader->verdict_type.size == 0) return status;
    struct entry kept = {.precision = 1, .log_odds = LOG_ODDS_CERTAIN, .verdict = VERDICT_KEEP, .id = entry.id};
    return add(reader, reader->verdict_type.bytes, reader->verdict_type.size, &kept);
}

/* A first line that names the surface's column, first or among columns that gaz knows. */
static bool is_header(const struct field *fields, size_t count) {
    bool has_surface = false;
    bool all_known = true;
    for (size_t i = 0; i < count; i++) {
        int column = find_column(&fields[i]);
        has_surface = has_surface || column == LIST_SURFACE;
        all_known = all_known && column >= 0;
    }
    return count > 1 && has_surface && (all_known || field_is(&fields[0], list_column_names[LIST_SURFACE]));
}

static gaz_status read_header(struct reader *reader, const struct field *fields, size_t count) {
    reader->form = FORM_HEADER;
    reader->field_count = count;
    unsigned named = 0;
    for (size_t i = 0; i < count; i++) {
        int column = find_column(&fields[i]);
        if (reader->known && field_is(&fields[i], "type")) column = COLUMN_TYPE;
        if (column >= 0 && (named >> column & 1)) return refuse(reader, "the header names a column twice");
        if (column >= 0) named |= 1u << column;
        reader->columns[i] = column;
    }
    if (reader->known && (~named & (1u << LIST_SURFACE | 1u << LIST_VERDICT | 1u << COLUMN_TYPE)))
        return refuse(reader, "a list of verdicts has a header with surface, type and verdict");
    return GAZ_OK;
}

/* ---- Lines ---- */

static gaz_status need_type(const struct reader *reader) {
    if (reader->form == FORM_SURFACE_TYPE || (reader->type && *reader->type)) return GAZ_OK;
    return error_hint(reader->error, GAZ_HINT_LIST_TYPE,
                      refuse(reader, "the list has no type; name the file Type.tsv"));
}

static gaz_status read_line(struct reader *reader, const char *line, size_t size) {
    struct field fields[FIELDS_MAX];
    struct field whole = {line, size};
    if (field_trim(whole).size == 0 && !memchr(line, '\t', size)) return GAZ_OK;
    size_t count = fields_split(fields, FIELDS_MAX, line, size, '\t');
    if (count == FIELDS_MAX) return refuse(reader, "a list has less than 64 columns");
    bool first = reader->form == FORM_UNKNOWN;
    if (first) {
        bool header = reader->known || is_header(fields, count);
        reader->form = count == 1 ? FORM_SURFACE : FORM_SURFACE_TYPE;
        if (header) {
            gaz_status status = read_header(reader, fields, count);
            return status == GAZ_OK && !reader->known ? need_type(reader) : status;
        }
        gaz_status status = need_type(reader);
        if (status != GAZ_OK) return status;
    }
    if (reader->form == FORM_HEADER) return read_row(reader, fields, count);
    struct entry entry = {.precision = 1, .log_odds = LOG_ODDS_CERTAIN};
    if (reader->form == FORM_SURFACE) {
        if (count != 1) return refuse(reader, "a TAB in a list of bare surfaces; the lines before have none");
        gaz_status status = take_surface(reader, &fields[0]);
        return status == GAZ_OK ? add(reader, reader->type, strlen(reader->type), &entry) : status;
    }
    struct field type = count == 2 ? field_trim(fields[1]) : (struct field){line, 0};
    if (type.size == 0)
        return error_hint(reader->error, GAZ_HINT_LIST_FORMAT,
                          refuse(reader,
                                 "expected `surface TAB type` as in the other lines; a mapping of TokensRegexNER is "
                                 "another format"));
    if (field_is(&type, "O")) return refuse(reader, "the type O: this looks like a corpus, not a list");
    gaz_status status = take_surface(reader, &fields[0]);
    return status == GAZ_OK ? add(reader, type.bytes, type.size, &entry) : status;
}

static gaz_status read_text(struct reader *reader, const char *text, size_t size) {
    size_t at = byte_order_mark(text, size);
    gaz_status status = GAZ_OK;
    while (at < size && status == GAZ_OK) {
        const char *line = text + at;
        const char *end = memchr(line, '\n', size - at);
        size_t line_size = end ? (size_t)(end - line) : size - at;
        at += line_size + 1;
        reader->line++;
        if (line_size && line[line_size - 1] == '\r') line_size--;
        if (memchr(line, 0, line_size)) return refuse(reader, "a zero byte; this is no list");
        status = read_line(reader, line, line_size);
    }
    return status;
}

/* ---- Files ---- */

static gaz_status read_file_text(gaz_lexicon *lexicon, const char *path, const char *type, char **siblings,
                                 const gaz_lexicon *known, const char *text, size_t size, gaz_error *error) {
    struct buffer name = {0};
    gaz_status status = GAZ_OK;
    if (!type && !type_of_path(&name, strcmp(path, "-") == 0 ? "" : path)) status = error_memory(error);
    if (status == GAZ_OK) {
        struct reader reader = {.lexicon = lexicon,
                                .path = error_file_name(path),
                                .type = type ? type : name.bytes,
                                .siblings = siblings,
                                .known = known,
                                .error = error};
        status = read_text(&reader, text, size);
        buffer_free(&reader.room);
        buffer_free(&reader.token);
        buffer_free(&reader.row_type);
    }
    buffer_free(&name);
    return status;
}

gaz_status list_read_text(gaz_lexicon *lexicon, const char *path, const char *type, char **siblings, const char *text,
                          size_t size, gaz_error *error) {
    return read_file_text(lexicon, path, type, siblings, NULL, text, size, error);
}

gaz_status list_read_verdicts(gaz_lexicon *list, const char *path, const gaz_lexicon *known, gaz_error *error) {
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, error);
    if (status == GAZ_OK) status = read_file_text(list, path, "", NULL, known, text, size, error);
    free(text);
    return status;
}

gaz_status gaz_lexicon_apply_blocklist(uint64_t *blocked, gaz_lexicon *lexicon, const char *path, gaz_error *error) {
    if (!lexicon || !path)
        return error_set(error, GAZ_ERROR_ARGUMENT, NULL, 0, "gaz_lexicon_apply_blocklist without lexicon or path");
    gaz_lexicon list = {0};
    char *text;
    size_t size;
    gaz_status status = input_read_file(&text, &size, path, error);
    if (status == GAZ_OK) status = list_read_text(&list, path, "blocked", NULL, text, size, error);
    free(text);
    uint64_t count = 0;
    for (size_t i = 0; i < lexicon->entry_count && status == GAZ_OK; i++) {
        struct entry *entry = &lexicon->entries[i];
        const struct string *surface = &lexicon->surfaces.items[entry->surface];
        if (entry->status == ENTRY_GONE || entry->verdict == VERDICT_KEEP ||
            !strings_have(&list.surfaces, surface->bytes, surface->size))
            continue;
        entry->verdict = VERDICT_DROP;
        count++;
    }
    lexicon_clear(&list);
    if (blocked && status == GAZ_OK) *blocked = count;
    return status;
}
