#include "lexicon/delimited.h"

#include <strings.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "lexicon/concept.h"
#include "lexicon/csv.h"
#include "lexicon/list_row.h"

/* What a column holds. */
enum role {
    ROLE_SURFACE,
    ROLE_SYNONYMS, /* more surfaces */
    ROLE_ID,
    ROLE_NAME, /* the preferred one, which is not looked for */
    ROLE_TYPE,
    ROLE_LANGUAGE,
    ROLE_SOURCE,
    ROLE_SUPPRESSED, /* Y, E, O: the row is not to be used */
    ROLE_END
};

static const char *const role_names[ROLE_END] = {"surface", "synonyms", "id",     "name",
                                                 "type",    "language", "source", "suppressed"};

struct layout {
    struct csv_format format;
    char split;               /* between synonyms */
    size_t columns[ROLE_END]; /* from 1; 0 = there is none */
};

/* MRCONSO.RRF as the UMLS Reference Manual has it; the readme of GeoNames' dump; Spark NLP's EntityRuler. */
static const struct layout umls = {
    {.separator = '|', .count = 19},
    0,
    {[ROLE_ID] = 1, [ROLE_LANGUAGE] = 2, [ROLE_SOURCE] = 12, [ROLE_SURFACE] = 15, [ROLE_SUPPRESSED] = 17}};
static const struct layout geonames = {
    {.separator = '\t', .count = 19}, ',', {[ROLE_ID] = 1, [ROLE_SURFACE] = 2, [ROLE_SYNONYMS] = 4, [ROLE_TYPE] = 8}};
static const struct layout sparknlp = {{.separator = '|', .count = 2}, 0, {[ROLE_TYPE] = 1, [ROLE_SURFACE] = 2}};

/* ---- One row ---- */

static struct field find(const struct layout *layout, const struct csv_row *row, enum role role) {
    size_t column = layout->columns[role];
    return column && column <= row->count ? field_trim(row->fields[column - 1]) : (struct field){"", 0};
}

static gaz_status add_synonyms(struct dictionary *dictionary, struct concept *concept, struct field all, char split) {
    while (all.size) {
        const char *end = split ? memchr(all.bytes, split, all.size) : NULL;
        struct field text = {all.bytes, end ? (size_t)(end - all.bytes) : all.size};
        all = end ? (struct field){end + 1, all.size - text.size - 1} : (struct field){"", 0};
        text = field_trim(text);
        if (text.size && !concept_add(concept, dictionary, CONCEPT_SYNONYM, GAZ_SCOPE_EXACT, text))
            return error_memory(dictionary->error);
    }
    return GAZ_OK;
}

static gaz_status read_row(struct dictionary *dictionary, struct concept *concept, const struct layout *layout,
                           const struct csv_row *row) {
    static const struct {
        enum role role;
        enum concept_part part;
    } parts[] = {
        {ROLE_SURFACE, CONCEPT_SYNONYM}, {ROLE_ID, CONCEPT_ID}, {ROLE_NAME, CONCEPT_TITLE}, {ROLE_TYPE, CONCEPT_TYPE}};
    struct field suppressed = find(layout, row, ROLE_SUPPRESSED);
    if (layout->format.count && row->count != layout->format.count) {
        dictionary_skip(dictionary, "%zu fields, expected %zu", row->count, layout->format.count);
        return GAZ_OK;
    }
    if (find(layout, row, ROLE_SURFACE).size == 0) {
        dictionary_skip(dictionary, "no surface");
        return GAZ_OK;
    }
    if (!dictionary_wants(find(layout, row, ROLE_LANGUAGE), dictionary->options->language) ||
        !dictionary_wants(find(layout, row, ROLE_SOURCE), dictionary->options->sources)) {
        dictionary->report->not_wanted++;
        return GAZ_OK;
    }
    concept->obsolete = suppressed.size == 1 && strchr("YEO", suppressed.bytes[0]);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct field text = find(layout, row, parts[i].role);
        if (text.size && !concept_add(concept, dictionary, parts[i].part, GAZ_SCOPE_EXACT, text))
            return error_memory(dictionary->error);
    }
    gaz_status status = add_synonyms(dictionary, concept, find(layout, row, ROLE_SYNONYMS), layout->split);
    return status == GAZ_OK ? concept_end(dictionary, concept) : status;
}

static gaz_status read_rows(struct dictionary *dictionary, const struct layout *layout, bool header) {
    struct csv_row row = {.format = layout->format};
    struct concept concept = {0};
    enum csv_result result;
    gaz_status status = GAZ_OK;
    if (header && csv_next(&row, dictionary) == CSV_MEMORY) status = error_memory(dictionary->error);
    while (status == GAZ_OK && (result = csv_next(&row, dictionary)) != CSV_END) {
        if (result == CSV_MEMORY)
            status = error_memory(dictionary->error);
        else if (result == CSV_OPEN)
            dictionary_skip(dictionary, "a quote that is not closed");
        else
            status = read_row(dictionary, &concept, layout, &row);
    }
    concept_free(&concept);
    csv_free(&row);
    return status;
}

/* ---- Known columns ---- */

/* Looks at the first rows; `fits` says whether one is as it should be. */
static bool all_fit(const struct dictionary *file, const struct layout *layout,
                    bool (*fits)(const struct csv_row *row)) {
    enum { ROWS_LOOKED_AT = 20 };
    struct dictionary dictionary = *file;
    struct csv_row row = {.format = layout->format};
    enum csv_result result = CSV_READ;
    size_t count = 0;
    bool good = true;
    for (; good && count < ROWS_LOOKED_AT && (result = csv_next(&row, &dictionary)) == CSV_READ; count++)
        good = row.count == layout->format.count && fits(&row);
    csv_free(&row);
    return good && count && result != CSV_MEMORY;
}

static bool is_concept(const struct csv_row *row) {
    const struct field *id = &row->fields[0];
    return id->size == 8 && id->bytes[0] == 'C' && row->fields[18].size == 0;
}

static bool is_place(const struct csv_row *row) {
    const char *id = row->fields[0].bytes;
    uint64_t number;
    double degrees;
    return decimal_read_whole(&number, &id, id + row->fields[0].size) &&
           decimal_read(&degrees, row->fields[4].bytes, row->fields[4].size) &&
           decimal_read(&degrees, row->fields[5].bytes, row->fields[5].size);
}

static bool is_typed(const struct csv_row *row) {
    const struct field *type = &row->fields[0];
    for (size_t i = 0; i < type->size; i++)
        if (!memchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", type->bytes[i], 27)) return false;
    return type->size && row->fields[1].size;
}

bool umls_is(const struct dictionary *file) {
    return all_fit(file, &umls, is_concept);
}

bool geonames_is(const struct dictionary *file) {
    return all_fit(file, &geonames, is_place);
}

bool sparknlp_is(const struct dictionary *file) {
    return all_fit(file, &sparknlp, is_typed);
}

gaz_status umls_read(struct dictionary *dictionary) {
    return read_rows(dictionary, &umls, false);
}

gaz_status geonames_read(struct dictionary *dictionary) {
    return read_rows(dictionary, &geonames, false);
}

gaz_status sparknlp_read(struct dictionary *dictionary) {
    return read_rows(dictionary, &sparknlp, false);
}

/* ---- Columns that are named ---- */

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
    return status == GAZ_OK ? read_rows(dictionary, &layout, header) : status;
}
