#include "lexicon/semantic_types.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/input.h"
#include "lexicon/csv.h"

static int compare(const void *left, const void *right) {
    return memcmp(left, right, sizeof(struct semantic_type));
}

static gaz_status read_rows(struct semantic_types *types, struct dictionary *dictionary) {
    struct csv_row row = {.format = {.separator = '|'}};
    while (csv_next(&row, dictionary) == CSV_READ) { /* without quotes, there is no other failure */
        if (row.count < 2 || row.fields[0].size != CUI_SIZE || row.fields[1].size != TUI_SIZE) {
            dictionary_skip(dictionary, "no row CUI|TUI|...");
            continue;
        }
        if (!array_reserve(&types->items, &types->capacity, types->count + 1, sizeof *types->items))
            return error_memory(dictionary->error);
        struct semantic_type *type = &types->items[types->count++];
        memcpy(type->cui, row.fields[0].bytes, CUI_SIZE);
        memcpy(type->tui, row.fields[1].bytes, TUI_SIZE);
    }
    if (types->count) qsort(types->items, types->count, sizeof *types->items, compare);
    return GAZ_OK;
}

gaz_status semantic_types_read(struct semantic_types *types, const struct dictionary *dictionary, const char *path) {
    struct dictionary file = {.lexicon = dictionary->lexicon,
                              .options = dictionary->options,
                              .report = dictionary->report,
                              .path = path,
                              .error = dictionary->error};
    char *text;
    gaz_status status = input_read_file(&text, &file.size, path, dictionary->options->encoding, dictionary->error);
    if (status != GAZ_OK) return status;
    file.text = text;
    status = read_rows(types, &file);
    if (status == GAZ_OK && types->count == 0)
        status = error_set(dictionary->error, GAZ_ERROR_INPUT, error_file_name(path), 0, "has no row CUI|TUI|...");
    dictionary_free(&file);
    free(text);
    return status;
}

/* The first type of an id, or where it would be. */
static size_t find_first(const struct semantic_types *types, const char *cui) {
    size_t first = 0;
    for (size_t end = types->count; first < end;) {
        size_t middle = first + (end - first) / 2;
        if (memcmp(types->items[middle].cui, cui, CUI_SIZE) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

bool semantic_types_add(struct concept *concept, struct semantic_types *types, const struct dictionary *dictionary,
                        struct field id) {
    size_t first = id.size == CUI_SIZE ? find_first(types, id.bytes) : types->count;
    size_t at = first;
    for (; at < types->count && memcmp(types->items[at].cui, id.bytes, CUI_SIZE) == 0; at++) {
        bool again = at > first && compare(&types->items[at], &types->items[at - 1]) == 0;
        struct field type = {types->items[at].tui, TUI_SIZE};
        if (!again && !concept_add(concept, dictionary, CONCEPT_TYPE, 0, type)) return false;
    }
    types->without += at == first;
    return true;
}

void semantic_types_free(struct semantic_types *types) {
    free(types->items);
    *types = (struct semantic_types){0};
}
