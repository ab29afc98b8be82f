#include "lexicon/list_row.h"

#include <math.h>
#include <strings.h>

#include "base/bytes.h"
#include "base/decimal.h"
#include "base/error.h"
#include "lexicon/merge.h"
#include "lexicon/surface.h"
#include "model/image.h"
#include "text/cut.h"
#include "text/rows.h"

gaz_status list_refuse(const struct list_reader *reader, const char *message) {
    return error_set(reader->error, GAZ_ERROR_INPUT, reader->path, reader->line, "%s", message);
}

void list_reader_free(struct list_reader *reader) {
    buffer_free(&reader->room);
    buffer_free(&reader->token);
    buffer_free(&reader->extra);
}

gaz_status list_next_line(struct list_reader *reader) {
    struct rows_line line;
    reader->field_count = 0;
    if (reader->line == 0) reader->at = byte_order_mark(reader->text, reader->size);
    while (rows_next_line(&line, &reader->at, reader->text, reader->size)) {
        reader->line++;
        if (memchr(line.bytes, 0, line.size)) return list_refuse(reader, "a zero byte; this is not a list");
        if (field_trim((struct field){line.bytes, line.size}).size == 0 && !memchr(line.bytes, '\t', line.size))
            continue;
        reader->field_count = fields_split(reader->fields, LIST_FIELDS_MAX, line.bytes, line.size, '\t');
        return reader->field_count < LIST_FIELDS_MAX ? GAZ_OK : list_refuse(reader, "a list has fewer than 64 columns");
    }
    return GAZ_OK;
}

/* ---- Surfaces ---- */

/* Adds a token to the surface in `room`. */
static gaz_status take_token(struct list_reader *reader, const char *bytes, size_t size) {
    if (size > TOKEN_SIZE_MAX || ++reader->token_count > ENTRY_TOKENS_MAX)
        return list_refuse(reader, "the surface is too long: at most 65535 tokens of at most 65535 bytes");
    return surface_add_token(&reader->room, bytes, size) ? GAZ_OK : error_memory(reader->error);
}

/* A surface with \d, whose digits are those of its \d by now. */
static gaz_status mask_surface(struct list_reader *reader, const struct field *field) {
    if (!surface_pattern_is_good(field->bytes, field->size))
        return list_refuse(reader, "\\d stands for a whole run of digits, and beside it there can be no others; write "
                                   "\\d for each of them");
    return surface_mask(&reader->room) ? GAZ_OK : error_memory(reader->error);
}

/* Brings an escaped surface into its only form. */
static gaz_status take_escaped(struct list_reader *reader, const struct field *field) {
    size_t at = 0;
    int result;
    gaz_token token;
    while ((result = surface_next_token(&token, &reader->token, field->bytes, field->size, &at)) == 1) {
        gaz_status status = take_token(reader, token.bytes, token.size);
        if (status != GAZ_OK) return status;
    }
    if (result == -1) return error_memory(reader->error);
    if (result == -2)
        return list_refuse(reader,
                           "a backslash is allowed only in \\s \\t \\n \\r \\0 \\d and \\\\; write \\\\ for itself");
    return surface_is_pattern(field->bytes, field->size) ? mask_surface(reader, field) : GAZ_OK;
}

static gaz_status take_bare(struct list_reader *reader, const struct field *field) {
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

gaz_status list_take_surface(struct list_reader *reader, const struct field *field, bool escaped) {
    reader->surface = *field;
    reader->token_count = surface_plain_tokens(field->bytes, field->size);
    if (reader->token_count) return GAZ_OK;
    reader->room.size = 0;
    gaz_status status = escaped ? take_escaped(reader, field) : take_bare(reader, field);
    reader->surface = (struct field){reader->room.bytes, reader->room.size};
    if (status != GAZ_OK) return status;
    return reader->token_count ? GAZ_OK : list_refuse(reader, "the surface is empty");
}

gaz_status list_end_entries(struct list_reader *reader) {
    uint32_t numbers[STRINGS_BATCH];
    size_t count = reader->pending_count;
    reader->pending_count = 0;
    gaz_status status = strings_add_batch(numbers, &reader->lexicon->surfaces, reader->surfaces, count, reader->error);
    for (size_t i = 0; i < count && status == GAZ_OK; i++) {
        const struct list_entry *entry = &reader->pending[i];
        const struct entry_key key = {.number = numbers[i] + 1,
                                      .type = entry->type,
                                      .id = entry->from.id,
                                      .token_count = entry->from.token_count};
        status =
            merge_entry(reader->lexicon, &key, &entry->from, entry->notes, reader->path, entry->line, reader->error);
        status = error_locate(status, reader->path, entry->line, reader->error);
    }
    return status;
}

gaz_status list_add(struct list_reader *reader, const struct field *type, const struct entry *from,
                    struct entry_notes notes) {
    struct list_entry *entry = &reader->pending[reader->pending_count];
    *entry = (struct list_entry){*type, *from, notes, reader->line};
    entry->from.token_count = (uint16_t)reader->token_count;
    reader->surfaces[reader->pending_count++] = reader->surface;
    bool stays = reader->surface.bytes != reader->room.bytes; /* until it is added, with others */
    return stays && reader->pending_count < STRINGS_BATCH ? GAZ_OK : list_end_entries(reader);
}

/* ---- Rows below a header ---- */

/* The index of a field in a table of names, or -1. */
static int find_name(const struct field *field, const char *const *names, int count) {
    for (int i = 0; i < count; i++)
        if (field_is(field, names[i])) return i;
    return -1;
}

/* Whether a field is a name, in any case. */
static bool is_name(const struct field *field, const char *name) {
    return strlen(name) == field->size && strncasecmp(field->bytes, name, field->size) == 0;
}

int list_find_column(const struct field *name) {
    static const struct {
        const char *name;
        enum list_column column;
    } others[] = {
        {"seen", LIST_OCCURRENCES}, {"inside", LIST_NESTED},   {"odds", LIST_LOG_ODDS}, /* of version 0.1 */
        {"term", LIST_SURFACE},     {"text", LIST_SURFACE},    {"entity", LIST_SURFACE}, {"mention", LIST_SURFACE},
        {"phrase", LIST_SURFACE},   {"synonym", LIST_SURFACE}, {"label", LIST_TYPE},     {"category", LIST_TYPE},
        {"entity_type", LIST_TYPE}, {"identifier", LIST_ID},   {"concept_id", LIST_ID},  {"cui", LIST_ID},
        {"code", LIST_ID},          {"canonical", LIST_NAME},  {"preferred", LIST_NAME}, {"preferred_name", LIST_NAME},
    };
    struct field trimmed = field_trim(*name);
    for (int i = 0; i < LIST_COLUMN_END; i++)
        if (is_name(&trimmed, list_column_names[i])) return i;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (is_name(&trimmed, others[i].name)) return (int)others[i].column;
    return -1;
}

static gaz_status take_number(uint32_t *number, const struct list_reader *reader, const struct field *field) {
    uint64_t value;
    const char *at = field->bytes;
    const char *end = at + field->size;
    if (!decimal_read_whole(&value, &at, end) || at < end || value > UINT32_MAX)
        return list_refuse(reader, "annotated, occurrences and nested are whole numbers, at most 4294967295");
    *number = (uint32_t)value;
    return GAZ_OK;
}

static gaz_status take_precision(struct entry *entry, const struct list_reader *reader, const struct field *field) {
    double value;
    if (!decimal_read(&value, field->bytes, field->size) || value < 0 || value > 1)
        return list_refuse(reader, "precision is a number from 0 to 1");
    entry->precision = (float)decimal_round(value);
    return GAZ_OK;
}

static gaz_status take_log_odds(struct entry *entry, const struct list_reader *reader, const struct field *field) {
    double value;
    if (!decimal_read(&value, field->bytes, field->size) || fabs(value) > LOG_ODDS_MOST)
        return list_refuse(reader, "log_odds is a number from -1000 to 1000");
    entry->log_odds = (float)decimal_round(value);
    return GAZ_OK;
}

static gaz_status take_priority(struct entry *entry, const struct list_reader *reader, const struct field *field) {
    struct field text = field_trim(*field);
    uint64_t size;
    const char *at = text.bytes;
    const char *end = at + text.size;
    bool negative = at < end && *at == '-';
    at += negative || (at < end && *at == '+');
    if (!decimal_read_whole(&size, &at, end) || at < end || size > 1000000000)
        return list_refuse(reader, "priority is a whole number from -1000000000 to 1000000000");
    entry->priority = negative ? -(int32_t)size : (int32_t)size;
    return GAZ_OK;
}

/* A field of a column that gaz does not know. */
static gaz_status take_extra(struct list_reader *reader, const struct field *name, const struct field *field) {
    struct buffer *extra = &reader->extra;
    bool good = buffer_add_byte(extra, '\t') && buffer_add(extra, name->bytes, name->size) &&
                buffer_add_byte(extra, '\t') && buffer_add(extra, field->bytes, field->size);
    return good ? GAZ_OK : error_memory(reader->error);
}

static bool is_type(const struct list_reader *reader, const struct field *field) {
    return strings_have(&reader->lexicon->types, field->bytes, field->size) ||
           (reader->types && strings_have(reader->types, field->bytes, field->size));
}

/* keep, drop, or another type: the entry is dropped, and one of that type is kept. */
static gaz_status take_verdict(struct entry *entry, struct list_reader *reader, const struct field *field) {
    int verdict = find_name(field, entry_verdict_names, VERDICT_END);
    if (verdict < 0) {
        gaz_status status = list_end_entries(reader); /* their types count */
        if (status != GAZ_OK) return status;
        if (!is_type(reader, field))
            return list_refuse(reader, "verdict is keep, drop, empty, or the type of one of the lists");
        reader->verdict_type = *field;
        verdict = VERDICT_DROP;
    }
    entry->verdict = (uint8_t)verdict;
    return GAZ_OK;
}

/* A value of an enum, by its name. */
static gaz_status take_value(uint8_t *value, const struct list_reader *reader, const struct field *field,
                             const char *(*name_of)(int value), const char *message) {
    const char *name;
    for (int i = 1; (name = name_of(i)) != NULL; i++)
        if (field_is(field, name)) {
            *value = (uint8_t)i;
            return GAZ_OK;
        }
    return list_refuse(reader, message);
}

static gaz_status take_gazetteer(struct entry *entry, const struct list_reader *reader, const struct field *field) {
    if (!field_is(field, list_gazetteer_name)) return list_refuse(reader, "gazetteer is yes or empty");
    entry->gazetteer = GAZETTEER_LISTED;
    return GAZ_OK;
}

static gaz_status take_field(struct entry *entry, struct entry_notes *notes, struct list_reader *reader, size_t at) {
    int column = reader->columns[at];
    const struct field *field = &reader->fields[at];
    if (column == LIST_SURFACE) return list_take_surface(reader, field, true);
    if (field->size == 0) return GAZ_OK;
    if (column < 0) return take_extra(reader, &reader->unknown[at], field);
    switch ((enum list_column)column) {
    case LIST_ANNOTATED: return take_number(&entry->annotated, reader, field);
    case LIST_OCCURRENCES: return take_number(&entry->occurrences, reader, field);
    case LIST_NESTED: return take_number(&entry->nested, reader, field);
    case LIST_PRECISION: return take_precision(entry, reader, field);
    case LIST_LOG_ODDS: return take_log_odds(entry, reader, field);
    case LIST_PRIORITY: return take_priority(entry, reader, field);
    case LIST_ID: return lexicon_add_id(&entry->id, reader->lexicon, field->bytes, field->size, reader->error);
    case LIST_NAME: return lexicon_add_name(&notes->name, reader->lexicon, field->bytes, field->size, reader->error);
    case LIST_CASE:
        return take_value(&entry->match_case, reader, field, gaz_case_name, "case is exact, ignore, auto or empty");
    case LIST_EDGES: return take_value(&entry->edges, reader, field, gaz_edges_name, "edges is token, strict or empty");
    case LIST_GAZETTEER: return take_gazetteer(entry, reader, field);
    case LIST_TYPE: reader->row_type = field_trim(*field); return GAZ_OK;
    case LIST_STATUS: {
        int status = find_name(field, entry_status_names, ENTRY_STATUS_END);
        if (status < 0)
            return list_refuse(reader, "status is kept, purity, count, tokens, type, precision, context or sense");
        entry->status = (uint8_t)status;
        return GAZ_OK;
    }
    case LIST_VARIANT: {
        int variant = find_name(field, variant_names, VARIANT_END);
        if (variant < 0) return list_refuse(reader, "variant is empty or what a harvest writes");
        entry->variant = (uint8_t)variant;
        return GAZ_OK;
    }
    case LIST_VERDICT: return take_verdict(entry, reader, field);
    default: return GAZ_OK;
    }
}

/* Makes the columns that gaz does not know one text. */
static gaz_status end_extra(struct entry_notes *notes, struct list_reader *reader) {
    struct buffer *extra = &reader->extra;
    if (extra->size == 0) return GAZ_OK;
    gaz_status status = strings_add(&notes->extra, &reader->lexicon->extras, extra->bytes, extra->size, reader->error);
    notes->extra++;
    return status;
}

/* Adds the row's entry, and if its verdict is another type, one of that. */
static gaz_status add_row(struct list_reader *reader, struct entry *entry, struct entry_notes notes) {
    struct field type = reader->row_type.size ? reader->row_type : reader->type;
    struct field right = reader->verdict_type;
    if (type.size == 0) return list_refuse(reader, "the type is missing");
    if (right.size && right.size == type.size && memcmp(right.bytes, type.bytes, type.size) == 0) {
        entry->verdict = VERDICT_KEEP;
        right.size = 0;
    }
    gaz_status status = list_add(reader, &type, entry, notes);
    if (status != GAZ_OK || right.size == 0) return status;
    const struct entry kept = {.precision = 1,
                               .log_odds = LOG_ODDS_CERTAIN,
                               .verdict = VERDICT_KEEP,
                               .id = entry->id,
                               .match_case = entry->match_case,
                               .edges = entry->edges};
    return list_add(reader, &right, &kept, notes);
}

gaz_status list_read_row(struct list_reader *reader) {
    struct entry entry = {.precision = 1, .log_odds = LOG_ODDS_CERTAIN};
    struct entry_notes notes = {0, 0};
    reader->surface.size = reader->row_type.size = reader->verdict_type.size = 0;
    reader->extra.size = 0;
    if (reader->field_count > reader->column_count) return list_refuse(reader, "more columns than the header names");
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < reader->field_count && status == GAZ_OK; i++) status = take_field(&entry, &notes, reader, i);
    if (status == GAZ_OK) status = end_extra(&notes, reader);
    if (status != GAZ_OK) return status;
    if (reader->surface.size == 0) return list_refuse(reader, "the surface is missing");
    return add_row(reader, &entry, notes);
}

/* Remembers a column that gaz does not know. */
static gaz_status keep_column(struct list_reader *reader, size_t at) {
    uint32_t number;
    struct strings *columns = &reader->lexicon->columns;
    struct field name = field_trim(reader->fields[at]);
    if (name.size == 0) name = (struct field){"-", 1};
    gaz_status status = strings_add(&number, columns, name.bytes, name.size, reader->error);
    if (status == GAZ_OK) reader->unknown[at] = (struct field){columns->items[number].bytes, name.size};
    return status;
}

gaz_status list_read_header(struct list_reader *reader) {
    gaz_status status = GAZ_OK;
    reader->column_count = reader->field_count;
    for (size_t i = 0; i < reader->column_count && status == GAZ_OK; i++) {
        int column = list_find_column(&reader->fields[i]);
        if (column >= 0 && (reader->named >> column & 1)) return list_refuse(reader, "the header names a column twice");
        if (column >= 0) reader->named |= 1u << column;
        reader->columns[i] = column;
        if (column < 0) status = keep_column(reader, i);
    }
    if (!(reader->named >> LIST_SURFACE & 1)) /* `name TAB id`: the name is what is looked for */
        for (size_t i = 0; i < reader->column_count; i++)
            if (reader->columns[i] == LIST_NAME) reader->columns[i] = LIST_SURFACE;
    return status;
}
