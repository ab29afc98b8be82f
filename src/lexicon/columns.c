#include "lexicon/columns.h"

#include "base/error.h"
#include "lexicon/concept.h"
#include "lexicon/semantic_types.h"

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
    if (layout->types && !semantic_types_add(concept, layout->types, dictionary, find(layout, row, ROLE_ID)))
        return error_memory(dictionary->error);
    gaz_status status = add_synonyms(dictionary, concept, find(layout, row, ROLE_SYNONYMS), layout->split);
    return status == GAZ_OK ? concept_end(dictionary, concept) : status;
}

gaz_status columns_read(struct dictionary *dictionary, const struct layout *layout, bool header) {
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

bool columns_fit(const struct dictionary *file, const struct layout *layout, bool (*fits)(const struct csv_row *row)) {
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
