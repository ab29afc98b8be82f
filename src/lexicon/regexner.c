#include "lexicon/regexner.h"

#include <math.h>

#include "base/decimal.h"
#include "base/error.h"

enum column { COLUMN_PATTERN, COLUMN_NER, COLUMN_OVERWRITE, COLUMN_PRIORITY, COLUMN_GROUP, COLUMN_END };

enum { FIELDS_MAX = 32 };

static const char *const column_names[COLUMN_END] = {"pattern", "ner", "overwrite", "priority", "group"};

struct columns {
    int fields[COLUMN_END]; /* field of each column, from 0; -1: missing */
    size_t count;           /* the most fields that a line may have */
};

static bool is_header(const struct field *fields, size_t count) {
    return count > 1 && field_is(&fields[0], column_names[COLUMN_PATTERN]) &&
           field_is(&fields[1], column_names[COLUMN_NER]);
}

/* Whether it is a list of types in upper case, like CoreNLP's, and not the tag of a corpus. */
static bool is_types(struct field field) {
    field = field_trim(field);
    for (size_t i = 0; i < field.size; i++)
        if (!memchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_, ", field.bytes[i], 29)) return false;
    return !field_is(&field, "O");
}

bool regexner_is(const struct dictionary *file) {
    struct dictionary dictionary = *file;
    struct field fields[FIELDS_MAX];
    struct field line;
    if (!dictionary_line(&line, &dictionary)) return false;
    size_t count = fields_split(fields, FIELDS_MAX, line.bytes, line.size, '\t');
    if (is_header(fields, count)) return true;
    if (count < 3 || count > COLUMN_END || !is_types(fields[COLUMN_OVERWRITE])) return false;
    double priority;
    struct field number = count > COLUMN_PRIORITY ? field_trim(fields[COLUMN_PRIORITY]) : (struct field){"0", 1};
    return decimal_read(&priority, number.bytes, number.size) &&
           (count > COLUMN_PRIORITY || field_trim(fields[COLUMN_OVERWRITE]).size);
}

/* Adds a word of a pattern, unescaped. `*fits` false: it is a regular expression. */
static gaz_status add_word(bool *fits, struct dictionary *dictionary, struct buffer *room, struct field word) {
    room->size = 0;
    *fits = true;
    for (size_t i = 0; i < word.size && *fits; i++) {
        char byte = word.bytes[i];
        if (byte == '\\') {
            byte = ++i < word.size ? word.bytes[i] : 'x';
            bool letter = (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z');
            *fits = !letter && (unsigned char)byte < 0x80; /* escaped letters and digits have special meanings */
        } else {
            *fits = !memchr("^$.|?*+()[]{}", byte, 13);
        }
        if (*fits && !buffer_add_byte(room, byte)) return error_memory(dictionary->error);
    }
    return *fits ? dictionary_add_token(dictionary, room->bytes, room->size) : GAZ_OK;
}

static gaz_status take_pattern(bool *fits, struct dictionary *dictionary, struct buffer *room, struct field pattern) {
    pattern = field_trim(pattern);
    dictionary_begin(dictionary);
    *fits = true;
    gaz_status status = GAZ_OK;
    for (size_t i = 0; i < pattern.size && *fits && status == GAZ_OK; i++) {
        size_t begin = i;
        while (i < pattern.size && !field_is_blank(pattern.bytes[i])) i++;
        if (i > begin) status = add_word(fits, dictionary, room, (struct field){pattern.bytes + begin, i - begin});
    }
    if (*fits) return status;
    bool tokens = pattern.size > 4 && memcmp(pattern.bytes, "( ", 2) == 0 &&
                  memcmp(pattern.bytes + pattern.size - 2, " )", 2) == 0;
    dictionary_skip(dictionary, tokens ? "a TokensRegex expression"
                                       : "a regular expression; put a \\ before special characters meant literally");
    return status;
}

/* The type ends at a comma. */
static struct field take_type(struct field field) {
    field = field_trim(field);
    const char *comma = memchr(field.bytes, ',', field.size);
    if (comma && comma > field.bytes) field.size = (size_t)(comma - field.bytes);
    return field_trim(field);
}

static bool take_priority(int32_t *priority, struct dictionary *dictionary, struct field field) {
    double number;
    field = field_trim(field);
    *priority = 0;
    if (field.size == 0) return true;
    if (!decimal_read(&number, field.bytes, field.size)) {
        dictionary_skip(dictionary, "the priority is not a number");
        return false;
    }
    if (fabs(number) > 1e9 || fabs(number - (double)(int32_t)number) > 0) {
        dictionary_skip(dictionary, "the priority is not a whole number from -1000000000 to 1000000000");
        return false;
    }
    *priority = (int32_t)number;
    return true;
}

/* The field of a column; empty if the line is without it. */
static struct field find_field(const struct columns *columns, enum column column, const struct field *fields,
                               size_t count) {
    int at = columns->fields[column];
    return at >= 0 && (size_t)at < count ? fields[at] : (struct field){"", 0};
}

static gaz_status read_row(struct dictionary *dictionary, struct buffer *room, const struct columns *columns,
                           const struct field *fields, size_t count) {
    struct field group = field_trim(find_field(columns, COLUMN_GROUP, fields, count));
    struct dictionary_entry entry = {.type = take_type(find_field(columns, COLUMN_NER, fields, count))};
    const char *reason = NULL;
    if (count > columns->count)
        reason = "more columns than pattern, type, overwritable types, priority and group";
    else if (count < 2 || entry.type.size == 0)
        reason = "no type: expected pattern TAB type";
    else if (group.size && !field_is(&group, "0"))
        reason = "only a group of the pattern has the type";
    if (reason) {
        dictionary_skip(dictionary, "%s", reason);
        return GAZ_OK;
    }
    if (!take_priority(&entry.priority, dictionary, find_field(columns, COLUMN_PRIORITY, fields, count))) return GAZ_OK;
    bool fits;
    gaz_status status = take_pattern(&fits, dictionary, room, find_field(columns, COLUMN_PATTERN, fields, count));
    return status == GAZ_OK && fits ? dictionary_add_entry(dictionary, &entry) : status;
}

static void read_header(struct columns *columns, const struct field *fields, size_t count) {
    columns->count = count;
    for (int column = 0; column < COLUMN_END; column++) {
        columns->fields[column] = -1;
        for (size_t i = 0; i < count; i++)
            if (field_is(&fields[i], column_names[column])) columns->fields[column] = (int)i;
    }
}

gaz_status regexner_read(struct dictionary *dictionary) {
    struct columns columns = {{0, 1, 2, 3, 4}, COLUMN_END};
    struct field fields[FIELDS_MAX];
    struct field line;
    struct buffer room = {0};
    gaz_status status = GAZ_OK;
    bool first = true;
    while (status == GAZ_OK && dictionary_line(&line, dictionary)) {
        size_t count = fields_split(fields, FIELDS_MAX, line.bytes, line.size, '\t');
        while (count > 1 && fields[count - 1].size == 0) count--; /* TABs after the last column */
        if (first && is_header(fields, count))
            read_header(&columns, fields, count);
        else if (memchr(line.bytes, 0, line.size))
            dictionary_skip(dictionary, "a zero byte");
        else
            status = read_row(dictionary, &room, &columns, fields, count);
        first = false;
    }
    buffer_free(&room);
    return status;
}
