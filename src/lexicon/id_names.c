#include "lexicon/id_names.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/hash.h"
#include "lexicon/columns.h"
#include "lexicon/list_row.h"
#include "text/digits.h"

enum {
    ROWS_LOOKED_AT = 1000,
    SLOTS = 2048,
    FEW_ROWS = 20,  /* may have a type each */
    LETTERS_MAX = 4 /* before the digits of an id, as in GO12, if no colon is there */
};

/* ---- Ids ---- */

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The bytes before the first digit. */
static size_t find_digit(const struct field *text) {
    size_t at = 0;
    while (at < text->size && !digit_is(text->bytes[at])) at++;
    return at;
}

/* Whether it is a vocabulary and what it has, as MESH:D003920 or http://..., or letters and digits, as D003920. */
static bool is_id(const struct field *text) {
    size_t digit = find_digit(text);
    const char *colon = memchr(text->bytes, ':', text->size);
    size_t prefix = colon ? (size_t)(colon - text->bytes) : 0;
    bool good = digit < text->size && (colon ? prefix > 0 && is_letter(text->bytes[0]) : digit <= LETTERS_MAX);
    for (size_t i = 0; i < text->size && good; i++) {
        char byte = text->bytes[i];
        if (colon)
            good = byte > ' ' && (i >= prefix || is_letter(byte) || digit_is(byte) || strchr("_.-", byte));
        else
            good = i < digit ? is_letter(byte) : digit_is(byte) || byte == '.';
    }
    return good;
}

/* ---- Rows ---- */

/* Cuts a line at TABs; those behind the last column are passed over. */
static size_t split(struct field fields[3], const struct field *line) {
    size_t count = fields_split(fields, 3, line->bytes, line->size, '\t');
    while (count > 1 && field_trim(fields[count - 1]).size == 0) count--;
    for (size_t i = 0; i < count; i++) fields[i] = field_trim(fields[i]);
    return count;
}

/* Adds a value to a set of hashes. False: it was there. */
static bool add_value(uint64_t *slots, const struct field *value) {
    uint64_t hash = hash_bytes(value->bytes, value->size, 0) | 1; /* 0 is a free slot */
    size_t at = hash / 2 % SLOTS;
    for (; slots[at]; at = (at + 1) % SLOTS)
        if (slots[at] == hash) return false;
    slots[at] = hash;
    return true;
}

static void look_at_row(struct id_names *found, struct field *beginning, uint64_t *slots, const struct field *fields) {
    struct field begin = {fields[0].bytes, find_digit(&fields[0])};
    if (found->rows == 0) *beginning = begin;
    found->alike =
        found->alike && begin.size == beginning->size && memcmp(begin.bytes, beginning->bytes, begin.size) == 0;
    found->ids = found->ids && is_id(&fields[0]);
    found->blanks = found->blanks || memchr(fields[1].bytes, ' ', fields[1].size);
    found->values += add_value(slots, &fields[1]);
    found->rows++;
}

void id_names_look(struct id_names *found, const char *text, size_t size) {
    struct dictionary file = {.text = text, .size = size};
    uint64_t slots[SLOTS] = {0};
    struct field fields[3];
    struct field line;
    struct field beginning = {"", 0};
    bool both = true;
    *found = (struct id_names){.ids = true, .alike = true};
    while (found->rows < ROWS_LOOKED_AT && dictionary_line(&line, &file)) {
        size_t count = split(fields, &line);
        bool comment = count == 1 && fields[0].bytes[0] == '#';
        bool header =
            count == 2 && found->rows == 0 && list_find_column(&fields[0]) >= 0 && list_find_column(&fields[1]) >= 0;
        if (comment) continue;
        if (count != 2 || header) {
            *found = (struct id_names){.rows = 0};
            return;
        }
        look_at_row(found, &beginning, slots, fields);
        both = both && is_id(&fields[1]);
    }
    found->ids = found->ids && !both;
}

/* Whether nearly all values of the second column differ. */
static bool differ(const struct id_names *found) {
    return found->rows > 1 && found->values * 10 >= found->rows * 9;
}

bool id_names_untyped(const struct id_names *found) {
    return found->rows > FEW_ROWS && differ(found);
}

static bool are_ids(const struct id_names *found) {
    if (!found->ids || !differ(found)) return false;
    return found->rows > FEW_ROWS || (found->alike && found->blanks);
}

bool id_names_likely(const struct id_names *found) {
    return found->ids && found->alike && differ(found) && !are_ids(found);
}

/* ---- Reading ---- */

static const struct layout columns = {.format = {.separator = '\t'}, .columns = {[ROLE_ID] = 1, [ROLE_SURFACE] = 2}};

bool id_names_are(const struct dictionary *file) {
    struct id_names found;
    if (file->options->columns) return false;
    id_names_look(&found, file->text, file->size);
    return are_ids(&found);
}

gaz_status id_names_read(struct dictionary *dictionary) {
    gaz_error note;
    const gaz_import_options *options = dictionary->options;
    if (options->format == GAZ_LIST_AUTO && options->noted) {
        (void)error_set(&note, GAZ_ERROR_INPUT, error_file_name(dictionary->path), 0, "read as ids and names");
        options->noted(options->user, &note);
    }
    return columns_read(dictionary, &columns, false);
}
