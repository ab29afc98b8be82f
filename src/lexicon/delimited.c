#include "lexicon/delimited.h"

#include <strings.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "lexicon/columns.h"
#include "lexicon/list_row.h"

static const char *const role_names[ROLE_END] = {"surface", "synonyms", "id",     "name",
                                                 "type",    "language", "source", "suppressed"};

/* The role of a column by its name, in any case; ROLE_END: none. */
static enum role find_role(const struct field *name) {
    static const enum role of_lists[] = {
        [LIST_SURFACE] = ROLE_SURFACE, [LIST_ID] = ROLE_ID, [LIST_NAME] = ROLE_NAME, [LIST_TYPE] = ROLE_TYPE};
    struct field text = field_trim(*name);
    if (text.size > 1 && text.bytes[0] == '"' && text.bytes[text.size - 1] == '"')
        text = (struct field){text.bytes + 1, text.size - 2};
    for (int i = 0; i < ROLE_END; i++)
        if (strlen(role_names[i]) == text.size && strncasecmp(role_names[i], text.bytes, text.size) == 0)
            return (enum role)i;
    int column = list_find_column(&text);
    if (column == LIST_SURFACE) return ROLE_SURFACE;
    if (column < 0 || (size_t)column >= sizeof of_lists / sizeof *of_lists || of_lists[column] == ROLE_SURFACE)
        return ROLE_END;
    return of_lists[column];
}

/* Takes the columns that a first row names. False: it names no surface. */
static bool take_names(struct layout *layout, const struct csv_row *row) {
    for (size_t i = row->count; i > 0; i--) {
        enum role role = find_role(&row->fields[i - 1]);
        if (role != ROLE_END) layout->columns[role] = i;
    }
    if (layout->columns[ROLE_SURFACE]) return true;
    layout->columns[ROLE_SURFACE] = layout->columns[ROLE_NAME]; /* then the name is what is looked for */
    layout->columns[ROLE_NAME] = 0;
    return layout->columns[ROLE_SURFACE] != 0;
}

/* The separator of a first line: the one of which there are most. */
static char find_separator(const struct dictionary *file) {
    static const char separators[] = "\t,;|";
    struct dictionary dictionary = *file;
    struct field line;
    size_t most = 0;
    char found = ',';
    if (!dictionary_line(&line, &dictionary)) return found;
    for (size_t i = 0; separators[i]; i++) {
        size_t count = 0;
        for (size_t k = 0; k < line.size; k++) count += line.bytes[k] == separators[i];
        if (count > most) {
            most = count;
            found = separators[i];
        }
    }
    return found;
}

static struct layout guess(const struct dictionary *file) {
    char separator = find_separator(file);
    char split = file->options->split ? file->options->split : '|';
    return (struct layout){.format = {.separator = separator, .quoted = separator == ',' || separator == ';'},
                           .split = split};
}

bool delimited_is(const struct dictionary *file) {
    struct layout layout = guess(file);
    struct dictionary dictionary = *file;
    struct csv_row row = {.format = {.separator = layout.format.separator}}; /* quotes in a first row are left alone */
    if (file->options->columns || file_is_named(file->path, ".csv")) return file->size > 0;
    return layout.format.quoted && csv_next(&row, &dictionary) == CSV_READ && row.count > 1 &&
           take_names(&layout, &row);
}

/* Finds column `text` of the first row: a number from 1, or a name. 0: there is none. */
static size_t find_column(const struct csv_row *first, struct field text) {
    uint64_t number;
    const char *at = text.bytes;
    if (decimal_read_whole(&number, &at, text.bytes + text.size) && at == text.bytes + text.size)
        return number <= CSV_FIELDS_MAX ? (size_t)number : 0;
    for (size_t i = 0; i < first->count; i++) {
        struct field name = field_trim(first->fields[i]);
        if (name.size == text.size && strncasecmp(name.bytes, text.bytes, text.size) == 0) return i + 1;
    }
    return 0;
}

/* Takes columns that are said: ROLE=COLUMN, and commas between. */
static gaz_status take_columns(struct layout *layout, const struct dictionary *dictionary,
                               const struct csv_row *first) {
    for (const char *at = dictionary->options->columns; *at;) {
        size_t size = strcspn(at, ",");
        const char *sign = memchr(at, '=', size);
        int role = 0;
        while (sign && role < ROLE_END &&
               !(strlen(role_names[role]) == (size_t)(sign - at) &&
                 memcmp(role_names[role], at, (size_t)(sign - at)) == 0))
            role++;
        if (!sign || role == ROLE_END)
            return error_set(dictionary->error, GAZ_ERROR_ARGUMENT, NULL, 0,
                             "columns \"%s\": expected surface, synonyms, id, name, type, language, source or "
                             "suppressed, = and a number or a name",
                             dictionary->options->columns);
        struct field text = {sign + 1, size - (size_t)(sign + 1 - at)};
        layout->columns[role] = find_column(first, text);
        if (!layout->columns[role])
            return error_set(dictionary->error, GAZ_ERROR_INPUT, error_file_name(dictionary->path), 1,
                             "the first row names no column \"%.*s\"", (int)text.size, text.bytes);
        at += size + (at[size] == ',');
    }
    if (layout->columns[ROLE_SURFACE]) return GAZ_OK;
    return error_set(dictionary->error, GAZ_ERROR_ARGUMENT, NULL, 0, "columns without the surface");
}

/* The columns that are said; else those of the first row. `*header`: it holds their names. */
static gaz_status find_columns(bool *header, struct layout *layout, struct dictionary *dictionary,
                               const struct csv_row *first) {
    struct layout named = *layout;
    bool names = take_names(&named, first);
    if (dictionary->options->columns) {
        gaz_status status = take_columns(layout, dictionary, first);
        size_t surface = layout->columns[ROLE_SURFACE];
        *header = status == GAZ_OK && ((names && named.columns[ROLE_SURFACE] == surface) ||
                                       strpbrk(dictionary->options->columns, "0123456789") == NULL);
        return status;
    }
    *header = names;
    if (names) *layout = named;
    if (names || first->count == 1) layout->columns[ROLE_SURFACE] += !names;
    if (names || first->count == 1) return GAZ_OK;
    return error_hint(dictionary->error, GAZ_HINT_COLUMNS,
                      error_set(dictionary->error, GAZ_ERROR_INPUT, error_file_name(dictionary->path), 1,
                                "%zu columns, and the first row does not say which has the surface", first->count));
}

gaz_status delimited_read(struct dictionary *dictionary) {
    struct layout layout = guess(dictionary);
    struct dictionary copy = *dictionary;
    struct csv_row first = {.format = layout.format};
    bool header = false;
    enum csv_result result = csv_next(&first, &copy);
    gaz_status status = result == CSV_MEMORY ? error_memory(dictionary->error) : GAZ_OK;
    if (result == CSV_READ) status = find_columns(&header, &layout, dictionary, &first);
    csv_free(&first);
    if (status == GAZ_OK && result == CSV_OPEN)
        status = error_set(dictionary->error, GAZ_ERROR_INPUT, error_file_name(dictionary->path), 1,
                           "a quote that is not closed");
    return status == GAZ_OK ? columns_read(dictionary, &layout, header) : status;
}
